// @ts-check
/**
 * The form for comments: what the reader answers is checked, shown as it will be published, and made into a file that
 * the reader sends by the road they prefer. Nothing leaves the browser before that.
 *
 * @typedef {import("./file.mjs").Answers} Answers
 * @typedef {import("./check.mjs").Problem} Problem
 * @typedef {{kind: string, title: string, href: string, lang?: string, on?: string, answers?: string, by?: string, beginning?: string}} Entry
 * @typedef {{id: string, mark: string, title: string, href: string}} Passage
 * @typedef {{language: string, words: Record<string, string>, months: string[], kinds: {kind: string, name: string}[],
 *   stances: string[], forms: string[], entries: Record<string, Entry>, sources: Record<string, Passage[]>,
 *   writer: import("./file.mjs").Writer, limits: Record<string, number>, messages: import("./wording.mjs").Messages,
 *   hidden: {ranges: string, names: Record<string, string>}, drawn: string, isDrawn: (sign: string) => boolean,
 *   personal: import("./personal.mjs").Patterns, samples: Record<string, string>, places: Record<string, string>,
 *   repository: string, editors: string}} Data
 * @typedef {{data: Data, answers: Answers, problems: Problem[], changed: () => void, choose: (on: string) => void,
 *   mend: (field: "text" | "name", value: string) => void,
 *   names: Record<string, string>,
 *   word: (key: string, values?: Record<string, unknown>) => string}} Room
 */
import { problemsOf } from "./check.mjs";
import { bare, el, filled, nodes } from "../dom.mjs";
import { KEY, draftOf, drafts, forget, keep, keeps } from "./drafts.mjs";
import { fields, showAnswers } from "./fields.mjs";
import { settled, settledLine } from "./file.mjs";
import { isHeld, isMild, showProblems, summary } from "./faults.mjs";
import { published } from "./preview.mjs";
import { load } from "./prose.mjs";
import { roads } from "./roads.mjs";
import { hide, within } from "./signs.mjs";

/** @param {Data} raw @returns {Data} what the build gave, ready for use */
export function ready(raw) {
  hide(raw.hidden.ranges);
  return { ...raw, entries: bare(raw.entries), sources: bare(raw.sources), isDrawn: within(raw.drawn) };
}

