// @ts-check
/**
 * On the page of an entry: a button beside the words a reader has selected, which takes them to the form.
 * The words travel in the part of the address that browsers do not send.
 */

const LONGEST = 400;
const SHORTEST = 8;
/** What the site says about the page, which is not of the page. */
const OURS = ".reading-time, .printed-page, .cite-page, .comment-this";
const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".comment-this a"));
const text = document.querySelector("article.md-content__inner");

/** The words that are selected in the text of the page, without its marks; nothing if they are few.
 * @returns {{words: string, box: DOMRect} | null} */
function chosen() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount || !text) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const within = around instanceof Element ? around : around.parentElement;
  if (!within || !text.contains(within) || within.closest(OURS)) return null;
  const copy = range.cloneContents();
  for (const mark of copy.querySelectorAll("a.cite, .headerlink, .paragraph-link, .permalink, script, " + OURS)) mark.remove();
  const words = (copy.textContent ?? "").replace(/\s+/g, " ").trim();
  if (words.length < SHORTEST) return null;
  const boxes = range.getClientRects();
  return { words: cut(words), box: boxes[boxes.length - 1] ?? range.getBoundingClientRect() };
}

/** @param {string} words */
function cut(words) {
  const signs = [...words];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST).join("").replace(/\s+\S*$/, "")}…` : words;
}

/** @param {HTMLAnchorElement} plain @param {string} words */
function address(plain, words) {
  const [page, hash = ""] = plain.href.split("#");
  const asked = new URLSearchParams(hash);
  if (words) asked.set("frase", words);
  return `${page}#${asked}`;
}

if (link && text) {
  const button = document.createElement("a");
  button.className = "comment-quote";
  button.hidden = true;
  button.href = link.href; // never a link that leads nowhere, not even before it is seen
  button.textContent = link.dataset.quote ?? "";
  text.append(button);
  const show = () => {
    const found = chosen();
    button.hidden = !found;
    if (!found) return;
    button.href = address(link, found.words);
    button.style.position = "absolute"; // where the style of the site is not
    const frame = (button.offsetParent ?? document.body).getBoundingClientRect();
    const left = Math.min(found.box.left, document.documentElement.clientWidth - button.offsetWidth - 8);
    button.style.left = `${Math.max(8, left) - frame.left}px`;
    button.style.top = `${found.box.bottom + 8 - frame.top}px`;
  };
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  // with the keyboard: the words stay selected while one goes to the link at the foot of the page
  link.addEventListener("click", () => {
    const found = chosen();
    if (found) link.href = address(link, found.words);
  });
}
