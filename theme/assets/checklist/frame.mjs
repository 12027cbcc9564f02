// @ts-check
/**
 * What stands around the sheet on its page: the static questions, which the sheet replaces, and the rest of the page,
 * which leaves while a reader is on the way. What is put away leaves the page's list of contents too; what was hidden from the
 * beginning is not of the page, and stays so.
 */

/** @param {HTMLElement} box */
export function frame(box) {
  const siblings = [...(box.parentElement?.children ?? [])].filter((one) => one !== box && !one.hasAttribute("hidden"));
  const end = siblings.findIndex((one) => one.matches("[data-sheet-end]"));
  const after = siblings.findIndex((one) => box.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const questions = end < 0 ? [] : siblings.slice(after, end + 1);
  const rest = siblings.filter((one) => one.tagName !== "H1" && !questions.includes(one));
  const hide = (/** @type {Element[]} */ parts, /** @type {boolean} */ hidden) => {
    for (const part of parts) {
      part.toggleAttribute("hidden", hidden);
      part.classList.toggle("put-away", hidden); // paper gets it all the same
      for (const heading of [part, ...part.querySelectorAll("[id]")]) if (heading.id) unlist(heading.id, hidden);
    }
  };
  box.hidden = false;
  return {
    /** What the page shows besides the sheet: everything else at the start, nothing on the way, the static questions
     * for those who want paper.
     * @param {{rest: boolean, questions: boolean}} shown */
    around(shown) {
      hide(questions, !shown.questions);
      hide(rest, !shown.rest);
    },
    /** Whether an address names something among the static questions. @param {string} id @returns {boolean} */
    holds: (id) => id !== "" && questions.some((part) => part.id === id || part.querySelector(`#${CSS.escape(id)}`)),
  };
}

/** @param {string} id @param {boolean} hidden */
function unlist(id, hidden) {
  for (const link of document.querySelectorAll(`.md-nav--secondary a[href="#${CSS.escape(id)}"]`)) {
    link.closest("li")?.toggleAttribute("hidden", hidden);
  }
}
