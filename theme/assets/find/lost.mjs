// @ts-check
/**
 * Under a wrong address: shows the pages of the site whose address is most like it, and the way to look for its words.
 * The pages are those that the page lists; every word comes with it.
 */

/** How alike two addresses must be, from 0 to 1, for one to be proposed for the other. */
const ENOUGH = 0.5;
const MOST = 4;

const box = /** @type {HTMLElement | null} */ (document.querySelector(".lost-near"));
const links = [...document.querySelectorAll(".lost-all a")].map((link) => /** @type {HTMLAnchorElement} */ (link));
if (box && links.length) propose(box, wordsOf(location.pathname));

/** @param {HTMLElement} box @param {string[]} asked */
function propose(box, asked) {
  const home = /** @type {HTMLAnchorElement} */ (box.querySelector(".lost-search"));
  const last = asked.at(-1) ?? "";
  if (!last || last === "404") return;
  const near = links
    .map((link) => ({ link, likeness: likeness(asked, wordsOf(link.pathname)) }))
    .filter((one) => one.likeness >= ENOUGH)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, MOST);
  for (const { link } of near) {
    const item = document.createElement("li");
    item.append(link.cloneNode(true));
    box.querySelector("ul")?.append(item);
  }
  /** @type {HTMLElement} */ (box.querySelector("h2")).hidden = !near.length;
  const words = last.replaceAll("-", " ");
  home.textContent = (home.textContent ?? "").replace("{words}", words);
  home.href += `?q=${encodeURIComponent(words)}`;
  box.hidden = false;
}

/** The parts of an address, as they are compared: no capitals, no accents, nothing that stands for a kind of file.
 *  @param {string} path */
function wordsOf(path) {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // an address that is not well written is compared as it is
  }
  const folded = plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[\s_]+/g, "-");
  return folded.replace(/(?:\/index)?\.[a-z0-9]{2,5}$/, "").split("/").filter(Boolean);
}

/** How alike two addresses are: in their last part, which names the page; of two pages, the one in the same folder comes
 *  first. The list in whose folder a page was looked for is always near. @param {string[]} asked @param {string[]} known */
function likeness(asked, known) {
  const [folder, other] = [asked, known].map((parts) => parts.slice(0, -1).join("/"));
  if (folder && folder === known.join("/")) return ENOUGH;
  const names = shared(asked.at(-1) ?? "", known.at(-1) ?? "");
  return names < ENOUGH ? 0 : names + 0.2 * shared(folder, other);
}

/** The share of pairs of letters that two words have in common (Dice). @param {string} one @param {string} other */
function shared(one, other) {
  if (one === other) return 1;
  const [pairs, left] = [pairsOf(one), pairsOf(other)];
  const total = pairs.length + left.length;
  let common = 0;
  for (const pair of pairs) {
    const at = left.indexOf(pair);
    if (at >= 0) common += left.splice(at, 1).length;
  }
  return total ? (2 * common) / total : 0;
}

/** @param {string} word */
function pairsOf(word) {
  const whole = ` ${word} `;
  return Array.from({ length: whole.length - 1 }, (_, at) => whole.slice(at, at + 2));
}
