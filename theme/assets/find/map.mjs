// @ts-check
/**
 * The map of connections: one stop for the keyboard instead of one for each entry, arrows from one to the next, and the entry
 * that the address names (`#legami-pippo`) stays chosen: its lines are lit, what is not tied to it steps back, and of the lists
 * beneath only its own is left. Choosing does not leave the map, or nobody would see what was lit. The map is drawn twice, in
 * columns and in one line, and both are kept alike. Every word comes with the page.
 */

const figure = /** @type {HTMLElement | null} */ (document.querySelector("#figure-ties"));
const entries = [...(figure?.querySelectorAll("a.tie") ?? [])].map((entry) => /** @type {SVGAElement} */ (entry));
if (figure && entries.length) start(figure);

/** @param {HTMLElement} figure */
function start(figure) {
  const status = /** @type {HTMLElement} */ (figure.querySelector(".map-status"));
  const list = /** @type {HTMLAnchorElement} */ (figure.querySelector(".map-list"));
  const all = /** @type {HTMLButtonElement} */ (figure.querySelector(".map-bar button"));

  const look = () => {
    const chosen = entries.find((entry) => `#${encodeURI(anchor(entry))}` === location.hash);
    for (const drawing of figure.querySelectorAll("svg")) reach(chosen ? same(drawing, chosen) : within(drawing)[0]);
    mark(chosen);
    light(chosen);
    sift(chosen?.dataset.tie);
    all.hidden = list.hidden = !chosen;
    list.hash = chosen ? anchor(chosen) : figure.id;
    const title = chosen ? titleOf(chosen) : "";
    const count = String(tied(chosen).length);
    status.textContent = chosen ? (figure.dataset.choose ?? "").replace("{n}", count).replace("{title}", title) : "";
    return chosen;
  };
  const choose = (/** @type {string} */ hash) => {
    if (location.hash !== hash) history.pushState(null, "", location.pathname + location.search + hash);
    return look();
  };

  for (const reached of ["focusin", "pointerover"]) figure.addEventListener(reached, ({ target }) => light(entry(target) ?? chosen()));
  for (const left of ["focusout", "pointerleave"]) figure.addEventListener(left, () => light(entry(document.activeElement) ?? chosen()));
  // An entry with its lines is taller than the window: what must be seen is the entry.
  figure.addEventListener("focusin", ({ target }) => {
    entry(target)?.querySelector(".tie-ground")?.scrollIntoView({ block: "nearest" });
  });
  figure.addEventListener("click", (event) => {
    const at = entry(event.target);
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(`#${encodeURI(anchor(at))}`);
    at.focus();
  });
  figure.addEventListener("keydown", (event) => {
    const at = entry(document.activeElement);
    if (!at) return;
    if (event.key === "Escape") choose("");
    const to = next(at, event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    reach(to);
    to.focus();
  });
  all.addEventListener("click", () => {
    const last = chosen();
    choose("");
    const shown = [...figure.querySelectorAll("svg")].find((drawing) => drawing.checkVisibility());
    if (shown) (last ? same(shown, last) : within(shown)[0])?.focus();
  });
  addEventListener("popstate", look); // for a link to a list, too
  // What stood above the list has left: the address leads to where the list is now.
  const asked = look();
  if (asked) document.getElementById(anchor(asked))?.scrollIntoView();
}

/** @returns {SVGAElement | undefined} */
function chosen() {
  return entries.find((entry) => entry.getAttribute("aria-current"));
}

/** The entry that something is part of. @param {EventTarget | null} node */
function entry(node) {
  const found = node instanceof Element ? node.closest("a.tie") : null;
  return /** @type {SVGAElement | null} */ (found);
}

/** @param {Element} drawing */
function within(drawing) {
  return entries.filter((entry) => drawing.contains(entry));
}

/** An entry as another drawing has it. @param {Element} drawing @param {SVGAElement} wanted */
function same(drawing, wanted) {
  return within(drawing).find((entry) => entry.dataset.tie === wanted.dataset.tie);
}

/** The one that the keyboard reaches in its drawing. @param {SVGAElement | undefined} one */
function reach(one) {
  for (const other of one?.ownerSVGElement ? within(one.ownerSVGElement) : []) {
    other.setAttribute("tabindex", other === one ? "0" : "-1");
  }
}

/** Where a key leads. @param {SVGAElement} at @param {string} key @returns {SVGAElement | undefined} */
function next(at, key) {
  const all = at.ownerSVGElement ? within(at.ownerSVGElement) : [];
  const here = all.indexOf(at);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[key];
  if (to !== undefined) return all[Math.max(0, Math.min(all.length - 1, to))];
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (side === undefined || at.dataset.column === undefined) return undefined;
  const middle = (/** @type {Element} */ one) => one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2;
  const beside = all.filter((one) => Number(one.dataset.column) === Number(at.dataset.column) + side);
  return beside.sort((one, other) => Math.abs(middle(one) - middle(at)) - Math.abs(middle(other) - middle(at)))[0] ?? at;
}

/** The list that an entry leads to. @param {SVGAElement} entry */
function anchor(entry) {
  return entry.getAttribute("href")?.slice(1) ?? "";
}

/** Its title, whose lines follow one another. @param {SVGAElement} entry */
function titleOf(entry) {
  return [...entry.querySelectorAll("text")].map((line) => line.textContent).join(" ");
}

/** The ids of what an entry is tied to. @param {SVGAElement | undefined} entry */
function tied(entry) {
  return (entry?.dataset.tied ?? "").split(" ").filter(Boolean);
}

/** @param {SVGAElement | undefined} chosen */
function mark(chosen) {
  const near = new Set([...tied(chosen), chosen?.dataset.tie]);
  for (const other of entries) {
    other.classList.toggle("far", Boolean(chosen) && !near.has(other.dataset.tie));
    if (chosen && other.dataset.tie === chosen.dataset.tie) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
}

/** Light the lines of an entry, and what is at their ends. @param {SVGAElement | null | undefined} one */
function light(one) {
  const near = new Set(tied(one ?? undefined));
  for (const other of entries) other.classList.toggle("near", near.has(other.dataset.tie ?? ""));
  for (const line of document.querySelectorAll("path[data-ends]")) {
    const ends = (/** @type {SVGElement} */ (line).dataset.ends ?? "").split(" ");
    line.classList.toggle("lit", Boolean(one) && ends.includes(one?.dataset.tie ?? ""));
  }
}

/** Leave of the lists only what is of one entry, or all. @param {string | undefined} id */
function sift(id) {
  for (const item of document.querySelectorAll("li[data-tie], li[data-names]")) {
    const { tie, names = "" } = /** @type {HTMLElement} */ (item).dataset;
    /** @type {HTMLElement} */ (item).hidden = id !== undefined && tie !== id && !names.split(" ").includes(id);
  }
  for (const group of document.querySelectorAll("ul.ties")) {
    const heading = /** @type {HTMLElement} */ (group.previousElementSibling);
    heading.hidden = !group.querySelector(":scope > :not([hidden])");
    /** @type {HTMLElement} */ (group).hidden = heading.hidden;
  }
}
