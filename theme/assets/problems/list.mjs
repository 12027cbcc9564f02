// @ts-check
/**
 * The messages of the check, found from a pasted one: its codes if it has any, else the titles whose words it holds.
 * The list and every word come with the page.
 */

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("problem-paste"));
const links = [...document.querySelectorAll(".problems a")].map((link) => /** @type {HTMLAnchorElement} */ (link));
/** The share of a title's words that a pasted text must hold. */
const ENOUGH = 0.75;
const MOST = 5;
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
  const codes = new Set([...text.matchAll(/\bMB\d{3}\b/gi)].map(([code]) => code.toUpperCase()));
  const named = links.filter((link) => codes.has(codeOf(link)));
  if (codes.size) return named;
  const words = new Set(wordsOf(text));
  return links
    .map((link) => ({ link, score: Math.max(...titlesOf(link).map((title) => likeness(title, words))) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ link }) => link);
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
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
