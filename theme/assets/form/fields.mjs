// @ts-check
/**
 * The fields of the form: each with its label, its hint and the place of its problems.
 *
 * @typedef {import("./app.mjs").Room} Room
 */
import { el } from "../dom.mjs";
import { isRunOn, pasted } from "./typed.mjs";

/** Every field, and the preview beside the text. @param {Room} room @param {HTMLElement} preview @returns {HTMLElement} */
export function fields(room, preview) {
  return el("div", { class: "form-fields" },
    entry(room), replies(room), position(room), text(room, preview), signature(room), consent(room));
}

/** Give every field the answer that the room has. @param {Room} room @param {HTMLElement} node */
export function showAnswers(room, node) {
  const { answers, data } = room;
  const field = (/** @type {string} */ name) => /** @type {any} */ (node.querySelector(`[name="form-${name}"]`));
  field("on").value = answers.on;
  fillReplies(room, node);
  field("text").value = answers.text;
  field("name").value = answers.name;
  room.names = { [answers.form]: answers.name };
  field("consent").checked = answers.consents;
  for (const radio of node.querySelectorAll("input[type=radio]")) {
    const input = /** @type {HTMLInputElement} */ (radio);
    input.checked = input.value === (input.name === "form-position" ? answers.position : answers.form);
  }
  const link = /** @type {HTMLAnchorElement} */ (node.querySelector(".form-read"));
  const found = data.entries[answers.on];
  link.hidden = !found;
  if (found) link.href = found.href;
  count(room, node);
  named(room, node);
}

/** @param {string} id @param {string} label @param {string} hint @param {...(Node | null | false)} input */
function field(id, label, hint, ...input) {
  return el("div", { class: "form-field", "data-field": id },
    el("label", { for: `form-${id}` }, label),
    hint ? el("p", { class: "form-hint", id: `form-${id}-hint` }, hint) : null,
    el("div", { class: "form-errors", id: `form-${id}-error` }),
    ...input);
}

/** @param {string} id @param {string} label @param {string} hint @param {...(Node | null | false)} inside */
function group(id, label, hint, ...inside) {
  return el("fieldset", { class: "form-field", "data-field": id, "aria-describedby": `form-${id}-hint form-${id}-error` },
    el("legend", {}, label),
    hint ? el("p", { class: "form-hint", id: `form-${id}-hint` }, hint) : null,
    el("div", { class: "form-errors", id: `form-${id}-error` }),
    ...inside);
}

/** @param {string} id */
function described(id) {
  return { id: `form-${id}`, name: `form-${id}`, "aria-describedby": `form-${id}-hint form-${id}-error` };
}

/** @param {Room} room */
function entry(room) {
  const { data, word } = room;
  const groups = data.kinds.map(({ kind, name }) => {
    const inside = Object.entries(data.entries).filter(([, one]) => one.kind === kind);
    inside.sort(([, a], [, b]) => a.title.localeCompare(b.title, data.language));
    return el("optgroup", { label: name }, inside.map(([id, one]) => el("option", { value: id }, one.title)));
  });
  const select = /** @type {HTMLSelectElement} */ (el("select", { ...described("on"), change: () => room.choose(select.value) }, el("option", { value: "" }, word("form_entry_none")), ...groups.filter((one) => one.children.length)));
  const link = el("a", { class: "form-read", href: "#", target: "_blank", hidden: true }, word("form_entry_read"));
  return field("on", word("form_entry"), word("form_entry_hint"), select, el("p", {}, link));
}

/** To whom the comment answers; only where somebody has spoken. @param {Room} room */
function replies(room) {
  const { answers, word } = room;
  const select = /** @type {HTMLSelectElement} */ (el("select", { ...described("replies"), change: () => {
    answers.replies = select.value;
    room.changed();
  } }));
  const node = field("replies", word("form_replies"), word("form_replies_hint"), select);
  node.hidden = true;
  return node;
}

/** @param {Room} room @param {HTMLElement} node */
function fillReplies(room, node) {
  const { data, answers, word } = room;
  const select = /** @type {HTMLSelectElement} */ (node.querySelector("#form-replies"));
  const found = Object.entries(data.entries).filter(([, one]) => one.on === answers.on && one.by && !one.answers);
  select.replaceChildren(el("option", { value: "" }, word("form_replies_none")),
    ...found.map(([id, one]) => el("option", { value: id }, one.beginning ? `${one.by}: ${one.beginning}` : one.by ?? id)));
  if (!found.some(([id]) => id === answers.replies)) answers.replies = "";
  select.value = answers.replies;
  /** @type {HTMLElement} */ (node.querySelector('[data-field="replies"]')).hidden = !answers.on || !found.length;
}

/** @param {Room} room */
function position(room) {
  const { data, answers, word } = room;
  const choose = (/** @type {string} */ stance) => () => {
    answers.position = stance;
    room.changed();
  };
  return group("position", word("form_position"), "",
    el("div", { class: "form-choices" }, data.stances.map((stance, at) =>
      choice("position", stance, at, word(`form_position_${stance}`), "", choose(stance)))));
}

