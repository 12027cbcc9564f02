// @ts-check
/**
 * The search: the words of a reader against the pages of the site, as Italians write them.
 *
 * Stands in the place of the theme's worker and speaks with the theme as that one does: {type: 0} brings the index,
 * {type: 2} a question, and what goes back are {type: 1}, ready, and {type: 3}, the answer. A classic script, so that a
 * page read from a disk can use it without a worker: `find.makeIndex` and `find.search` are all it needs.
 *
 * A word counts whole, then as another form of itself (stagista, stagisti), then as a beginning (stag…). Accents and
 * capitals never count, and what stands before an apostrophe is a word of its own. `also` are the words that lead to a
 * page although it may not hold them: the glossary knows them.
 *
 * @typedef {{location: string, title: string, text: string, also?: string[]}} Doc
 * @typedef {{doc: Doc, page: string, title: string, text: string}} Place
 * @typedef {{location: string, title: string, text: string, score: number, terms: Record<string, boolean>}} Hit
 * @typedef {{items: Hit[][]}} Answer
 * @typedef {{places: Place[], pages: Map<string, number>, postings: Map<string, Map<number, number>>,
 *   forms: Map<string, string[]>, words: string[]}} Index
 * @typedef {{score: number, asked: Set<string>, found: Set<string>}} Score
 */
