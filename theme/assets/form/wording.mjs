// @ts-check
/**
 * A problem → its words, those of the command line, with its values in their places.
 *
 * @typedef {{title: string, evidence: string, why: string, remedy: string}} Words
 * @typedef {{language: string, codes: Record<string, Words & {href: string, level: string, alone?: string}>, why: string, remedy: string}} Messages
 */
import { visible } from "./signs.mjs";

const LONGEST = 240;
const COUNTS = ["allowed", "found"];

/** @param {{code: string, values: Record<string, string>}} problem @param {Messages} messages @returns {Words} */
export function worded(problem, messages) {
  const { title, evidence, why, remedy, alone } = messages.codes[problem.code];
  const near = !["", "—"].includes(problem.values.nearest ?? "");
  const value = (/** @type {string} */ name) =>
    COUNTS.includes(name) ? counted(problem.values[name] ?? "", messages.language) : problem.values[name];
  const say = (/** @type {string} */ text) => text.replace(/\{(\w+)\}/g, (_, name) => shown(value(name)));
  return { title: say(title), evidence: say(evidence), why: say(why), remedy: say(near ? remedy : alone ?? remedy) };
}

/** A number as the language writes it: 20.000; anything else as it is. @param {string} value @param {string} language */
function counted(value, language) {
  return /^[0-9]+$/.test(value) ? Number(value).toLocaleString(language, { useGrouping: "always" }) : value;
}

/** @param {string | undefined} value */
function shown(value) {
  if (value === undefined) return "…";
  const signs = [...visible(value)];
  return (signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}…` : signs.join("")) || "—";
}
