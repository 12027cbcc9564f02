// @ts-check
/** What helps when the search finds nothing: shown as long as the theme says so. */

const help = /** @type {HTMLElement | null} */ (document.querySelector(".search-help"));
const said = document.querySelector(".md-search-result__meta");
if (help && said) {
  const look = () => {
    help.hidden = said.textContent?.trim() !== help.dataset.none;
  };
  new MutationObserver(look).observe(said, { childList: true, characterData: true, subtree: true });
  look();
}
