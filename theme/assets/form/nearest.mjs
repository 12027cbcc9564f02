// @ts-check
/** The known words most like another: what `difflib.get_close_matches` of Python finds, for short words. */

/** The three known words most like this one, best first. @param {string} word @param {string[]} known @returns {string[]} */
export function nearest(word, known) {
  const scored = known.map((one) => /** @type {const} */ ([ratio(one, word), one])).filter(([score]) => score >= 0.5);
  scored.sort(([a, one], [b, other]) => b - a || (one < other ? 1 : -1));
  return scored.slice(0, 3).map(([, one]) => one);
}

/** Ratcliff and Obershelp, 1988: twice the letters in common over all letters. @param {string} a @param {string} b */
function ratio(a, b) {
  return a.length + b.length ? (2 * matches(a, b)) / (a.length + b.length) : 1;
}

/** @param {string} a @param {string} b @returns {number} */
function matches(a, b) {
  const { at, from, size } = longest(a, b);
  if (!size) return 0;
  return size + matches(a.slice(0, at), b.slice(0, from)) + matches(a.slice(at + size), b.slice(from + size));
}

/** The longest stretch in common, the first in `a` and then in `b`. @param {string} a @param {string} b */
function longest(a, b) {
  let best = { at: 0, from: 0, size: 0 };
  let before = new Map();
  for (let at = 0; at < a.length; at++) {
    const now = new Map();
    for (let from = b.indexOf(a[at]); from >= 0; from = b.indexOf(a[at], from + 1)) {
      const size = (before.get(from - 1) ?? 0) + 1;
      now.set(from, size);
      if (size > best.size) best = { at: at - size + 1, from: from - size + 1, size };
    }
    before = now;
  }
  return best;
}
