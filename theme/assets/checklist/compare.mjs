// @ts-check
/**
 * Sheets of colleagues side by side: the agenda of a meeting. First the disagreements that alone would move someone to
 * another scenario; the others stand folded away.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./steps.mjs").View} View
 * @typedef {import("./store.mjs").Sheet} Sheet
 */
import { accountOf, named } from "./account.mjs";
import { known, sharedIn } from "./address.mjs";
import { el, heading } from "../dom.mjs";
import { readFiles } from "./exports.mjs";
import { blank, kept } from "./store.mjs";

const MOST = 10;

/** The questions on which sheets differ: those that flip somebody's scenario, and the others. Where no question does it
 * alone, pairs are tried.
 * @param {import("./app.mjs").Data} data @param {Record<string, string>[]} sheets @returns {{flip: number[], other: number[]}} */
export function disagreements(data, sheets) {
  const ids = data.rules.questions;
  const differing = ids.flatMap((id, place) => (new Set(sheets.map((answers) => answers[id] ?? "")).size > 1 ? [place] : []));
  const outcome = (/** @type {Record<string, string>} */ answers) => accountOf(data, answers).scenarios.join();
  const now = sheets.map(outcome);
  const flips = (/** @type {number[]} */ places) =>
    sheets.some((mine, i) => sheets.some((theirs) => {
      const other = { ...mine };
      for (const place of places) other[ids[place]] = theirs[ids[place]];
      return outcome(other) !== now[i];
    }));
  let flip = differing.filter((place) => flips([place]));
  if (!flip.length && new Set(now).size > 1) {
    const pairs = differing.flatMap((one, i) => differing.slice(i + 1).map((two) => [one, two]));
    flip = [...new Set(pairs.filter(flips).flat())].sort((a, b) => a - b);
    if (!flip.length) flip = differing;
  }
  return { flip, other: differing.filter((place) => !flip.includes(place)) };
}

