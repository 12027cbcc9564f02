// @ts-check
/**
 * How a finished comment goes to those who look after the book: by e-mail, as a file, as a public proposal.
 *
 * @typedef {import("./app.mjs").Room} Room
 */
import { download, el } from "../dom.mjs";
import { commentFile, proposedName } from "./file.mjs";

const LONGEST_MAIL = 1800;
/** Windows hands a program no address longer than 2083 signs: some room is left for what programs add. */
const LONGEST_PAGE = 7000;
/** GitHub refuses addresses of 8 kB. */

/** What follows a form without errors; a comment that is held goes by no road that shows it to everybody at once.
 * @param {Room} room @param {{held: boolean}} state @returns {HTMLElement} */
export function roads(room, { held }) {
  const { data, answers, word } = room;
  const file = commentFile(answers, data.writer);
  const name = `${proposedName(answers.text, (id) => id in data.entries, data.writer)}.yml`;
  const open = data.repository ? [held ? way(word("form_pull"), el("p", {}, word("form_pull_held"))) : pull(room, name, file)] : [];
  const ways = [...(data.editors ? [mail(room, name, file)] : []), take(room, name, file), ...open];
  return el("section", { class: "form-roads", "aria-labelledby": "form-roads" },
    el("h2", { id: "form-roads", tabindex: "-1" }, word(held ? "form_held_title" : "form_ready_title")),
    el("p", {}, word("form_ready_about")),
    ...ways,
    el("details", {}, el("summary", {}, word("form_file_show")), el("pre", { tabindex: "0" }, el("code", {}, file))));
}

/** @param {string} title @param {...(Node | false)} inside */
function way(title, ...inside) {
  return el("div", { class: "form-road" }, el("h3", {}, title), ...inside);
}

/** @param {Room} room @param {string} name @param {string} file */
function mail(room, name, file) {
  const { data, answers, word } = room;
  const subject = word("form_mail_subject", { title: data.entries[answers.on]?.title ?? answers.on });
  const whole = mailto(data.editors, subject, `${word("form_mail_body", { file: name })}\n\n${file}`);
  const isLong = whole.length > LONGEST_MAIL;
  const href = isLong ? mailto(data.editors, subject, word("form_mail_attach", { file: name })) : whole;
  return way(word("form_mail"),
    el("p", {}, word(isLong ? "form_mail_long" : "form_mail_about")),
    el("p", {}, word("form_mail_address"), " ", el("strong", { class: "form-address" }, data.editors)),
    el("p", { class: "form-actions" }, isLong && taker(room, name, file),
      el("a", { class: "form-button", href }, word("form_mail_open"))));
}

/** RFC 6068: lines end in CRLF. @param {string} to @param {string} subject @param {string} body */
function mailto(to, subject, body) {
  const address = encodeURIComponent(to).replace("%40", "@");
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\n/g, "\r\n"))}`;
}

/** @param {Room} room @param {string} name @param {string} file */
function take(room, name, file) {
  const { word } = room;
  return way(word("form_take"), el("p", {}, word("form_take_about")),
    el("p", { class: "form-actions" }, taker(room, name, file), copier(room, file)));
}

/** @param {Room} room @param {string} name @param {string} file */
function taker(room, name, file) {
  const save = () => download(name, "application/yaml", file);
  return el("button", { class: "form-button", type: "button", click: save }, room.word("form_take_file", { file: name }));
}

/** @param {Room} room @param {string} file */
function copier(room, file) {
  const said = el("span", { class: "form-copied", role: "status" });
  const button = el("button", { class: "form-button form-quiet", type: "button", click: async () => {
    try {
      await navigator.clipboard.writeText(file);
      said.textContent = room.word("form_copied");
    } catch {
      const shown = document.querySelector(".form-roads details");
      if (shown instanceof HTMLDetailsElement) shown.open = true; // where the clipboard is not allowed, the text is there to be selected
      said.textContent = room.word("form_copy_by_hand");
    }
  } }, room.word("form_copy"));
  return el("span", {}, button, " ", said);
}

/** @param {Room} room @param {string} name @param {string} file */
function pull(room, name, file) {
  const { data, answers, word } = room;
  const page = `${data.repository}/new/main/content/commentary?filename=${encodeURIComponent(name)}`;
  const whole = `${page}&value=${encodeURIComponent(file)}`;
  const isLong = whole.length > LONGEST_PAGE;
  return way(word("form_pull"),
    el("p", {}, word("form_pull_about")),
    el("p", { class: "form-warning" }, el("strong", {}, word("form_pull_warning")), " ",
      word(answers.form === "name" ? "form_pull_signed" : "form_pull_unsigned")),
    isLong && el("p", {}, word("form_pull_long")),
    el("p", { class: "form-actions" }, isLong && copier(room, file),
      el("a", { class: "form-button form-quiet", href: isLong ? page : whole, target: "_blank", rel: "noopener noreferrer" }, word("form_pull_open"))));
}
