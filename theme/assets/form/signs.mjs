// @ts-check
/** Which signs nobody sees and which the fonts of the book draw, from the ranges that the build computed. */

/** @typedef {(sign: string) => boolean} Test */

/** @type {Test} */
let hidden = () => false;

/** `0-1F AD` → whether a sign is in one of the ranges. @param {string} ranges @returns {Test} */
export function within(ranges) {
  const pairs = ranges.split(" ").filter(Boolean).map((range) => range.split("-").map((code) => parseInt(code, 16)));
  const starts = pairs.map(([first]) => first);
  return (sign) => {
    const code = /** @type {number} */ (sign.codePointAt(0));
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= code) low = middle + 1;
      else high = middle;
    }
    const found = pairs[low - 1];
    return found !== undefined && code <= (found[1] ?? found[0]);
  };
}

/** Say which signs are hidden, once. @param {string} ranges */
export function hide(ranges) {
  hidden = within(ranges);
}

/** Whether nobody can see a sign, spaces aside. @param {string} sign @returns {boolean} */
export function isHidden(sign) {
  return hidden(sign) && sign !== "\t";
}

/** Whether a sign of a line is one that nobody sees: not the one that joins a family of emoji.
 * @param {string[]} signs @param {number} at @returns {boolean} */
export function isUnseen(signs, at) {
  const joins = signs[at] === "\u200d" && at > 0 && (signs[at - 1].codePointAt(0) ?? 0) >= 0x2190;
  return !joins && isHidden(signs[at]);
}

/** A line without what nobody sees. @param {string} line @returns {string} */
export function seen(line) {
  return [...line].filter((_, at, signs) => !isUnseen(signs, at)).join("");
}

/** A text with every invisible sign written as ‹U+00A0›. @param {string} text @returns {string} */
export function visible(text) {
  return [...text]
    .map((sign) => (sign !== " " && /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Zs}]/u.test(sign) ? `‹${named(sign)}›` : sign))
    .join("");
}

/** U+200B. @param {string} sign @returns {string} */
export function named(sign) {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
