// @ts-check
/**
 * The road to the result: one question at a time, or all on one page, then the answers to check. Answers are kept as
 * soon as they are chosen; whether one is missing is said only when the reader asks to go on.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./app.mjs").Question} Question
 * @typedef {{title: string, node: HTMLElement, paper?: boolean}} View  without a title where it is the page's own
 */
import { UNKNOWN } from "./address.mjs";
import { el, heading, nodes, plain } from "../dom.mjs";

/** One question. `changing` is true for a reader who comes from the answers and goes back there.
 * @param {Room} room @param {number} place @param {boolean} changing @param {boolean} [failed] @returns {View} */
export function oneQuestion(room, place, changing, failed = false) {
  const question = room.questions[place];
  const count = room.word("sheet_question_of", { n: place + 1, total: room.questions.length });
  const before = changing ? room.at.check : place ? room.at.question(room.questions[place - 1].id) : room.at.start;
  const after = changing || place + 1 === room.questions.length ? room.at.check : room.at.question(room.questions[place + 1].id);
  const missing = failed ? [question] : [];
  const onward = () => {
    if (room.sheet.answers[question.id]) room.go(after);
    else room.show(oneQuestion(room, place, changing, true));
  };
  const node = el("div", {},
    el("p", { class: "sheet-back" }, el("a", { href: `#${before}` }, room.word("sheet_back"))),
    summary(room, missing),
    el("p", { class: "sheet-count" }, el("strong", {}, count), ` – ${question.group}`),
    form(room, onward, fieldset(room, question, heading(question.text), missing)),
    origin(room, question), // after the button: from the answer the keyboard goes on to the next question
  );
  return { title: titled(room, `${count}: ${question.text}`, missing), node };
}

/** All the questions on one page. @param {Room} room @param {boolean} [failed] @returns {View} */
export function allQuestions(room, failed = false) {
  const missing = failed ? room.questions.filter((question) => !room.sheet.answers[question.id]) : [];
  const onward = () => {
    if (room.questions.every((question) => room.sheet.answers[question.id])) room.go(room.at.check);
    else room.show(allQuestions(room, true));
  };
  const groups = room.data.groups.map((group) =>
    el("section", {},
      el("h3", {}, group.title),
      ...room.questions
        .filter((question) => question.group === group.title)
        .map((question) => el("div", { class: "sheet-one" },
          el("p", { class: "sheet-count" }, numbered(room, question)),
          fieldset(room, question, question.text, missing),
          origin(room, question))),
    ));
  const node = el("div", {},
    el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.start}` }, room.word("sheet_back"))),
    summary(room, missing),
    heading(room.word("sheet_all_title")),
    form(room, onward, ...groups),
  );
  return { title: titled(room, room.word("sheet_all_title"), missing), node };
}

/** The answers, each with a way to change it alone, and the name of the sheet. @param {Room} room @returns {View} */
export function check(room) {
  const missing = room.questions.filter((question) => !room.sheet.answers[question.id]);
  const rows = room.questions.map((question) =>
    el("div", {},
      el("dt", {}, question.text),
      el("dd", {},
        el("span", { class: "sheet-given" }, answerOf(room, question.id)),
        el("a", { href: `#${room.at.change(question.id)}` },
          room.word("sheet_change"), el("span", { class: "sheet-unseen" }, ` ${room.word("sheet_change_which", { question: question.text })}`))),
    ));
  const node = el("div", {},
    el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.question(room.questions[room.questions.length - 1].id)}` }, room.word("sheet_back"))),
    heading(room.word("sheet_check_title")),
    el("p", {}, missing.length ? room.word("sheet_check_missing", { n: missing.length }) : room.word("sheet_check_about")),
    el("dl", { class: "sheet-answers" }, rows),
    nameField(room),
    el("p", { class: "sheet-actions" }, el("a", { class: "sheet-button", href: `#${room.at.result}` }, room.word("sheet_see_result"))),
  );
  return { title: room.word("sheet_check_title"), node };
}

/** The answer given, in words. @param {Room} room @param {string} id @returns {string} */
export function answerOf(room, id) {
  const code = room.sheet.answers[id];
  if (!code) return room.word("sheet_not_given");
  return room.data.answers.find((answer) => answer.code === code)?.label ?? room.word("sheet_unknown");
}

