// @ts-check
/**
 * A problem → its words, those of the command line, with its values in their places.
 *
 * @typedef {{title: string, evidence: string, why: string, remedy: string}} Words
 * @typedef {{codes: Record<string, Words & {href: string}>, why: string, remedy: string}} Messages
 */
import { visible } from "./signs.mjs";

const LONGEST = 240;

/** @param {{code: string, values: Record<string, string>}} problem @param {Messages} messages @returns {Words} */
export function worded(problem, messages) {
  const { title, evidence, why, remedy } = messages.codes[problem.code];
  const say = (/** @type {string} */ text) => text.replace(/\{(\w+)\}/g, (_, name) => shown(problem.values[name]));
  return { title: say(title), evidence: say(evidence), why: say(why), remedy: say(remedy) };
}

/** @param {string | undefined} value */
function shown(value) {
  if (value === undefined) return "…";
  const signs = [...visible(value)];
  return (signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}…` : signs.join("")) || "—";
}
