// @ts-check
/**
 * The messages of the check, found from a pasted one: its codes if it has any, else the titles whose words it holds, else
 * the messages that say the words of the text, wherever they do.
 * The list and every word come with the page.
 */

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("problem-paste"));
const links = [...document.querySelectorAll(".problems a")].map((link) => /** @type {HTMLAnchorElement} */ (link));
/** The share of a title's words that a pasted text must hold. */
const ENOUGH = 0.75;
const MOST = 5;
/** The letters of a word that must be the same: what follows is an ending. */
const STEM = 4;
if (form && links.length) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const box = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const status = /** @type {HTMLElement} */ (form.querySelector(".paste-status"));
  const list = /** @type {HTMLElement} */ (form.querySelector(".paste-found"));
  const look = () => {
    const found = box.value.trim() ? matches(box.value) : [];
    const said = found.length ? (form.dataset.found ?? "").replace("{n}", String(found.length)) : (form.dataset.none ?? "");
    status.textContent = box.value.trim() ? said : "";
    list.replaceChildren(...found.map(itemOf));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", look);
  look(); // what the browser kept of an earlier visit
}

/** @param {HTMLAnchorElement} link */
function itemOf(link) {
  const item = document.createElement("li");
  const copy = /** @type {HTMLElement} */ (link.cloneNode(true));
  item.append(copy);
  return item;
}

/** The messages a text is about, best first. @param {string} text @returns {HTMLAnchorElement[]} */
function matches(text) {
  const codes = new Set([...text.matchAll(/(?<![\p{L}\p{N}])MB[ -]?(\d{1,3})(?!\d)/giu)].map(([, number]) => `MB${number.padStart(3, "0")}`));
  if (codes.size) return links.filter((link) => codes.has(codeOf(link)));
  const words = new Set(wordsOf(text));
  const titled = best((link) => Math.max(...titlesOf(link).map((title) => likeness(title, words))));
  return titled.length ? titled : best((link) => sharing(link, words));
}

/** The messages that score, best first. @param {(link: HTMLAnchorElement) => number} score */
function best(score) {
  return links
    .map((link) => ({ link, points: score(link) }))
    .filter(({ points }) => points >= ENOUGH)
    .sort((one, other) => other.points - one.points)
    .slice(0, MOST)
    .map(({ link }) => link);
}

/** How many words of a text a message says, from 0 to 1: those of its titles count for a little more.
 * @param {HTMLAnchorElement} link @param {Set<string>} words */
function sharing(link, words) {
  const sought = [...words].filter((word) => word.length > 2);
  const title = wordsOf(titlesOf(link).join(" "));
  const said = [...title, ...wordsOf(link.dataset.words ?? "")];
  const share = (/** @type {string[]} */ among) => sought.filter((word) => among.some((own) => own.startsWith(stemOf(word)))).length;
  return sought.length ? share(said) / sought.length + share(title) / 1000 : 0;
}

/** A word without its ending. @param {string} word */
function stemOf(word) {
  return word.length > STEM ? word.replace(/[aeiou]{1,2}$/, "") : word;
}

/** @param {HTMLAnchorElement} link */
function codeOf(link) {
  return link.querySelector("code")?.textContent ?? "";
}

/** Its title in both languages. @param {HTMLAnchorElement} link */
function titlesOf(link) {
  return [(link.textContent ?? "").replace(codeOf(link), ""), link.dataset.also ?? ""];
}

/** How much of a title is in a text, from 0 to 1: long titles count for a little more. @param {string} title @param {Set<string>} words */
function likeness(title, words) {
  const own = [...new Set(wordsOf(title))];
  if (own.length < 2) return 0;
  const share = own.filter((word) => words.has(word)).length / own.length;
  return share < ENOUGH ? 0 : share + own.length / 1000;
}

/** @param {string} text */
function wordsOf(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}
