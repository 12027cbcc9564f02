// @ts-check
/**
 * The map of connections: one stop for the keyboard instead of one for each line, arrows from line to line, and the line
 * that the address names (`#legami-pippo`) stays chosen: its arcs are shown, what is not tied to it steps back, and of the
 * lists beneath only its own is left. Every word comes with the page.
 */

const figure = /** @type {HTMLElement | null} */ (document.querySelector("#figure-ties"));
const lines = [...(figure?.querySelectorAll("a.tie") ?? [])].map((line) => /** @type {SVGAElement} */ (line));
if (figure && lines.length) start(figure);

/** @param {HTMLElement} figure */
function start(figure) {
  const status = document.createElement("p");
  status.className = "map-status";
  status.setAttribute("role", "status");
  const all = Object.assign(document.createElement("button"), { type: "button", textContent: figure.dataset.all ?? "" });
  const bar = document.createElement("div");
  bar.className = "map-bar";
  bar.hidden = true;
  bar.append(all);
  figure.after(status, bar);

  const reach = (/** @type {SVGAElement} */ line) => {
    for (const other of lines) other.setAttribute("tabindex", other === line ? "0" : "-1");
  };
  const look = () => {
    const chosen = lines.find((line) => `#${encodeURI(anchor(line))}` === location.hash);
    mark(chosen);
    list(chosen?.dataset.tie);
    reach(chosen ?? lines[0]);
    bar.hidden = !chosen;
    const title = chosen?.textContent?.trim() ?? "";
    const count = tied(chosen).length;
    status.textContent = chosen ? (figure.dataset.choose ?? "").replace("{n}", String(count)).replace("{title}", title) : "";
    if (chosen) document.getElementById(anchor(chosen))?.scrollIntoView();
  };
  // A line with its arcs is taller than the window: what must be seen is the line.
  figure.addEventListener("focusin", (event) => {
    /** @type {Element} */ (event.target).querySelector(".tie-ground")?.scrollIntoView({ block: "nearest" });
  });
  figure.addEventListener("keydown", (event) => {
    const at = lines.indexOf(/** @type {SVGAElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    reach(line);
    line.focus();
  });
  all.addEventListener("click", () => {
    history.pushState(null, "", location.pathname + location.search);
    const last = lines.find((line) => line.getAttribute("aria-current"));
    look();
    (last ?? lines[0]).focus();
  });
  addEventListener("hashchange", look);
  addEventListener("popstate", look);
  look();
}

/** The list that a line leads to. @param {SVGAElement} line */
function anchor(line) {
  return line.getAttribute("href")?.slice(1) ?? "";
}

/** The ids of what a line is tied to. @param {SVGAElement | undefined} line */
function tied(line) {
  return (line?.dataset.tied ?? "").split(" ").filter(Boolean);
}

/** @param {SVGAElement | undefined} chosen */
function mark(chosen) {
  const near = new Set(tied(chosen));
  for (const line of lines) {
    line.classList.toggle("far", Boolean(chosen) && line !== chosen && !near.has(line.dataset.tie ?? ""));
    if (line === chosen) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

/** Leave of the lists only that of one entry, or all. @param {string | undefined} id */
function list(id) {
  for (const item of document.querySelectorAll("li[data-tie]")) {
    const entry = /** @type {HTMLElement} */ (item);
    entry.hidden = id !== undefined && entry.dataset.tie !== id;
  }
  for (const group of document.querySelectorAll("ul.ties:has(> [data-tie])")) {
    const heading = /** @type {HTMLElement} */ (group.previousElementSibling);
    heading.hidden = !group.querySelector(":scope > :not([hidden])");
    /** @type {HTMLElement} */ (group).hidden = heading.hidden;
  }
}
