// @ts-check
/** The buttons that copy a citation: without this script they are hidden, and the text is there to be selected. */

const box = document.querySelector("details.cite-page");
const said = /** @type {HTMLElement | null} */ (box && box.querySelector(".cite-said"));

/** @param {HTMLElement} from @returns {Promise<boolean>} whether the text of an element is now on the clipboard */
async function copied(from) {
  try {
    await navigator.clipboard.writeText((from.textContent || "").trim());
    return true;
  } catch {
    const selection = getSelection();
    if (!selection) return false;
    selection.selectAllChildren(from); // where the clipboard is not allowed, the text is at least selected
    return document.execCommand("copy");
  }
}

for (const button of box ? box.querySelectorAll("button[data-copy]") : []) {
  const from = document.getElementById(button.getAttribute("data-copy") || "");
  if (!(button instanceof HTMLButtonElement) || !from || !said) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    if (await copied(from)) said.textContent = said.dataset.done || "";
  });
}
