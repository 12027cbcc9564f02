// @ts-check
/**
 * Answers ↔ the fragment of an address, `#v=2026.1&strumenti=always&…`: named parameters, with the edition whose rules
 * they were given under. Fragments never reach a server.
 *
 * @typedef {{edition: string, answers: Record<string, string>}} Shared
 */

/** The code of "I don't know", in links, files and storage. */
export const UNKNOWN = "unknown";

/** @param {string} edition @param {Record<string, string>} answers @returns {string} the fragment, with its # */
export function fragmentOf(edition, answers) {
  return `#${new URLSearchParams([["v", edition], ...Object.entries(answers)])}`;
}

/** The answers in a fragment or a whole address; null where it names no edition.
 * @param {string} address @returns {Shared | null} */
export function sharedIn(address) {
  const fragment = address.slice(address.indexOf("#") + 1);
  const { v, ...answers } = Object.fromEntries(new URLSearchParams(fragment));
  return address.includes("#") && v ? { edition: v, answers } : null;
}

/** Only the answers that these questions can have, and how many were left out.
 * @param {Record<string, unknown>} answers @param {import("./engine.mjs").Rules} rules */
export function known(answers, rules) {
  const codes = [...rules.answers, UNKNOWN];
  const kept = Object.fromEntries(
    rules.questions.flatMap((id) => (codes.includes(String(answers[id])) ? [[id, String(answers[id])]] : [])),
  );
  return { answers: kept, strange: Object.keys(answers).length - Object.keys(kept).length };
}

/** Answers by question → the form the engine reads.
 * @param {Record<string, string>} answers @param {import("./engine.mjs").Rules} rules
 * @returns {import("./engine.mjs").Partial} */
export function partialOf(answers, rules) {
  return rules.questions.map((id) => {
    const place = rules.answers.indexOf(answers[id]);
    return place < 0 ? null : place;
  });
}
