// @ts-check
/**
 * The checklist's page: finds its data, takes the place of the static questions, and shows the step that the fragment
 * of the address names, so that the browser's Back works. Starts once per page, also under the theme's instant
 * navigation. Every word comes with the data.
 *
 * @typedef {{why: string, grounds: string}} Reason
 * @typedef {{id: string, title: string, href: string, why: string}} RiskText
 * @typedef {{id: string, text: string, why: string, evidence: string, grounds: string, group: string}} Question
 * @typedef {{id: string, title: string, edition: string, language: string, rules: import("./engine.mjs").Rules,
 *   fingerprint: string, warning: string, home: string, answers: {code: string, label: string}[],
 *   groups: {title: string, questions: Question[]}[], criteria: {title: string, levels: string[]}[], advice: string[],
 *   tables: {title: string, activities: {title: string, href: string}[], rows: Record<string, Reason>}[],
 *   scenarios: {label: string, title: string, summary: string, href: string}[], scenarioRows: Record<string, Reason>,
 *   limits: Record<string, Reason>, risks: RiskText[], words: Record<string, string>}} Data
 * @typedef {import("./store.mjs").Sheet} Sheet
 */
import { either } from "./account.mjs";
import { answerOf, allQuestions, check, oneQuestion } from "./steps.mjs";
import { certificate } from "./certificate.mjs";
import { compare } from "./compare.mjs";
import { el, filled } from "../dom.mjs";
import { frame } from "./frame.mjs";
import { known, sharedIn } from "./address.mjs";
import { result } from "./result.mjs";
import { paper, start } from "./start.mjs";
import { blank, held, hold, keep } from "./store.mjs";

/** What every view can see and do. */
export class Room {
  /** @param {HTMLElement} box @param {Data} today */
  constructor(box, today) {
    this.box = box;
    this.today = today;
    this.data = today;
    this.questions = this.todayQuestions = questionsOf(today);
    this.pageTitle = document.title;
    this.assets = box.dataset.assets ? new URL(box.dataset.assets, document.baseURI) : null;
    this.home = this.assets ? location.href.split("#")[0] : today.home;
    this.keeps = true;
    this.sheet = blank(today.edition);
    this.notice = "";
    this.shown = "";
    this.frame = frame(box);
    this.stage = el("div", {});
    this.status = el("p", { class: "sheet-status", role: "status" });
    box.replaceChildren(this.stage, this.status);
    this.at = {
      start: this.word("sheet_at_start"),
      all: this.word("sheet_at_all"),
      check: this.word("sheet_at_check"),
      result: this.word("sheet_at_result"),
      compare: this.word("sheet_at_compare"),
      proof: this.word("sheet_at_proof"),
      paper: this.word("sheet_at_paper"),
      question: (/** @type {string} */ id) => this.word("sheet_at_question") + id,
      change: (/** @type {string} */ id) => this.word("sheet_at_change") + id,
    };
  }

  /** A word of the interface, with its places filled. @param {string} key @param {Record<string, unknown>} [values] */
  word(key, values = {}) {
    return filled(this.today.words[key], values);
  }

  /** Take up the sheet of this tab, or of the link that led here, and show the first step. */
  async enter() {
    const sheet = held(this.today.id);
    if (sheet) await this.take(sheet);
    await this.arrive(false);
    if (location.hash === `#${this.at.start}`) this.box.scrollIntoView(); // it was not shown when the browser looked for it
  }

  /** Show the step that the address names. @param {boolean} [moved] false on the first one, which takes no focus */
  async arrive(moved = true) {
    const shared = sharedIn(location.hash);
    if (shared) {
      await this.take({ ...blank(shared.edition), answers: shared.answers });
      this.notice = [this.word("sheet_from_link"), this.notice].join(" ").trim();
      hold(this.today.id, this.sheet);
      history.replaceState(history.state, "", `#${this.at.result}`);
    }
    this.shown = location.hash;
    this.show(this.view(decodeURIComponent(location.hash.slice(1))), moved);
  }

  /** @param {string} route @returns {import("./steps.mjs").View} */
  view(route) {
    const place = (/** @type {(id: string) => string} */ at) => this.questions.findIndex(({ id }) => at(id) === route);
    if (place(this.at.question) >= 0) return oneQuestion(this, place(this.at.question), false);
    if (place(this.at.change) >= 0) return oneQuestion(this, place(this.at.change), true);
    if (route === this.at.all) return allQuestions(this);
    if (route === this.at.check) return check(this);
    if (route === this.at.result) return result(this);
    if (route === this.at.compare) return compare(this);
    if (route === this.at.proof) return certificate(this);
    if (route === this.at.paper || this.frame.holds(route)) return paper(this, route);
    return start(this);
  }

