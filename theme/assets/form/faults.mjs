// @ts-check
/**
 * What is wrong, said twice: all together at the top, each with a link to its field; and beside the field, with why and how
 * it is mended.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./check.mjs").Problem} Problem
 */
import { el } from "../dom.mjs";
import { withoutMissing } from "./drawn.mjs";
import { seen } from "./signs.mjs";
import { worded } from "./wording.mjs";

/** @typedef {{problem: Problem, all: Problem[]}} Group Problems of one kind in one field, and what is said of them at once. */

/** Whether a comment stays still until an editor has looked at this. @param {Problem} problem */
export function isHeld(problem) {
  return problem.code === "MB174";
}

/** Whether a comment can be sent with a problem like this. @param {Room} room @returns {(problem: Problem) => boolean} */
export function isMild(room) {
  return (problem) => isHeld(problem) || room.data.messages.codes[problem.code].level !== "errore";
}

/** What stands at the top: nothing if nothing is wrong. @param {Room} room @returns {HTMLElement[]} */
export function summary(room) {
  const order = ["on", "position", "text", "name", "consent"];
  const inOrder = grouped(room.problems).sort((one, other) => order.indexOf(one.problem.field) - order.indexOf(other.problem.field));
  if (!inOrder.length) return [];
  const mild = room.problems.every(isMild(room));
  const jump = (/** @type {Problem} */ problem) => (/** @type {Event} */ event) => {
    event.preventDefault(); // the fragment of the address says which entry this is about
    go(room, problem);
  };
  return [el("div", { class: "form-summary", tabindex: "-1", role: "group", "aria-labelledby": "form-summary-title" },
    el("h2", { id: "form-summary-title" }, room.word(mild ? "form_mild_title" : "form_errors_title")),
    mild && el("p", {}, room.word(room.problems.some(isHeld) ? "form_held_about" : "form_advice_about")),
    el("ul", {}, inOrder.map(({ problem }) => el("li", {},
      el("a", { href: `#form-${problem.field}`, click: jump(problem) }, `${label(room, problem)}: ${missing(room, problem) || worded(problem, room.data.messages).title}`)))))];
}

/** Signs of the same kind are told together: one message for a row of emoji. @param {Problem[]} problems @returns {Group[]} */
function grouped(problems) {
  /** @type {Group[]} */
  const groups = [];
  for (const problem of problems) {
    const group = groups.find((one) => problem.code in SAFE && one.problem.code === problem.code && one.problem.field === problem.field);
    if (group) group.all.push(problem);
    else groups.push({ problem, all: [problem] });
  }
  return groups.map(({ problem, all }) => {
    const value = [...new Set(all.map((one) => one.values.value))].join(" ");
    return { problem: all.length > 1 ? { ...problem, values: { ...problem.values, value } } : problem, all };
  });
}

/** What to do about a field that was left empty. The remedy of the command line speaks of the lines of a file, which here
 * nobody sees: its words stay for the rest. @param {Room} room @param {Problem} problem @returns {string} */
function missing(room, problem) {
  return ["MB013", "MB093"].includes(problem.code) ? room.word(`form_missing_${problem.field}`) : "";
}

/** @param {Room} room @param {Problem} problem */
function label(room, problem) {
  const names = /** @type {Record<string, string>} */ ({
    on: "form_entry", position: "form_position", text: "form_text", consent: "form_consent",
    name: room.answers.form === "initials" ? "form_initials" : "form_name" });
  return room.word(names[problem.field] ?? "form_text");
}

/** Put every problem beside its field. @param {Room} room @param {HTMLElement} node */
export function showProblems(room, node) {
  for (const place of node.querySelectorAll("[data-field]")) {
    const field = place.getAttribute("data-field") ?? "";
    const mine = grouped(room.problems).filter(({ problem }) => problem.field === field);
    place.classList.toggle("form-failed", mine.length > 0);
    place.querySelector(".form-errors")?.replaceChildren(...mine.map((group) => said(room, group)));
    for (const input of place.querySelectorAll("select, textarea, input")) {
      if (mine.some(({ problem }) => !isMild(room)(problem))) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

/** @param {Room} room @param {Group} group */
function said(room, { problem, all }) {
  const { messages } = room.data;
  const words = worded(problem, messages);
  const line = problem.field === "text" ? lineOf(room, problem) : 0;
  const kind = isHeld(problem) ? "form_held" : isMild(room)(problem) ? "form_advice" : "form_error";
  return el("div", { class: "form-error" },
    el("p", { class: "form-error-title" }, el("strong", {}, `${room.word(kind)} ${words.title}`), " ",
      line > 0 && all.length === 1 && problem.code !== "MB100" && el("span", { class: "form-line" }, room.word("form_line", { n: line })), " ",
      el("a", { class: "form-code", href: messages.codes[problem.code].href, target: "_blank" }, el("code", {}, problem.code))),
    problem.code === "MB100" && el("ul", {}, all.map((one) => el("li", {}, unseen(room, one)))),
    el("p", {}, el("strong", {}, `${messages.why}:`), ` ${words.why}`),
    el("p", {}, el("strong", {}, `${messages.remedy}:`), ` ${missing(room, problem) || words.remedy}.`),
    problem.code in SAFE && safe(room, problem));
}

/** Which sign it is that nobody sees, by its number and name, and in which line. @param {Room} room @param {Problem} problem */
function unseen(room, problem) {
  const line = problem.field === "text" ? lineOf(room, problem) : 0;
  const { evidence } = worded(problem, room.data.messages);
  return line > 0 ? `${room.word("form_line", { n: line })}: ${evidence}` : evidence;
}

/** What can be put right without asking what was meant. @type {Record<string, {word: string, mended: (text: string, room: Room) => string}>} */
const SAFE = {
  MB100: { word: "form_safe_unseen", mended: (text) => text.split("\n").map(seen).join("\n") },
  MB163: { word: "form_safe_undrawn", mended: (text, room) => withoutMissing(text, room.data.isDrawn) },
};

/** @param {Room} room @param {Problem} problem */
function safe(room, problem) {
  const field = problem.field === "name" ? "name" : "text";
  const { word, mended } = SAFE[problem.code];
  return el("p", { class: "form-actions" }, el("button", { class: "form-button form-quiet", type: "button",
    click: () => room.mend(field, mended(room.answers[field], room)) }, room.word(word)));
}

/** The line of the reader's text, counted from 1, that a place of the file is in; 0 for the whole of it.
 * @param {Room} room @param {Problem} problem */
function lineOf(room, problem) {
  const start = 3 + (room.answers.replies ? 1 : 0) + 1; // modeline, on, position, text
  const lead = /^(?:[^\S\n]*\n)*/.exec(room.answers.text)?.[0].split("\n").length ?? 1;
  const line = problem.line - start + lead - 1;
  return problem.line > start ? line : 0;
}

/** Lead the reader to where a problem is. @param {Room} room @param {Problem} problem */
function go(room, problem) {
  const input = document.getElementById(`form-${problem.field}`);
  input?.focus();
  const line = lineOf(room, problem);
  if (input instanceof HTMLTextAreaElement && line > 0) {
    const lines = input.value.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    input.setSelectionRange(from, from + (lines[line - 1] ?? "").length);
  }
}