/** @param {string} name @param {string} value @param {number} at @param {string} label @param {string} about
 * @param {() => void} change */
function choice(name, value, at, label, about, change) {
  const id = `form-${name}-${value}`;
  const input = el("input", { type: "radio", name: `form-${name}`, id: at ? id : `form-${name}`, value, change,
    "aria-describedby": about ? `${id}-about` : false });
  return el("div", { class: "form-choice" }, input,
    el("label", { for: at ? id : `form-${name}` }, label),
    about ? el("p", { class: "form-hint", id: `${id}-about` }, about) : null);
}

/** @param {Room} room @param {HTMLElement} preview */
function text(room, preview) {
  const { answers, word } = room;
  const paste = (/** @type {ClipboardEvent} */ event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (pasted(text) === text) return;
    event.preventDefault();
    document.execCommand("insertText", false, pasted(text)); // as typed: it can be undone
  };
  const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { ...described("text"), rows: 9, spellcheck: true, paste, input: () => {
    answers.text = area.value;
    room.changed();
    count(room, /** @type {HTMLElement} */ (area.closest(".form-fields")));
  } }));
  const more = el("details", {}, el("summary", {}, word("form_text_more")),
    el("ul", {}, ["form_text_style", "form_text_link", "form_text_cite", "form_text_refer"].map((key) => el("li", {}, word(key)))));
  const shown = el("section", { class: "form-preview", "aria-labelledby": "form-preview" },
    el("h2", { id: "form-preview" }, word("form_preview")), preview);
  return el("div", {}, field("text", word("form_text"), word("form_text_hint"), area, el("p", { class: "form-count" }), el("p", { class: "form-hint form-run-on", role: "status" }), more), shown);
}

/** @param {Room} room @param {HTMLElement} node */
function count(room, node) {
  const n = [...room.answers.text.trim()].length;
  const place = /** @type {HTMLElement} */ (node.querySelector(".form-count"));
  place.textContent = room.word("form_count", { n: spelt(n, room), most: spelt(room.data.limits.text, room) });
  const advice = /** @type {HTMLElement} */ (node.querySelector(".form-run-on"));
  const said = isRunOn(room.answers.text) ? room.word("form_run_on") : "";
  if (advice.textContent !== said) advice.textContent = said; // said once, not at every letter
}

/** @param {number} number @param {Room} room */
function spelt(number, room) {
  return number.toLocaleString(room.data.language, { useGrouping: "always" });
}

/** @param {Room} room */
function signature(room) {
  const { data, answers, word } = room;
  const choose = (/** @type {string} */ form) => () => {
    // initials are never what was written as a name, nor the other way round
    if (answers.form !== "anonymous") room.names[answers.form] = answers.name;
    answers.form = form;
    answers.name = form === "anonymous" ? "" : room.names[form] ?? "";
    input.value = answers.name;
    named(room, /** @type {HTMLElement} */ (document.querySelector(".form-fields")));
    room.changed();
  };
  const input = /** @type {HTMLInputElement} */ (el("input", { ...described("name"), type: "text", input: () => {
    answers.name = input.value;
    room.changed();
  } }));
  return el("div", {},
    group("form", word("form_signature"), word("form_signature_hint"),
      el("div", { class: "form-choices" }, data.forms.map((form, at) =>
        choice("form", form, at, word(`form_sign_${form}`), word(`form_about_${form}`), choose(form))))),
    field("name", word("form_name"), word("form_name_hint"), input));
}

/** The field of the name asks for what the signature needs. @param {Room} room @param {HTMLElement} node */
function named(room, node) {
  const field = /** @type {HTMLElement} */ (node.querySelector('[data-field="name"]'));
  const initials = room.answers.form === "initials";
  field.hidden = room.answers.form === "anonymous";
  field.querySelector("input")?.setAttribute("autocomplete", initials ? "off" : "name");
  /** @type {HTMLElement} */ (field.querySelector("label")).textContent = room.word(initials ? "form_initials" : "form_name");
  /** @type {HTMLElement} */ (field.querySelector(".form-hint")).textContent = room.word(initials ? "form_initials_hint" : "form_name_hint");
}

/** @param {Room} room */
function consent(room) {
  const { answers, word } = room;
  const input = /** @type {HTMLInputElement} */ (el("input", { ...described("consent"), type: "checkbox", change: () => {
    answers.consents = input.checked;
    room.changed();
  } }));
  const points = ["form_consent_yours", "form_consent_published", "form_consent_licence", "form_consent_copies"];
  return group("consent", word("form_consent"), "",
    el("ol", { class: "form-consent", id: "form-consent-hint" }, points.map((key) => el("li", {}, word(key)))),
    el("div", { class: "form-choice" }, input, el("label", { for: "form-consent" }, word("form_consent_agree"))));
}
