// @ts-check
/**
 * The small Markdown of `macros/prose.py`, by the same rules: what a text becomes in print, its marks, its faults.
 *
 * The engine is markdown-it, of which the book's own is a port; the two agree on every text a file of the library can hold.
 *
 * @typedef {{source: string, passage: string} | {id: string, words: string}} Mark
 * @typedef {{kind: "link" | "heading" | "mark", excerpt: string}} Fault
 */
/** @type {any} Its file declares no types. */
let Engine;

/** The engine, which weighs more than the rest of the form: it comes when the first word is written.
 * Everything else in this module wants it to be here. @returns {Promise<void>} */
export async function load() {
  Engine ??= (await import("./markdown-it/markdown-it.mjs")).default;
}

const ID = "[a-z0-9]+(?:-[a-z0-9]+)*";
const CITATION = new RegExp(`\\[@(${ID})/(${ID})\\]`, "y");
const REFERENCE = new RegExp(`\\[\\[(${ID})(?:\\|([^\\[\\]|\\n]+))?\\]\\]`, "y");
const SCHEME = /^(https?:\/\/|mailto:)\S+$/i;
const QUOTES = /** @type {Record<string, string>} */ ({ it: "«»“”", en: "“”‘’" });
const ASTRAL = /[\u{10000}-\u{10ffff}]/gu;

/** The paragraphs of a text; `print` gives what stands in place of each mark.
 * @param {string} text @param {string} language @param {(mark: Mark) => string} print @returns {string} */
export function fragment(text, language, print) {
  return parser(language).render(text, { print }).trim();
}

/** Every mark of a text, in order. @param {string} text @param {string} language @returns {Mark[]} */
export function marks(text, language) {
  const tokens = parser(language).parse(text, {});
  const found = tokens.flatMap((/** @type {any} */ token) => token.children ?? []);
  return found.filter((/** @type {any} */ token) => token.type === "mark").map((/** @type {any} */ token) => token.meta);
}

/** What a text contains that would not be published as its author expects. @param {string} text @returns {Fault[]} */
export function faults(text) {
  /** @type {Fault[]} */
  const found = text.split("\n").filter((line) => /^\s{0,3}#{1,6}\s/.test(line))
    .map((line) => ({ kind: "heading", excerpt: line.trim() }));
  const stripped = text.replace(new RegExp(CITATION, "g"), "").replace(new RegExp(REFERENCE, "g"), "");
  for (const [whole] of stripped.matchAll(/\[@[^\]\n]*\]?|\[\[[^\]\n]*(\]\])?/g)) found.push({ kind: "mark", excerpt: whole });
  for (const [whole, address] of stripped.matchAll(/\]\(\s*<?([^)\s>]*)/g)) {
    if (!SCHEME.test(address)) found.push({ kind: "link", excerpt: address || whole });
  }
  return found;
}

/** @type {Map<string, any>} */
const parsers = new Map();

/** @param {string} language @returns {any} */
function parser(language) {
  const made = parsers.get(language) ?? make(QUOTES[language] ?? QUOTES.it);
  parsers.set(language, made);
  return made;
}

/** @param {string} quotes */
function make(quotes) {
  const md = new Engine("zero", { quotes, typographer: true, xhtmlOut: true });
  md.enable(["emphasis", "link", "list", "blockquote", "newline", "escape", "entity", "smartquotes"]);
  md.validateLink = (/** @type {string} */ address) => SCHEME.test(address);
  md.inline.ruler.before("link", "mark", markRule);
  md.renderer.rules.mark = (/** @type {any[]} */ tokens, /** @type {number} */ at, /** @type {any} */ _, /** @type {any} */ env) =>
    env.print(tokens[at].meta);
  md.core.ruler.after("block", "bare_ends", bareEnds);
  md.core.ruler.before("smartquotes", "whole_signs", wholeSigns);
  md.core.ruler.after("smartquotes", "signs_again", signsAgain);
  return md;
}

/** @param {any} state @param {boolean} silent @returns {boolean} */
function markRule(state, silent) {
  for (const pattern of [CITATION, REFERENCE]) {
    pattern.lastIndex = state.pos;
    const found = pattern.exec(state.src);
    if (!found) continue;
    const [whole, first, second] = found;
    if (!silent) {
      const token = state.push("mark", "", 0);
      token.meta = pattern === CITATION ? { source: first, passage: second } : { id: first, words: second ?? "" };
      token.content = pattern === REFERENCE ? second ?? "" : "";
    }
    state.pos += whole.length;
    return true;
  }
  return false;
}

/** A paragraph has no spaces of any kind at its ends: the port of the engine knows more kinds of them. @param {any} state */
function bareEnds(state) {
  for (const token of state.tokens) if (token.type === "inline") token.content = token.content.trim();
}

/** JavaScript sees halves of the signs beyond U+FFFF, so that a quotation mark beside one is not known for opening or
 * closing: while quotation marks are looked at, a sign or a letter that fits in one half stands in their place.
 * @param {any} state */
function wholeSigns(state) {
  const back = (state.env.back = new Map());
  const known = new Map();
  let [sign, letter] = [0x2801, 0x3400];
  const standIn = (/** @type {string} */ one) => {
    if (!known.has(one)) {
      const next = () => String.fromCharCode(/[\p{P}\p{S}]/u.test(one) ? sign++ : letter++);
      let other = next();
      while (state.src.includes(other)) other = next();
      known.set(one, other);
      back.set(other, one);
    }
    return known.get(one);
  };
  inTexts(state, (text) => text.replace(ASTRAL, standIn));
}

/** @param {any} state */
function signsAgain(state) {
  if (state.env.back.size) inTexts(state, (text) => text.replace(/./gsu, (one) => state.env.back.get(one) ?? one));
}

/** @param {any} state @param {(text: string) => string} change */
function inTexts(state, change) {
  for (const token of state.tokens) {
    for (const child of token.children ?? []) if (child.type === "text") child.content = change(child.content);
  }
}
