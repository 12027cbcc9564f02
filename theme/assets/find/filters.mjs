// @ts-check
/**
 * A list that can be looked through: takes the place of the links that stand in `.filter` with a choice for each of them,
 * and shows the entries that answer to all. The choices are in the address (`?scenari=pippo`), so that a filtered list
 * can be sent to somebody and the browser's Back works. Every word comes with the page.
 *
 * @typedef {{name: string, select: HTMLSelectElement}} Choice
 */

const box = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.filter"));
const entries = [...document.querySelectorAll("[data-marks]")].map((entry) => /** @type {HTMLElement} */ (entry));
if (box && entries.length) start(box);

/** @param {HTMLDetailsElement} box */
function start(box) {
  const choices = [...box.querySelectorAll("[data-facet]")].map((facet) => choiceOf(/** @type {HTMLElement} */ (facet), box));
  const clear = Object.assign(document.createElement("button"), { type: "button", textContent: box.dataset.clear ?? "" });
  const status = Object.assign(document.createElement("p"), { className: "filter-status" });
  status.setAttribute("role", "status");
  const form = document.createElement("form");
  form.className = "filter-form";
  form.append(...choices.map(({ select }) => /** @type {HTMLElement} */ (select.parentElement)), clear);
  form.addEventListener("submit", (event) => event.preventDefault());
  box.querySelector(".filter-choices")?.replaceWith(form);
  box.after(status);

  const look = () => show(box, choices, status, clear);
  form.addEventListener("change", () => {
    history.pushState(null, "", addressOf(choices));
    look();
  });
  clear.addEventListener("click", () => {
    for (const { select } of choices) select.value = "";
    history.pushState(null, "", addressOf(choices));
    look();
    choices[0].select.focus();
  });
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const { name, select } of choices) {
      const wanted = [...select.options].find((option) => option.value.endsWith(`:${asked.get(name)}`));
      select.value = wanted?.value ?? "";
    }
    box.open ||= choices.some(({ select }) => select.value);
    look();
  };
  addEventListener("popstate", read);
  read();
}

/** A choice with a name, made of the links of one facet. @param {HTMLElement} facet @param {HTMLElement} box */
function choiceOf(facet, box) {
  const select = document.createElement("select");
  select.append(new Option(box.dataset.all, ""));
  for (const link of facet.querySelectorAll("a")) {
    const count = link.nextElementSibling?.textContent ?? "";
    select.append(new Option(`${link.textContent} ${count}`, link.dataset.mark));
  }
  select.id = `filtro-${facet.dataset.facet}`;
  const label = Object.assign(document.createElement("label"), { htmlFor: select.id });
  label.textContent = facet.querySelector("dt")?.textContent ?? "";
  const pair = document.createElement("div");
  pair.append(label, select);
  return { name: facet.dataset.facet ?? "", select };
}

/** The address of what is chosen. @param {Choice[]} choices */
function addressOf(choices) {
  const asked = new URLSearchParams(location.search);
  for (const { name, select } of choices) {
    if (select.value) asked.set(name, select.value.slice(select.value.indexOf(":") + 1));
    else asked.delete(name);
  }
  const query = asked.toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}

/** @param {HTMLElement} box @param {Choice[]} choices @param {HTMLElement} status @param {HTMLElement} clear */
function show(box, choices, status, clear) {
  const wanted = choices.map(({ select }) => select.value).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    const marks = (entry.dataset.marks ?? "").split(" ");
    entry.hidden = !wanted.every((mark) => marks.includes(mark));
    shown += Number(!entry.hidden);
  }
  for (const list of new Set(entries.map((entry) => entry.parentElement))) {
    const heading = list?.previousElementSibling;
    if (heading?.matches("h2, h3")) /** @type {HTMLElement} */ (heading).hidden = !list?.querySelector(":scope > :not([hidden])");
  }
  clear.hidden = !wanted.length;
  const count = (box.dataset.count ?? "").replace("{n}", String(shown)).replace("{total}", String(entries.length));
  status.textContent = !wanted.length ? "" : shown ? count : (box.dataset.none ?? "");
}