/** Put the form in its place on the page. @param {HTMLElement} place */
function start(place) {
  const data = ready(JSON.parse(place.dataset.form ?? "{}"));
  const word = (/** @type {string} */ key, values = {}) => filled(data.words[key] ?? key, values);
  /** @type {Answers} */
  const answers = { on: "", replies: "", position: "", text: "", form: "name", name: "", date: today(), consents: false };
  /** @type {Room} */
  const room = { data, answers, problems: [], names: {}, word, changed: () => {}, choose, mend };
  let tried = false;

  const preview = el("div", { class: "form-published" });
  const kept = el("div", { class: "form-drafts" });
  const said = el("p", { class: "form-said", role: "status" });
  const faults = el("div", {});
  const send = el("div", {});
  const node = fields(room, preview);
  const form = el("form", { class: "contribution-form", novalidate: true, submit: check },
    node, el("p", { class: "form-actions" }, el("button", { class: "form-button", type: "submit" }, word("form_check"))),
    el("p", { class: "form-hint" }, word("form_limits")));
  place.append(said, faults, form, send, kept);

  /** @returns {Answers} what was answered, without what pasting brings unseen */
  function whole() {
    return { ...answers, text: settled(answers.text), name: settledLine(answers.name), date: today() };
  }

  /** @param {Event} event */
  async function check(event) {
    event.preventDefault(); // nothing is sent: the policy of the page would not let it either
    await load();
    tried = true;
    said.textContent = "";
    look();
    const roads = room.problems.every(isMild(room)) ? offer() : null;
    const target = room.problems.length ? faults.firstElementChild : roads;
    if (target instanceof HTMLElement) target.focus();
  }

  function look() {
    room.problems = problemsOf(whole(), data);
    faults.replaceChildren(...summary(room));
    showProblems(room, node);
  }

  function offer() {
    send.replaceChildren(roads({ ...room, answers: whole() }, { held: room.problems.some(isHeld) }));
    return send.querySelector("h2");
  }

  async function show() {
    const text = answers.text.trim();
    if (text) await load();
    preview.replaceChildren(...(text ? nodes(published(whole(), data)) : [el("p", { class: "form-hint" }, word("form_preview_empty"))]));
    for (const link of preview.querySelectorAll("a")) {
      if (link.getAttribute("href")?.startsWith("#")) link.removeAttribute("href"); // it leads to a page that is not there yet
      else link.setAttribute("target", "_blank"); // what is being written stays open
    }
    for (const sign of preview.querySelectorAll(".permalink")) sign.remove();
    for (const one of preview.querySelectorAll("[id]")) one.removeAttribute("id");
  }

  let lastOn = "";
  let waiting = 0;
  room.changed = () => {
    if (send.firstChild) tell("form_changed");
    send.replaceChildren();
    if (tried) look();
    if (lastOn !== answers.on) forget(lastOn);
    lastOn = answers.on;
    const { replies, position, text, form, name, consents } = answers;
    if (text.trim()) keep(answers.on, { replies, position, text, form, name, consents, saved: Date.now() });
    else forget(answers.on);
    others();
    clearTimeout(waiting);
    waiting = setTimeout(show, 120); // not at every letter
  };

  /** Speak about another entry: what is written goes along, unless a draft waits there. @param {string} on */
  function choose(on) {
    if (draftOf(on)) {
      open(on);
      tell("form_draft_found");
    } else {
      Object.assign(answers, { on, replies: "" });
      showAnswers(room, node);
      room.changed();
    }
    address(on);
  }

  /** Loading the page again, or keeping its address, leads to the same entry. @param {string} on */
  function address(on) {
    history.replaceState(null, "", `${location.pathname}${location.search}${on && `#voce=${encodeURIComponent(on)}`}`);
  }

  /** Put a text right as the reader asked. @param {"text" | "name"} field @param {string} value */
  function mend(field, value) {
    answers[field] = value;
    showAnswers(room, node);
    room.changed();
    tell("form_safe_done");
    document.getElementById(`form-${field}`)?.focus();
  }

  /** What this browser keeps, and the way to be rid of it. */
  function others() {
    const mine = draftOf(answers.on);
    const rest = drafts().filter(([on]) => on !== answers.on);
    kept.replaceChildren(
      el("p", { class: "form-hint" }, word(keeps() ? "form_draft_kept" : "form_draft_loose")),
      ...(mine ? [el("p", { class: "form-actions" }, eraser())] : []),
      ...(rest.length ? [el("h2", {}, word("form_drafts_other")), el("ul", {}, rest.map(([on]) => el("li", {}, opener(on))))] : []),
    );
  }

  /** A button that asks once more before what was written goes. */
  function eraser() {
    const button = el("button", { class: "form-button form-quiet", type: "button", click: () => {
      if (button.dataset.sure === undefined) {
        button.dataset.sure = "";
        button.textContent = word("form_draft_sure");
        return;
      }
      forget(answers.on);
      const { on } = answers;
      Object.assign(answers, { replies: "", position: "", text: "", form: "name", name: "", consents: false });
      tried = false;
      room.problems = [];
      open(on);
      tell("form_draft_deleted");
      node.querySelector("select")?.focus();
    } }, word("form_draft_delete"));
    return button;
  }

  /** @param {string} on */
  function opener(on) {
    const title = data.entries[on]?.title ?? word("form_draft_no_entry");
    return el("button", { class: "form-link", type: "button", click: () => {
      open(on);
      address(on);
      tell("form_draft_found");
      node.querySelector("select")?.focus();
    } }, title);
  }

  /** Show the draft about an entry, or an empty form about it. @param {string} on */
  function open(on) {
    const draft = draftOf(on);
    Object.assign(answers, { on, replies: "", position: "", text: "", form: "name", name: "", consents: false });
    if (draft) {
      const { replies, position, text, form, name, consents } = draft;
      Object.assign(answers, { replies, position, text, form, name, consents: consents === true });
    }
    lastOn = on;
    faults.replaceChildren();
    send.replaceChildren();
    showAnswers(room, node);
    showProblems(room, node);
    others();
    show();
    return draft;
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  function tell(key, values) {
    said.textContent = word(key, values);
  }

  /** Where the reader comes from: a page, a sentence of it, a comment to answer. */
  function arrive() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const on = asked.get("voce") ?? "";
    const known = on in data.entries && data.entries[on].kind !== "commentary";
    const draft = open(known || on ? (known ? on : "") : drafts()[0]?.[0] ?? "");
    if (draft) tell("form_draft_found");
    if (on && !known) tell("form_entry_lost", { id: on });
    const parent = asked.get("risposta") ?? "";
    const phrase = (asked.get("frase") ?? "").slice(0, 500);
    if (parent in data.entries && data.entries[parent].on === on && !data.entries[parent].answers) answers.replies = parent;
    if (phrase) answers.text = [answers.text.trim(), quoted(phrase), ""].filter((one, at) => one || at).join("\n\n").replace(/^\n+/, "");
    if (phrase || answers.replies) {
      // once taken, the sentence leaves the address: loading the page again does not bring it twice
      address(on);
      showAnswers(room, node);
      room.changed();
    }
  }

  addEventListener("hashchange", arrive);
  addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    const draft = draftOf(answers.on);
    if (draft && answers.text.trim() && draft.text !== answers.text) tell("form_other_tab");
    others();
  });
  arrive();
  place.hidden = false;
  for (const plain of document.querySelectorAll(".contribution-plain")) plain.remove();
}

/** A sentence of the page as a quotation: whatever it holds stays words. @param {string} phrase @returns {string} */
function quoted(phrase) {
  const words = phrase.replace(/\s+/g, " ").trim().replace(/[\\*_[\]<>&`]/g, "\\$&").replace(/^([-+#]|\d+(?=[.)]))/, "\\$1");
  return `> ${words.replace(/^\\(\d+)([.)])/, "$1\\$2")}`;
}

/** AAAA-MM-GG, where the reader is. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

for (const place of document.querySelectorAll(".contribution[data-form]")) {
  if (place instanceof HTMLElement) start(place);
}