/** @param {Room} room @returns {View} */
export function compare(room) {
  /** @type {Sheet[]} */
  const chosen = [];
  const found = el("div", {});
  const show = () => {
    if (chosen.length > MOST) chosen.length = MOST;
    found.replaceChildren(...table(room, chosen, show));
    room.say(room.word("sheet_compare_count", { n: chosen.length }));
  };
  const add = (/** @type {Sheet} */ sheet) => {
    if (!chosen.some((one) => one.key === sheet.key)) chosen.push(sheet);
  };
  const node = el("div", {},
    el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.start}` }, room.word("sheet_back"))),
    heading(room.word("sheet_compare_title")),
    el("p", {}, room.word("sheet_compare_about")),
    ownSheets(room, add, show),
    dropped(room, add, show),
    links(room, add, show),
    found);
  return { title: room.word("sheet_compare_title"), node };
}

/** @param {Room} room @param {(sheet: Sheet) => void} add @param {() => void} show */
function ownSheets(room, add, show) {
  const own = kept(room.today.id);
  if (!own.length) return null;
  const choose = () => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (group.querySelectorAll("input:checked"))) add(own[Number(box.value)]);
    show();
  };
  const group = el("fieldset", {},
    el("legend", {}, room.word("sheet_compare_own")),
    el("div", { class: "sheet-choices" }, own.map((sheet, place) =>
      el("label", { class: "sheet-choice" }, el("input", { type: "checkbox", value: place, change: choose }), el("span", {}, room.nameOf(sheet))))));
  return group;
}

/** @param {Room} room @param {(sheet: Sheet) => void} add @param {() => void} show */
function dropped(room, add, show) {
  const take = async (/** @type {Iterable<File>} */ files) => {
    const read = await readFiles(files, room.today.id);
    for (const { file, sheet } of read) if (sheet) add({ ...sheet, name: sheet.name || file });
    show();
    const strange = read.filter((one) => !one.sheet).map((one) => one.file);
    if (strange.length) room.say(room.word("sheet_file_strange", { file: strange.join(", ") }));
  };
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "file", id: "sheet-files", multiple: true, accept: ".json,application/json", change: () => take(input.files ?? []) }));
  const stop = (/** @type {Event} */ event) => event.preventDefault();
  return el("p", { class: "sheet-field sheet-drop", dragover: stop, drop: (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    take(event.dataTransfer?.files ?? []);
  } }, el("label", { for: "sheet-files" }, room.word("sheet_compare_files")), input);
}

/** @param {Room} room @param {(sheet: Sheet) => void} add @param {() => void} show */
function links(room, add, show) {
  const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { id: "sheet-links", rows: "3", spellcheck: "false", "aria-describedby": "sheet-links-hint" }));
  const read = () => {
    const lines = area.value.split(/\s+/).filter(Boolean);
    const strange = lines.filter((line) => {
      const shared = sharedIn(line);
      if (shared) add({ ...blank(shared.edition), key: line, answers: shared.answers });
      return !shared;
    });
    area.value = strange.join("\n");
    show();
    if (strange.length) room.say(room.word("sheet_link_strange"));
  };
  return el("div", {},
    el("p", { class: "sheet-field" },
      el("label", { for: "sheet-links" }, room.word("sheet_compare_links")),
      el("span", { id: "sheet-links-hint", class: "sheet-hint" }, room.word("sheet_compare_links_hint")), area),
    el("p", { class: "sheet-actions" }, el("button", { type: "button", class: "sheet-button sheet-quiet", click: read }, room.word("sheet_compare_read"))));
}

/** @param {Room} room @param {Sheet[]} chosen @param {() => void} show @returns {HTMLElement[]} */
function table(room, chosen, show) {
  const data = room.today;
  const sheets = chosen.map((sheet) => known(sheet.answers, data.rules).answers);
  const names = chosen.map((sheet, place) => sheet.name || room.word("sheet_compare_one", { n: place + 1 }));
  const remove = (/** @type {number} */ place) => () => {
    chosen.splice(place, 1);
    show();
  };
  const list = el("ul", { class: "sheet-list" }, chosen.map((sheet, place) => {
    const scenarios = named(data, accountOf(data, sheets[place]).scenarios);
    const old = sheet.edition === data.edition ? "" : ` ${room.word("sheet_compare_edition", { edition: sheet.edition, today: data.edition })}`;
    return el("li", {},
      el("span", {}, el("strong", {}, names[place]), ` – ${scenarios}${old}`),
      el("button", { type: "button", class: "sheet-link", click: remove(place), "aria-label": room.word("sheet_compare_remove_which", { name: names[place] }) }, room.word("sheet_compare_remove")));
  }));
  if (chosen.length < 2) return [list, el("p", { class: "sheet-hint" }, room.word("sheet_compare_few"))];
  const { flip, other } = disagreements(data, sheets);
  const questions = (/** @type {number[]} */ places) => places.map((place) => {
    const id = data.rules.questions[place];
    return el("li", {}, el("p", { class: "sheet-asked" }, room.todayQuestions[place].text),
      el("ul", {}, names.map((name, i) => el("li", {}, `${name}: `, el("strong", {}, label(room, sheets[i][id]))))));
  });
  return [
    list,
    el("h3", {}, room.word("sheet_compare_flip")),
    flip.length ? el("p", {}, room.word("sheet_compare_flip_about")) : el("p", {}, room.word("sheet_compare_none")),
    el("ol", { class: "sheet-agenda" }, questions(flip)),
    ...(other.length ? [el("details", {}, el("summary", {}, room.word("sheet_compare_other", { n: other.length })), el("ol", { class: "sheet-agenda" }, questions(other)))] : []),
  ];
}

/** @param {Room} room @param {string | undefined} code */
function label(room, code) {
  if (!code) return room.word("sheet_not_given");
  return room.today.answers.find((answer) => answer.code === code)?.label ?? room.word("sheet_unknown");
}
