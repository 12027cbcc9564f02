// @ts-check
/** The signs of a text that no font of the book draws: which they are, and the text without them. */

/** @typedef {(sign: string) => boolean} Test */

const NO_GLYPH = "\n\t\r\u00ad\u200d\ufe0f";
const NAMED = /&#?[\p{L}\p{N}_]+;/gu;

/** Every sign of a text, those that are only named (`&rarr;`) too. @param {string} text @returns {Set<string>} */
export function signsOf(text) {
  const byName = [...text.matchAll(NAMED)].flatMap(([name]) => [...unnamed(name)]);
  return new Set([...text.normalize("NFC"), ...byName]);
}

/** @param {string} sign @param {Test} isDrawn @returns {boolean} */
export function isMissing(sign, isDrawn) {
  return !NO_GLYPH.includes(sign) && !isDrawn(sign);
}

/** A text without the signs that no font draws, what only joined or coloured them, and the space they leave.
 * @param {string} text @param {Test} isDrawn @returns {string} */
export function withoutMissing(text, isDrawn) {
  const lacks = (/** @type {string} */ found) => [...found].some((sign) => isMissing(sign, isDrawn));
  const bare = text.normalize("NFC").replace(NAMED, (name) => (lacks(unnamed(name)) ? "\0" : name));
  const kept = [...bare].map((sign) => (lacks(sign) ? "\0" : sign)).join("").replace(/\0[\0\u200d\ufe0f]*/g, "\0");
  return kept
    .replace(/^\0[ \0]*/gm, "")
    .replace(/ *\0[ \0]*(?=[.,;:!?)»”…]|$)/gm, "")
    .replace(/ *\0[ \0]*/g, (gap) => (gap.includes(" ") ? " " : ""));
}

/** `&rarr;` → →. @param {string} name */
function unnamed(name) {
  const holder = document.createElement("textarea");
  holder.innerHTML = name;
  return holder.value;
}
