// @ts-check
/**
 * The data of persons that stand in a text, found by the patterns of `macros/personal.py`, and its links.
 *
 * @typedef {{patterns: Record<string, string>, noTelephone: string, fewest: Record<string, number>}} Patterns
 */

const LINK = /(?:https?:\/\/|www\.)[^\s<>)\]]+/g;

/** The pieces of a text that look like the data of a person, each once. @param {string} text @param {Patterns} known
 * @returns {string[]} */
export function personalData(text, known) {
  const spans = Object.entries(known.patterns).flatMap(([kind, pattern]) =>
    [...text.matchAll(new RegExp(pattern, "g"))]
      .filter(([found]) => kind !== "iban" || /[0-9]/.test(found.slice(4)))
      .filter(([found]) => kind !== "telephone" || isTelephone(found, known))
      .map((match) => [match.index, match.index + match[0].length]));
  spans.sort(([a, end], [b, other]) => a - b || other - end);
  /** @type {number[][]} */
  const told = [];
  for (const span of spans) if (!told.length || span[0] >= told[told.length - 1][1]) told.push(span);
  return [...new Set(told.map(([start, end]) => text.slice(start, end)))];
}

/** @param {string} text @param {Patterns} known */
function isTelephone(text, known) {
  const digits = text.replace(/[^0-9]/g, "");
  const start = /^(\+|00)/.test(text) ? "+" : digits[0];
  return digits.length >= known.fewest[start] && !new RegExp(`^(?:${known.noTelephone})$`).test(text);
}

/** The pages of the network that a text names. @param {string} text @returns {string[]} */
export function linksIn(text) {
  return (text.match(LINK) ?? []).map((found) => found.replace(/[.,;:!?]+$/, ""));
}
