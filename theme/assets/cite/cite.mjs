// @ts-check
/**
 * Copies the address of a paragraph when its sign or its line in the list is chosen, and a citation when its button is.
 * Without this script the sign is a plain link, the buttons are hidden, and the text is there to be selected.
 */

/** @type {NodeListOf<HTMLAnchorElement>} */
const addresses = document.querySelectorAll("a.paragraph-link");
for (const link of addresses) {
  link.addEventListener("click", () => {
    // the link leads to its paragraph as well: where the clipboard is not allowed, the address is in the bar
    navigator.clipboard?.writeText(link.href).then(
      () => {
        link.textContent = "✓";
        setTimeout(() => (link.textContent = "#"), 1500);
      },
      () => {},
    );
  });
}

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

for (const line of box ? box.querySelectorAll("a[href^='#p-']") : []) {
  line.addEventListener("click", () => {
    if (line instanceof HTMLAnchorElement) navigator.clipboard?.writeText(line.href).then(() => say(), () => {});
  });
}

/** Tell that something is on the clipboard. */
function say() {
  if (said) said.textContent = said.dataset.done || "";
}

for (const button of box ? box.querySelectorAll("button[data-copy]") : []) {
  const from = document.getElementById(button.getAttribute("data-copy") || "");
  if (!(button instanceof HTMLButtonElement) || !from || !said) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    if (await copied(from)) say();
  });
}
