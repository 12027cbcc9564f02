// @ts-check
/**
 * The comments begun and not yet sent, one for each entry, in this browser alone.
 *
 * @typedef {{replies: string, position: string, text: string, form: string, name: string, consents: boolean, saved: number}} Draft
 */

import { bare } from "../dom.mjs";

/** Where the drafts are kept. */
export const KEY = `comment-drafts ${location.pathname}`;

/** Whether this browser keeps anything. @returns {boolean} */
export function keeps() {
  try {
    localStorage.setItem(`${KEY} try`, "");
    localStorage.removeItem(`${KEY} try`);
    return true;
  } catch {
    return false;
  }
}

/** Every draft by the id of its entry, the last one first. @returns {[string, Draft][]} */
export function drafts() {
  return Object.entries(read()).sort(([, a], [, b]) => b.saved - a.saved);
}

/** @param {string} entry @returns {Draft | undefined} */
export function draftOf(entry) {
  return read()[entry];
}

/** @param {string} entry @param {Draft} draft */
export function keep(entry, draft) {
  write({ ...read(), [entry]: draft });
}

/** @param {string} entry */
export function forget(entry) {
  const { [entry]: _, ...others } = read();
  write(others);
}

/** @returns {Record<string, Draft>} */
function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const whole = Object.entries(found).filter(([, draft]) => isDraft(draft));
    return bare(Object.fromEntries(/** @type {[string, Draft][]} */ (whole)));
  } catch {
    return bare({});
  }
}

/** @param {unknown} found @returns {boolean} */
function isDraft(found) {
  const draft = /** @type {any} */ (found);
  return ["replies", "position", "text", "form", "name"].every((name) => typeof draft?.[name] === "string");
}

/** @param {Record<string, Draft>} all */
function write(all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
  } catch {
    // said by `keeps` when the page opened
  }
}
