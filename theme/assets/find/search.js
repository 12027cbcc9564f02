// @ts-check
/**
 * The search: the words of a reader against the pages of the site, in the language of the book.
 *
 * Stands in the place of the theme's worker and speaks with the theme as that one does: {type: 0} brings the index,
 * {type: 2} a question, and what goes back are {type: 1}, ready, and {type: 3}, the answer. A classic script, so that a
 * page read from a disk can use it without a worker: `find.makeIndex` and `find.search` are all it needs.
 *
 * A word counts whole, then as another form of itself (stagista, stagisti), then as a word of the same family (delegano,
 * delega), then as a beginning (stag…); if it is none of these, as the word it would be without one slip. Accents and
 * capitals never count, and what stands before an apostrophe is a word of its own. `also` are the words that lead to a
 * page although it may not hold them: the glossary knows them; so do the words of its address.
 *
 * What is of a language comes with the index, as words between spaces: `small` say nothing by themselves, `forms` are the
 * endings in which the forms of one word differ – groups parted by `|`, of each of which one may be taken off, in order –
 * and `family` those in which words of one family do.
 *
 * @typedef {{small?: string, forms?: string, family?: string}} Language
 * @typedef {{small: Set<string>, stem: (word: string) => string, root: (word: string) => string}} Grammar
 * @typedef {{location: string, title: string, text: string, also?: string[]}} Doc
 * @typedef {{doc: Doc, page: string, title: string, text: string}} Place
 * @typedef {{location: string, title: string, text: string, score: number, terms: Record<string, boolean>}} Hit
 * @typedef {{items: Hit[][]}} Answer
 * @typedef {{grammar: Grammar, places: Place[], pages: Map<string, number>, postings: Map<string, Map<number, number>>,
 *   forms: Map<string, string[]>, families: Map<string, string[]>, words: string[]}} Index
 * @typedef {{score: number, asked: Set<string>, found: Set<string>}} Score
 */
