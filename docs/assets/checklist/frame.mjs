// @ts-check
/**
 * What stands around the sheet on its page: the static questions, which the sheet replaces, and the rest of the page,
 * which leaves while a reader is on the way. What is hidden leaves the page's list of contents too.
 */

/** @param {HTMLElement} box */
export function frame(box) {
  const siblings = [...(box.parentElement?.children ?? [])].filter((one) => one !== box);
  const end = siblings.findIndex((one) => one.matches("[data-sheet-end]"));
  const after = siblings.findIndex((one) => box.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const questions = end < 0 ? [] : siblings.slice(after, end + 1);
  const rest = siblings.filter((one) => one.tagName !== "H1" && !questions.includes(one));
  const hide = (/** @type {Element[]} */ parts, /** @type {boolean} */ hidden) => {
    for (const part of parts) {
      part.toggleAttribute("hidden", hidden);
      for (const heading of [part, ...part.querySelectorAll("[id]")]) if (heading.id) unlist(heading.id, hidden);
    }
  };
  box.hidden = false;
  return {
    /** @param {boolean} shown whether the rest of the page is shown */
    around(shown) {
      hide(questions, true);
      hide(rest, !shown);
    },
    /** The static questions again, in place of the sheet. */
    paper() {
      box.hidden = true;
      hide([...questions, ...rest], false);
    },
  };
}

/** @param {string} id @param {boolean} hidden */
function unlist(id, hidden) {
  for (const link of document.querySelectorAll(`.md-nav--secondary a[href="#${CSS.escape(id)}"]`)) {
    link.closest("li")?.toggleAttribute("hidden", hidden);
  }
}
