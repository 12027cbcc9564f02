// @ts-check
/**
 * What is wrong, said twice: all together at the top, each with a link to its field; and beside the field, with why and how
 * it is mended.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./check.mjs").Problem} Problem
 */
import { el } from "../dom.mjs";
import { worded } from "./wording.mjs";

/** What stands at the top: nothing if nothing is wrong. @param {Room} room @returns {HTMLElement[]} */
export function summary(room) {
  const order = ["on", "position", "text", "name", "consent"];
  const inOrder = [...room.problems].sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
  if (!inOrder.length) return [];
  const jump = (/** @type {Problem} */ problem) => (/** @type {Event} */ event) => {
    event.preventDefault(); // the fragment of the address says which entry this is about
    go(room, problem);
  };
  return [el("div", { class: "form-summary", tabindex: "-1", role: "group", "aria-labelledby": "form-summary-title" },
    el("h2", { id: "form-summary-title" }, room.word("form_errors_title")),
    el("ul", {}, inOrder.map((problem) => el("li", {},
      el("a", { href: `#form-${problem.field}`, click: jump(problem) }, `${label(room, problem)}: ${missing(room, problem) || worded(problem, room.data.messages).title}`)))))];
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
    const mine = room.problems.filter((problem) => problem.field === field);
    place.classList.toggle("form-failed", mine.length > 0);
    place.querySelector(".form-errors")?.replaceChildren(...mine.map((problem) => said(room, problem)));
    for (const input of place.querySelectorAll("select, textarea, input")) {
      if (mine.length) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

/** @param {Room} room @param {Problem} problem */
function said(room, problem) {
  const { messages } = room.data;
  const words = worded(problem, messages);
  const line = problem.field === "text" ? lineOf(room, problem) : 0;
  return el("div", { class: "form-error" },
    el("p", { class: "form-error-title" }, el("strong", {}, `${room.word("form_error")} ${words.title}`), " ",
      line > 0 && el("span", { class: "form-line" }, room.word("form_line", { n: line })), " ",
      el("a", { class: "form-code", href: messages.codes[problem.code].href, target: "_blank" }, el("code", {}, problem.code))),
    el("p", {}, el("strong", {}, `${messages.why}:`), ` ${words.why}`),
    el("p", {}, el("strong", {}, `${messages.remedy}:`), ` ${missing(room, problem) || words.remedy}.`));
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