  /** Put a view on the page: title, then focus on what changed. @param {import("./steps.mjs").View} view @param {boolean} [moved] */
  show(view, moved = true) {
    this.status.textContent = "";
    const note = this.notice && el("p", { class: "sheet-notice" }, this.notice);
    this.notice = "";
    this.stage.replaceChildren(...(note ? [note] : []), view.node);
    this.frame.around({ rest: !view.title, questions: view.paper === true });
    document.title = view.title ? `${view.title} – ${this.pageTitle}` : this.pageTitle;
    if (!moved) return;
    if (view.paper && document.getElementById(location.hash.slice(1))) return;
    window.scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (this.stage.querySelector("[data-focus]"))?.focus({ preventScroll: true });
  }

  /** The same step once more. */
  again() {
    this.show(this.view(decodeURIComponent(location.hash.slice(1))));
  }

  /** @param {string} route */
  go(route) {
    if (location.hash === `#${route}`) this.again();
    else location.hash = route;
    if (location.hash !== this.shown) this.arrive(); // at once: the event comes later
  }

  /** A new sheet, under the rules of today. */
  begin() {
    this.use(this.today, blank(this.today.edition));
    hold(this.today.id, this.sheet);
  }

  /** @param {Sheet} sheet @param {string} route */
  async open(sheet, route) {
    await this.take(sheet);
    hold(this.today.id, this.sheet);
    this.go(route);
  }

  /** Take a sheet in hand, under the rules of its edition where they are still here. @param {Sheet} sheet */
  async take(sheet) {
    const data = sheet.edition === this.today.edition ? this.today : await this.edition(sheet.edition);
    const { answers, strange } = known(sheet.answers, (data ?? this.today).rules);
    if (!data) this.notice = this.word("sheet_edition_lost", { edition: sheet.edition, today: this.today.edition });
    else if (strange) this.notice = this.word("sheet_answers_strange", { n: strange });
    this.use(data ?? this.today, { ...sheet, answers, edition: (data ?? this.today).edition });
  }

  /** The rules of another edition, if the site still has them. @param {string} edition @returns {Promise<Data | null>} */
  async edition(edition) {
    if (!this.assets || !/^[\w.-]+$/.test(edition)) return null;
    try {
      const answer = await fetch(new URL(`rules/${this.today.id}-${edition}.json`, this.assets));
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** @param {Data} data @param {Sheet} sheet */
  use(data, sheet) {
    this.data = data;
    this.sheet = sheet;
    this.questions = questionsOf(data);
  }

  /** The same answers, from now on under the rules of today. @param {Record<string, string>} answers */
  renew(answers) {
    this.use(this.today, { ...this.sheet, answers, edition: this.today.edition });
    this.keep();
    this.again();
  }

  /** Keep the sheet in this browser. */
  keep() {
    this.keeps = keep(this.today.id, this.sheet);
    hold(this.today.id, this.sheet);
  }

  /** Tell what happened, without moving. @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  /** @param {string} iso */
  date(iso) {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? "" : date.toLocaleDateString(this.today.language, { dateStyle: "long" });
  }

  /** @param {Sheet} sheet */
  nameOf(sheet) {
    return sheet.name || this.word("sheet_unnamed", { date: this.date(sheet.changed) });
  }

  /** The answer to a question, in words. @param {string} id */
  answer(id) {
    return answerOf(this, id);
  }

  /** A change of answers, in words. @param {import("./account.mjs").Turn[]} way */
  turn(way) {
    const parts = way.map(({ question, answers }) =>
      this.word("sheet_turn", {
        question: this.questions[question].text,
        answer: either(answers.map((answer) => this.word("sheet_quoted", { text: this.data.answers[answer].label })), this.data.language),
        now: this.answer(this.questions[question].id),
      }));
    return parts.join(` ${this.word("sheet_turn_and")} `);
  }
}

/** @param {Data} data @returns {Question[]} */
function questionsOf(data) {
  return data.groups.flatMap((group) => group.questions.map((question) => ({ ...question, group: group.title })));
}

/** @type {Room | null} */
let open = null;

/** Open the sheet of this page, if it has one that is not open yet. */
function begin() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-sheet]:not([data-open])"));
  if (!box?.dataset.sheet) return;
  box.dataset.open = "";
  open = new Room(box, JSON.parse(box.dataset.sheet));
  open.enter();
}

window.addEventListener("hashchange", () => {
  if (open?.box.isConnected && location.hash !== open.shown) open.arrive();
});
const pages = /** @type {any} */ (window).document$; // the theme's own news of every page it shows
if (pages) pages.subscribe(begin);
begin();