/** Where the reader names the sheet; the name is kept while it is typed. @param {Room} room */
export function nameField(room) {
  const input = el("input", {
    id: "sheet-name", type: "text", autocomplete: "off", maxlength: "80", value: room.sheet.name, "aria-describedby": "sheet-name-hint",
    input: (/** @type {Event} */ event) => {
      room.sheet.name = /** @type {HTMLInputElement} */ (event.target).value.trim();
      room.keep();
    },
  });
  return el("p", { class: "sheet-field" },
    el("label", { for: "sheet-name" }, room.word("sheet_name")),
    el("span", { id: "sheet-name-hint", class: "sheet-hint" }, room.word("sheet_name_hint")),
    input);
}

/** @param {Room} room @param {() => void} onward @param {...HTMLElement} children */
function form(room, onward, ...children) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onward();
  };
  return el("form", { novalidate: true, submit }, ...children,
    el("p", { class: "sheet-actions" }, el("button", { class: "sheet-button", type: "submit" }, room.word("sheet_continue"))));
}

/** @param {Room} room @param {Question} question @param {string | HTMLElement} legend @param {Question[]} missing */
function fieldset(room, question, legend, missing) {
  const id = `sheet-${question.id}`;
  const failed = missing.includes(question);
  const tied = failed ? `${id}-hint ${id}-error` : `${id}-hint`;
  const choices = room.data.answers.map((answer) => choice(room, question, answer.code, answer.label));
  return el("fieldset", { "aria-describedby": tied, class: failed ? "sheet-failed" : false },
    el("legend", {}, legend),
    el("div", { class: "sheet-hint", id: `${id}-hint` },
      el("p", {}, el("strong", {}, room.word("sheet_why")), ` ${plain(question.why)}`),
      el("p", {}, el("strong", {}, room.word("sheet_evidence")), ` ${question.evidence}`)),
    failed && el("p", { class: "sheet-error", id: `${id}-error` }, el("strong", {}, room.word("sheet_error")), ` ${room.word("sheet_choose")}`),
    el("div", { class: "sheet-choices" }, choices,
      el("p", { class: "sheet-or" }, room.word("sheet_or")),
      choice(room, question, UNKNOWN, room.word("sheet_unknown"))),
  );
}

/** @param {Room} room @param {Question} question @param {string} code @param {string} label */
function choice(room, question, code, label) {
  const chosen = () => {
    room.sheet.answers[question.id] = code;
    room.keep();
  };
  const input = el("input", {
    type: "radio", name: `sheet-${question.id}`, id: `sheet-${question.id}-${code}`, value: code, change: chosen,
    checked: room.sheet.answers[question.id] === code,
  });
  return el("label", { class: "sheet-choice" }, input, el("span", {}, label));
}

/** What a question rests on: outside the hint, which holds no link. @param {Room} room @param {Question} question */
function origin(room, question) {
  return el("p", { class: "sheet-grounds" }, `${room.word("sheet_grounds")} `, ...nodes(question.grounds));
}

/** What is missing, with a link to each place; nothing if nothing is. @param {Room} room @param {Question[]} missing */
function summary(room, missing) {
  if (!missing.length) return null;
  const jump = (/** @type {Question} */ question) => (/** @type {Event} */ event) => {
    event.preventDefault(); // the fragment of the address says which step this is
    document.getElementById(`sheet-${question.id}-${room.data.answers[0].code}`)?.focus();
  };
  return el("div", { class: "sheet-summary", tabindex: "-1", role: "alert", "data-focus": true, "aria-labelledby": "sheet-summary-title" },
    el("h2", { id: "sheet-summary-title" }, room.word("sheet_error_title")),
    el("ul", {}, missing.map((question) =>
      el("li", {}, el("a", { href: `#sheet-${question.id}-${room.data.answers[0].code}`, click: jump(question) },
        missing.length > 1 ? `${numbered(room, question)}: ${room.word("sheet_choose")}` : room.word("sheet_choose"))))));
}

/** @param {Room} room @param {Question} question */
function numbered(room, question) {
  return room.word("sheet_question_of", { n: room.questions.indexOf(question) + 1, total: room.questions.length });
}

/** @param {Room} room @param {string} title @param {Question[]} missing */
function titled(room, title, missing) {
  return missing.length ? `${room.word("sheet_error")} ${title}` : title;
}