(() => {
  "use strict";

  const WORD = /[\p{L}\p{N}]+/gu;
  /** What of an address names a file and not what is in it. */
  const FILE = /(?:index)?\.html$/;
  /** How much it counts where a word stands: in the title of a page, in that of a section, among the words that lead there, in the address. */
  const PAGE = 10, SECTION = 1.5, ALSO = 4, ADDRESS = 2;
  const WHOLE = 4, FORM = 2.2, FAMILY = 1.6, BEGINNING = 1.2, SLIP = 1;
  /** How many times more a title counts that says what is asked word for word. */
  const TITLED = 3;
  /** Letters of an excerpt, and lines of one page. */
  const EXCERPT = 190, LINES = 6;
  /** Letters that must be left of a word without its ending, and those of a word in which a slip is recognised: fewer, and
   *  another word is as near as the one that was meant. */
  const STEM = 3, ROOT = 4, LONG = 6;

  /** A word as it is compared: without accents and capitals. @param {string} word */
  const folded = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /** How the words of a language are compared. @param {Language} language @returns {Grammar} */
  function grammarOf({ small = "", forms = "", family = "" }) {
    const steps = forms.split("|").map(endingsOf);
    const endings = endingsOf(family);
    const stem = (/** @type {string} */ word) => steps.reduce((left, step) => {
      const less = /\d/.test(left) ? left : without(left, step);
      return less.length < STEM ? left : less;
    }, word);
    const root = (/** @type {string} */ word) => stem(without(word, endings.filter((one) => word.length - one.length >= ROOT)));
    return { small: new Set(endingsOf(small)), stem, root };
  }

  /** Words between spaces, the longest first. @param {string} words */
  const endingsOf = (words) => words.split(/\s+/).filter(Boolean).map(folded).sort((one, other) => other.length - one.length);

  /** A word without the first of some endings that it has. @param {string} word @param {string[]} endings */
  function without(word, endings) {
    const ending = endings.find((one) => word.endsWith(one));
    return ending ? word.slice(0, -ending.length) : word;
  }

  /** The words of a text, as they are compared. @param {string} text */
  const wordsOf = (text) => (text.match(WORD) ?? []).map(folded);

  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: "\u00a0" };

  /** The ends of blocks, several together, and what stands before them. */
  const BLOCKS = /(\S?)\s*(?:<\/?(?:p|ul|ol|li|pre)(?: [^>]*)?>\s*)+/g;

  /** The text of a piece of HTML; where a block ends with no sign, a dash. @param {string} html */
  const plain = (html) =>
    html
      .replace(BLOCKS, (_, before) => (/[\p{L}\p{N}»”)]/u.test(before) ? `${before} – ` : `${before} `))
      .replace(/<[^>]*>/g, "")
      .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => SIGNS[/** @type {keyof SIGNS} */ (name)])
      .replace(/\s+/g, " ")
      .replace(/ –(?= ?$)/, "")
      .trim();

  /** A text that cannot be read as HTML. @param {string} text */
  const escaped = (text) =>
    text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? "");

  /** @param {Doc[]} docs @param {Language} [language] @returns {Index} */
  function makeIndex(docs, language = {}) {
    const grammar = grammarOf(language);
    /** @type {Index} */
    const index = { grammar, places: [], pages: new Map(), postings: new Map(), forms: new Map(), families: new Map(), words: [] };
    docs.forEach((doc, number) => {
      const page = doc.location.split("#")[0];
      const place = { doc, page, title: plain(doc.title), text: plain(doc.text) };
      index.places.push(place);
      if (doc.location === page) index.pages.set(page, number);
      const title = wordsOf(place.title);
      const big = title.filter((word) => !grammar.small.has(word)).length || 1;
      add(index, number, new Set(title), (doc.location === page || doc.also ? PAGE : SECTION) / big ** 0.7);
      add(index, number, new Set(wordsOf((doc.also ?? []).join(" "))), ALSO);
      if (doc.location === page) add(index, number, new Set(wordsOf(page.replace(FILE, ""))), ADDRESS);
      const text = wordsOf(place.text);
      add(index, number, text, 1 / (1 + text.length / 150));
    });
    index.words = [...index.postings.keys()].sort();
    for (const word of index.words) {
      gather(index.forms, grammar.stem(word), word);
      gather(index.families, grammar.root(word), word);
    }
    return index;
  }

  /** @param {Map<string, string[]>} groups @param {string} name @param {string} word */
  function gather(groups, name, word) {
    const group = groups.get(name);
    if (group) group.push(word);
    else groups.set(name, [word]);
  }

  /** @param {Index} index @param {number} number @param {Iterable<string>} words
   *  @param {number} weight */
  function add(index, number, words, weight) {
    for (const word of words) {
      const found = index.postings.get(word) ?? new Map();
      found.set(number, (found.get(number) ?? 0) + weight);
      index.postings.set(word, found);
    }
  }

  /** The words of the index that a word asks for, and how much each is worth. @param {Index} index @param {string} asked */
  function meant(index, asked) {
    /** @type {Map<string, number>} */
    const found = new Map();
    if (asked.length > 1) {
      for (let at = firstFrom(index.words, asked); index.words[at]?.startsWith(asked); at++)
        found.set(index.words[at], BEGINNING * (asked.length / index.words[at].length));
    }
    const { stem, root } = index.grammar;
    for (const word of index.families.get(root(asked)) ?? []) found.set(word, Math.max(FAMILY, found.get(word) ?? 0));
    for (const form of index.forms.get(stem(asked)) ?? []) found.set(form, FORM);
    if (index.postings.has(asked)) found.set(asked, WHOLE);
    return found.size ? found : slipped(index, asked);
  }

  /** The words that a word with one slip may have been, and their forms. @param {Index} index @param {string} asked */
  function slipped(index, asked) {
    const { stem } = index.grammar;
    const [single, long, first] = [undoubled(stem(asked)), stem(asked).length > LONG, asked[0]];
    const near = index.words.filter((word) => {
      if (word[0] !== first || word.length < ROOT || asked.length < ROOT) return false;
      if (undoubled(stem(word)) === single) return true;
      return asked.length >= LONG && (oneSlip(asked, word) || (long && oneSlip(stem(asked), stem(word))));
    });
    return new Map(near.flatMap((word) => index.forms.get(stem(word)) ?? []).map((word) => [word, SLIP]));
  }

  /** A word with no letter twice in a row. @param {string} word */
  const undoubled = (word) => word.replace(/(.)\1+/g, "$1");

  /** Whether one letter more, less, other, or two that changed places make one word of another.
   *  @param {string} one @param {string} other */
  function oneSlip(one, other) {
    if (Math.abs(one.length - other.length) > 1) return false;
    let at = 0;
    while (at < one.length && one[at] === other[at]) at++;
    const [rest, left] = [one.slice(at), other.slice(at)];
    const swapped = rest[0] === left[1] && rest[1] === left[0] && rest.slice(2) === left.slice(2);
    return swapped || rest.slice(1) === left || rest === left.slice(1) || rest.slice(1) === left.slice(1);
  }

  /** Where a word would stand in a sorted list. @param {string[]} words @param {string} word */
  function firstFrom(words, word) {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What was found, page by page, best first. @param {Index} index @param {string} question @returns {Answer} */
  function search(index, question) {
    const all = [...new Set(wordsOf(question))];
    const big = all.filter((word) => !index.grammar.small.has(word));
    const asked = big.length ? big : all;
    const scores = scored(index, asked);
    const phrases = [...question.matchAll(/["«“]([^"»”]+)["»”]/g)].map((found) => wordsOf(found[1]).join(" "));
    const pages = grouped(index, scores, phrases, big.length > 1 ? wordsOf(question).join(" ") : "");
    const most = Math.max(0, ...[...pages.values()].map((page) => page.asked.size));
    const best = [...pages.values()].filter((page) => page.asked.size === most);
    best.sort((one, other) => other.score - one.score || (one.page < other.page ? -1 : 1));
    return { items: best.map((page) => hits(index, page, scores, asked)) };
  }

  /** @param {Index} index @param {string[]} asked */
  function scored(index, asked) {
    /** @type {Map<number, Score>} */
    const scores = new Map();
    for (const one of asked) {
      /** @type {Map<number, number>} */
      const gained = new Map();
      for (const [word, worth] of meant(index, one)) {
        const postings = index.postings.get(word) ?? new Map();
        const rare = Math.log(1 + index.places.length / postings.size);
        for (const [number, weight] of postings) {
          const gain = worth * rare * (weight / (weight + 4));
          gained.set(number, Math.max(gained.get(number) ?? 0, gain));
          const score = scores.get(number) ?? { score: 0, asked: new Set(), found: new Set() };
          scores.set(number, score);
          score.asked.add(one);
          score.found.add(word);
        }
      }
      for (const [number, gain] of gained) /** @type {Score} */ (scores.get(number)).score += gain;
    }
    return scores;
  }

  /** @typedef {{page: string, score: number, asked: Set<string>, numbers: number[]}} Group */

  /** The places found, under their pages; those that lack a phrase between quotation marks are left out, and
   *  those whose title has all that is asked, as it is asked, count more.
   *  @param {Index} index @param {Map<number, Score>} scores @param {string[]} phrases @param {string} whole */
  function grouped(index, scores, phrases, whole) {
    /** @type {Map<string, Group>} */
    const pages = new Map();
    for (const [number, score] of scores) {
      const { page, title, text } = index.places[number];
      const said = ` ${wordsOf(`${title} ${text}`).join(" ")} `;
      if (!phrases.every((phrase) => said.includes(` ${phrase} `))) continue;
      const group = pages.get(page) ?? { page, score: 0, asked: new Set(), numbers: [] };
      pages.set(page, group);
      if (whole && ` ${wordsOf(title).join(" ")} `.includes(` ${whole} `)) score.score *= TITLED;
      group.score = Math.max(group.score, score.score * score.asked.size);
      for (const one of score.asked) group.asked.add(one);
      group.numbers.push(number);
    }
    return pages;
  }

  /** The lines of one page: the page itself is always among them, as the theme wants.
   *  @param {Index} index @param {Group} group @param {Map<number, Score>} scores @param {string[]} asked */
  function hits(index, group, scores, asked) {
    const rank = (/** @type {number} */ number) => {
      const score = scores.get(number);
      return score ? score.score * score.asked.size : 0;
    };
    const page = index.pages.get(group.page);
    const numbers = page === undefined || group.numbers.includes(page) ? group.numbers : [...group.numbers, page];
    const ranked = [...numbers].sort((one, other) => rank(other) - rank(one) || one - other);
    const kept = ranked.filter((number, place) => place < LINES || number === page);
    /** @type {Set<string>} */
    const said = new Set();
    const lines = kept.map((number) => {
      const score = scores.get(number) ?? { score: 0, asked: new Set(), found: new Set() };
      const place = index.places[number];
      /** @type {Record<string, boolean>} */
      const terms = {};
      const text = excerpt(place, asked, score.found, terms);
      const title = marked(place.title, score.found, terms);
      for (const term of Object.keys(terms)) said.add(term);
      for (const one of asked) if (score.asked.size && !group.asked.has(one)) terms[one] = false;
      return { location: place.doc.location, title, text, score: rank(number), terms };
    });
    const own = lines.find(({ location }) => location === group.page);
    if (own && !Object.values(own.terms).includes(true)) for (const term of said) own.terms[term] = true;
    return lines;
  }

  /** A text with the words that were found marked; `terms` gathers them as they stand there.
   *  @param {string} text @param {Set<string>} found @param {Record<string, boolean>} terms */
  function marked(text, found, terms) {
    let html = "";
    let end = 0;
    for (const word of text.matchAll(WORD)) {
      if (!found.has(folded(word[0]))) continue;
      terms[word[0].toLowerCase()] = true;
      html += `${escaped(text.slice(end, word.index))}<mark>${escaped(word[0])}</mark>`;
      end = word.index + word[0].length;
    }
    return html + escaped(text.slice(end));
  }

  /** The sentence in which the words are, rather as they were asked for, or the beginning of the text; before it, the other
   *  word that led here. @param {Place} place @param {string[]} asked @param {Set<string>} found
   *  @param {Record<string, boolean>} terms */
  function excerpt(place, asked, found, terms) {
    const { text } = place;
    const here = [...text.matchAll(WORD)].filter((word) => found.has(folded(word[0])));
    const first = (here.find((word) => asked.includes(folded(word[0]))) ?? here[0])?.index ?? -1;
    const led = first < 0 ? (place.doc.also ?? []).filter((words) => wordsOf(words).some((word) => found.has(word))) : [];
    const start = first > EXCERPT / 2 && text.length > EXCERPT * 1.3 ? sentenceBefore(text, first) : 0;
    const end = text.length <= start + EXCERPT * 1.3 ? text.length : text.lastIndexOf(" ", start + EXCERPT);
    const cut = `${start ? "… " : ""}${text.slice(start, end).replace(/ –$/, "")}${end < text.length ? " …" : ""}`;
    const lead = led.length ? `${marked(led.slice(0, 2).join(", "), found, terms)} – ` : "";
    return text || lead ? `<p>${lead}${marked(cut, found, terms)}</p>` : "";
  }

  /** Where the sentence begins that holds a place, unless that is too far. @param {string} text @param {number} at */
  function sentenceBefore(text, at) {
    const far = at - EXCERPT * 0.6;
    const stop = Math.max(...[". ", "? ", "! ", ": ", "; "].map((sign) => text.lastIndexOf(sign, at - 1)));
    return stop > 0 && stop >= far ? stop + 2 : text.indexOf(" ", at - EXCERPT / 3) + 1;
  }

  const find = { makeIndex, search };
  Object.assign(globalThis, { find });

  if (typeof document === "undefined" && typeof addEventListener === "function") {
    /** @type {Index} */
    let index = makeIndex([]);
    addEventListener("message", (event) => {
      const { type, data } = /** @type {MessageEvent} */ (event).data;
      if (type === 0) index = makeIndex(data.docs, data.config?.language);
      if (type === 0) postMessage({ type: 1 });
      if (type === 2) postMessage({ type: 3, data: search(index, data) });
    });
  }
})();
