// @ts-check
/**
 * What the theme's search lacks: it asks only when a key is let go, and words also come without keys – pasted, dictated,
 * dropped; it closes at Tab, with the results out of reach of whoever does not know that arrows lead to them; and it has no
 * help when nothing is found.
 */

const search = /** @type {HTMLElement | null} */ (document.querySelector(".md-search"));
const field = /** @type {HTMLInputElement | null} */ (search?.querySelector(".md-search__input"));
const list = search?.querySelector(".md-search-result__list");
if (search && field) askAtEveryChange(field);
if (search && list) walk(search, list);

const help = /** @type {HTMLElement | null} */ (document.querySelector(".search-help"));
const said = document.querySelector(".md-search-result__meta");
if (help && said) {
  const look = () => {
    help.hidden = said.textContent?.trim() !== help.dataset.none;
  };
  new MutationObserver(look).observe(said, { childList: true, characterData: true, subtree: true });
  look();
}

/** The theme takes no notice of a key that left the words as they were: it asks once. @param {HTMLInputElement} field */
function askAtEveryChange(field) {
  field.addEventListener("input", () => field.dispatchEvent(new KeyboardEvent("keyup")));
}

/** Tab goes from the field to the results and from each to the next; past the last one, or back, the search closes.
 *  @param {HTMLElement} search @param {Element} list */
function walk(search, list) {
  const toggle = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-md-toggle="search"]'));
  new MutationObserver(() => {
    for (const stop of list.querySelectorAll('a[tabindex="-1"], summary[tabindex="-1"]')) stop.removeAttribute("tabindex");
  }).observe(list, { childList: true });
  search.addEventListener("keydown", (event) => {
    // To the theme Tab is the way out, and Shift, on a result, a letter for the field.
    if (event.key === "Tab" || (event.key === "Shift" && list.contains(document.activeElement))) event.stopPropagation();
  });
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && !search.contains(relatedTarget) && toggle?.checked) toggle.click();
  });
}