(() => {
  "use strict";

  const WORD = /[\p{L}\p{N}]+/gu;
  /** How much it counts where a word stands: in the title of a page, in that of a section, among the words that lead there. */
  const PAGE = 10, SECTION = 1.5, ALSO = 4;
  const WHOLE = 4, FORM = 3, BEGINNING = 1.2;
  /** Letters of an excerpt, and lines of one page. */
  const EXCERPT = 190, LINES = 6;
  /** Words that say nothing by themselves: they count only where nothing else is asked. */
  const SMALL = new Set(
    ("a ad agli ai al alla alle allo anche che chi ci co col come con da dagli dai dal dalla dalle dallo dei degli del " +
      "della delle dello di e ed gli ha ho i il in io l la le lo ma mi ne negli nei nel nella nelle nello noi non o per " +
      "piu quale quali se si sono su sugli sui sul sulla sulle sullo ti tra fra tu un una uno va vi voi c d dell all dall " +
      "nell sull quell un the of and to is").split(" "),
  );

  /** A word as it is compared: without accents and capitals. @param {string} word */
  const folded = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /** What the forms of a word have in common: singular and plural, masculine and feminine, and the infinitive.
   *  @param {string} word */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    const bare = word.length > 6 ? word.replace(/(?:are|ere|ire)$/, "") : word;
    const root = bare.replace(/(?<=[^s])s$/, "").replace(/[aeiouy]+$/, "").replace(/(?<=[cg])h$/, "");
    return root.length < 3 ? word : root;
  }

  /** The words of a text, as they are compared. @param {string} text */
  const wordsOf = (text) => (text.match(WORD) ?? []).map(folded);

  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: "\u00a0" };

  /** The text of a piece of HTML. @param {string} html */
  const plain = (html) =>
    html
      .replace(/<[^>]*>/g, " ")
      .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => SIGNS[/** @type {keyof SIGNS} */ (name)])
      .replace(/\s+/g, " ")
      .trim();

  /** A text that cannot be read as HTML. @param {string} text */
  const escaped = (text) =>
    text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? "");

  /** @param {Doc[]} docs @returns {Index} */
  function makeIndex(docs) {
    /** @type {Index} */
    const index = { places: [], pages: new Map(), postings: new Map(), forms: new Map(), words: [] };
    docs.forEach((doc, number) => {
      const page = doc.location.split("#")[0];
      const place = { doc, page, title: plain(doc.title), text: plain(doc.text) };
      index.places.push(place);
      if (doc.location === page) index.pages.set(page, number);
      const title = wordsOf(place.title);
      const big = title.filter((word) => !SMALL.has(word)).length || 1;
      add(index, number, new Set(title), (doc.location === page || doc.also ? PAGE : SECTION) / big ** 0.7);
      add(index, number, new Set(wordsOf((doc.also ?? []).join(" "))), ALSO);
      const text = wordsOf(place.text);
      add(index, number, text, 1 / (1 + text.length / 150));
    });
    index.words = [...index.postings.keys()].sort();
    for (const word of index.words) index.forms.set(stem(word), [...(index.forms.get(stem(word)) ?? []), word]);
    return index;
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
    for (const form of index.forms.get(stem(asked)) ?? []) found.set(form, FORM);
    if (index.postings.has(asked)) found.set(asked, WHOLE);
    return found;
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
    const big = all.filter((word) => !SMALL.has(word));
    const asked = big.length ? big : all;
    const scores = scored(index, asked);
    const phrases = [...question.matchAll(/["«“]([^"»”]+)["»”]/g)].map((found) => wordsOf(found[1]).join(" "));
    const pages = grouped(index, scores, phrases);
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

  /** The places found, under their pages; those that lack a phrase between quotation marks are left out.
   *  @param {Index} index @param {Map<number, Score>} scores @param {string[]} phrases */
  function grouped(index, scores, phrases) {
    /** @type {Map<string, Group>} */
    const pages = new Map();
    for (const [number, score] of scores) {
      const { page, title, text } = index.places[number];
      const said = ` ${wordsOf(`${title} ${text}`).join(" ")} `;
      if (!phrases.every((phrase) => said.includes(` ${phrase} `))) continue;
      const group = pages.get(page) ?? { page, score: 0, asked: new Set(), numbers: [] };
      pages.set(page, group);
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
    return kept.map((number) => {
      const score = scores.get(number) ?? { score: 0, asked: new Set(), found: new Set() };
      const place = index.places[number];
      /** @type {Record<string, boolean>} */
      const terms = {};
      const text = excerpt(place, score.found, terms);
      for (const one of asked) if (score.asked.size && !group.asked.has(one)) terms[one] = false;
      return { location: place.doc.location, title: marked(place.title, score.found, {}), text, score: rank(number), terms };
    });
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

  /** The sentence in which the words are, or the beginning of the text; before it, the other word that led here.
   *  @param {Place} place @param {Set<string>} found @param {Record<string, boolean>} terms */
  function excerpt(place, found, terms) {
    const { text } = place;
    const first = [...text.matchAll(WORD)].find((word) => found.has(folded(word[0])))?.index ?? -1;
    const led = first < 0 ? (place.doc.also ?? []).filter((words) => wordsOf(words).some((word) => found.has(word))) : [];
    const start = first > EXCERPT / 2 ? sentenceBefore(text, first) : 0;
    const end = text.length <= start + EXCERPT * 1.3 ? text.length : text.lastIndexOf(" ", start + EXCERPT);
    const cut = `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
    const lead = led.length ? `${marked(led.slice(0, 2).join(", "), found, {})} – ` : "";
    return text || lead ? `<p>${lead}${marked(cut, found, terms)}</p>` : "";
  }

  /** Where the sentence begins that holds a place, unless that is too far. @param {string} text @param {number} at */
  function sentenceBefore(text, at) {
    const far = at - EXCERPT * 0.6;
    const stop = Math.max(...[". ", "? ", "! ", ": ", "; "].map((sign) => text.lastIndexOf(sign, at - 1)));
    return stop >= far ? stop + 2 : text.indexOf(" ", at - EXCERPT / 3) + 1;
  }

  const find = { makeIndex, search, stem };
  Object.assign(globalThis, { find });

  if (typeof document === "undefined" && typeof addEventListener === "function") {
    /** @type {Index} */
    let index = makeIndex([]);
    addEventListener("message", (event) => {
      const { type, data } = /** @type {MessageEvent} */ (event).data;
      if (type === 0) index = makeIndex(data.docs);
      if (type === 0) postMessage({ type: 1 });
      if (type === 2) postMessage({ type: 3, data: search(index, data) });
    });
  }
})();
