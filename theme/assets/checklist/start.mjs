// @ts-check
/**
 * Where a reader begins: two ways to answer, the sheets kept in this browser, files to bring in, and where all this is.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./steps.mjs").View} View
 */
import { el, heading } from "../dom.mjs";
import { readFiles } from "./exports.mjs";
import { forget, forgetAll, kept } from "./store.mjs";

/** @param {Room} room @returns {View} */
export function start(room) {
  const sheets = kept(room.data.id);
  const begin = (/** @type {string} */ route) => () => {
    room.begin();
    room.go(route);
  };
  const first = room.at.question(room.questions[0].id);
  const node = el("div", {},
    heading(room.word("sheet_start_title")),
    el("p", {}, room.word("sheet_start_about", { total: room.questions.length })),
    el("p", { class: "sheet-actions" },
      el("button", { class: "sheet-button", type: "button", click: begin(first) }, room.word("sheet_start_one")),
      el("button", { class: "sheet-button sheet-quiet", type: "button", click: begin(room.at.all) }, room.word("sheet_start_all"))),
    el("p", { class: "sheet-hint" }, room.word(room.keeps ? "sheet_privacy" : "sheet_privacy_loose")),
    sheets.length > 0 && el("section", {},
      el("h3", {}, room.word("sheet_kept_title")),
      el("ul", { class: "sheet-list" }, sheets.map((sheet) => entry(room, sheet))),
      el("p", { class: "sheet-actions" }, eraser(room))),
    el("section", {},
      el("h3", {}, room.word("sheet_other_title")),
      el("ul", { class: "sheet-ways" },
        room.assets && el("li", {}, el("a", { href: `#${room.at.paper}` }, room.word("sheet_paper"))),
        el("li", {}, el("a", { href: `#${room.at.compare}` }, room.word("sheet_compare_title"))),
        el("li", {}, el("a", { href: `#${room.at.proof}` }, room.word("sheet_proof_title"))),
        el("li", {}, opener(room)))),
  );
  return { title: "", node };
}

/** The static questions and the sheet of paper, which stand on the page itself. @param {Room} room @param {string} id
 * @returns {View} */
export function paper(room, id) {
  setTimeout(() => document.getElementById(id)?.scrollIntoView()); // once it is shown
  const node = el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.start}`, "data-focus": true }, room.word("sheet_paper_back")));
  return { title: "", node, paper: true };
}

/** @param {Room} room @param {import("./store.mjs").Sheet} sheet */
function entry(room, sheet) {
  const open = () => room.open(sheet, room.at.check);
  const remove = () => {
    forget(room.data.id, sheet.key);
    room.again();
    room.say(room.word("sheet_erased"));
  };
  const name = room.nameOf(sheet);
  const given = Object.keys(sheet.answers).length;
  return el("li", {},
    el("span", {},
      el("button", { type: "button", class: "sheet-link", click: open }, name),
      el("span", { class: "sheet-hint" }, room.word("sheet_kept_about", {
        n: given, total: room.questions.length, date: room.date(sheet.changed), edition: sheet.edition }))),
    el("button", { type: "button", class: "sheet-link", click: remove, "aria-label": room.word("sheet_erase_which", { name }) }, room.word("sheet_erase")));
}

/** A button that asks once more before everything goes. @param {Room} room */
function eraser(room) {
  const button = el("button", { type: "button", class: "sheet-button sheet-quiet", click: () => {
    if (button.dataset.sure === undefined) {
      button.dataset.sure = "";
      button.textContent = room.word("sheet_erase_all_sure");
      return;
    }
    forgetAll(room.data.id);
    room.begin();
    room.again();
    room.say(room.word("sheet_erased_all"));
  } }, room.word("sheet_erase_all"));
  return button;
}

/** Where a file made here comes back in. @param {Room} room */
function opener(room) {
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "file", id: "sheet-file", accept: ".json,application/json",
    change: async () => {
      const [found] = await readFiles(input.files ?? [], room.data.id);
      input.value = "";
      if (found?.sheet) room.open(found.sheet, room.at.check);
      else room.say(room.word("sheet_file_strange", { file: found?.file ?? "" }));
    },
  }));
  return el("span", { class: "sheet-field" }, el("label", { for: "sheet-file" }, room.word("sheet_open_file")), input);
}
