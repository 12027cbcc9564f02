// @ts-check
/**
 * What the reader takes away from a result: a link, files, a page to print, a date on which to think again.
 *
 * @typedef {import("./app.mjs").Room} Room
 */
import { fragmentOf } from "./address.mjs";
import { download, el } from "../dom.mjs";
import { actionsOf, calendarOf, recordOf, savedOf } from "./exports.mjs";
import { nameField } from "./steps.mjs";

/** @param {Room} room @returns {(HTMLElement | null)[]} */
export function takeAway(room) {
  return [review(room), link(room), files(room)];
}

/** @param {Room} room */
function review(room) {
  const soon = new Date();
  soon.setMonth(soon.getMonth() + 6);
  const date = /** @type {HTMLInputElement} */ (el("input", { type: "date", id: "sheet-date", value: soon.toISOString().slice(0, 10) }));
  const give = () => {
    if (date.value) download(fileName(room, "ics"), "text/calendar", calendarOf(room, date.value));
    else room.say(room.word("sheet_review_no_date"));
  };
  return el("section", { class: "sheet-take" },
    el("h3", {}, room.word("sheet_review_title")),
    el("p", {}, room.word("sheet_review_about")),
    el("p", { class: "sheet-field" }, el("label", { for: "sheet-date" }, room.word("sheet_review_date")), date),
    el("p", { class: "sheet-actions" }, el("button", { type: "button", class: "sheet-button sheet-quiet", click: give }, room.word("sheet_review_ics"))));
}

/** The link to this result; where the page has no public address, there is none to give. @param {Room} room */
function link(room) {
  if (!room.home) return null;
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "text", id: "sheet-address", readonly: true, value: room.home + fragmentOf(room.data.edition, room.sheet.answers) }));
  const copy = async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      room.say(room.word("sheet_link_copied"));
    } catch {
      room.say(room.word("sheet_link_by_hand"));
    }
  };
  return el("section", { class: "sheet-take" },
    el("h3", {}, room.word("sheet_link_title")),
    el("p", {}, room.word("sheet_link_about")),
    el("p", { class: "sheet-field" }, el("label", { for: "sheet-address" }, room.word("sheet_link_address")), input),
    el("p", { class: "sheet-actions" }, el("button", { type: "button", class: "sheet-button sheet-quiet", click: copy }, room.word("sheet_link_copy"))));
}

/** @param {Room} room */
function files(room) {
  const button = (/** @type {string} */ text, /** @type {() => void} */ click) =>
    el("button", { type: "button", class: "sheet-button sheet-quiet", click }, text);
  return el("section", { class: "sheet-take" },
    el("h3", {}, room.word("sheet_files_title")),
    nameField(room),
    el("p", { class: "sheet-actions" },
      button(room.word("sheet_save_json"), () => download(fileName(room, "json"), "application/json", savedOf(room))),
      button(room.word("sheet_save_record"), () => download(fileName(room, "md"), "text/markdown", recordOf(room))),
      button(room.word("sheet_save_actions"), () => download(fileName(room, "csv"), "text/csv", actionsOf(room))),
      button(room.word("sheet_print"), () => window.print())),
    el("p", {}, el("a", { href: `#${room.at.compare}` }, room.word("sheet_compare_title"))));
}

/** @param {Room} room @param {string} ending */
function fileName(room, ending) {
  const name = room.nameOf(room.sheet).normalize("NFD").replace(/[^\w ]/g, "").trim().replace(/\s+/g, "-").toLowerCase();
  return `${room.data.id}-${name || room.sheet.key}.${ending}`;
}
