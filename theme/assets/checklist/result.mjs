// @ts-check
/**
 * The result: the scenario first, then why, then what it asks of the reader. Every reason leads down to its principle
 * and to the passage of the post. With missing answers it is the set of what can still come out.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./app.mjs").Reason} Reason
 * @typedef {import("./app.mjs").RiskText} RiskText
 * @typedef {import("./account.mjs").Account} Account
 * @typedef {import("./steps.mjs").View} View
 */
import { accountOf, either, named, titleOf, turnsOf } from "./account.mjs";
import { known } from "./address.mjs";
import { el, heading, nodes } from "../dom.mjs";
import { takeAway } from "./take.mjs";

/** @param {Room} room @returns {View} */
export function result(room) {
  const account = accountOf(room.data, room.sheet.answers);
  const title = titleOf(room, account);
  const node = el("div", { class: "sheet-result" },
    el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.check}` }, room.word("sheet_back_to_check"))),
    room.sheet.name && el("p", { class: "sheet-count" }, room.sheet.name),
    heading(title),
    ...account.scenarios.map((place) => scenario(room, place)),
    missing(room, account),
    el("p", { class: "sheet-warning" }, ...nodes(room.data.warning)),
    today(room),
    reasons(room, account),
    verdicts(room, account),
    risks(room, account),
    turns(room),
    ...takeAway(room),
  );
  return { title, node };
}

/** @param {Room} room @param {number} place */
function scenario(room, place) {
  const { label, summary, href } = room.data.scenarios[place];
  return el("p", { class: "sheet-scenario" }, `${summary} `, href ? el("a", { href }, room.word("sheet_read_scenario", { scenario: label })) : "");
}

/** What the missing answers leave open. @param {Room} room @param {Account} account */
function missing(room, account) {
  if (account.complete) return null;
  const question = account.best === null ? null : room.questions[account.best];
  return el("div", { class: "sheet-open" },
    el("p", {}, room.word(question ? "sheet_open_about" : "sheet_open_settled")),
    question && el("p", {}, el("strong", {}, room.word("sheet_open_best")), " ",
      el("a", { href: `#${room.at.change(question.id)}` }, question.text)));
}

/** @param {Room} room @param {Account} account */
function verdicts(room, account) {
  return el("section", {},
    el("h3", {}, room.word("sheet_verdicts_title")),
    el("dl", { class: "sheet-verdicts" }, account.verdicts.map((verdict) =>
      el("div", {},
        el("dt", {}, verdict.title, el("span", { class: "sheet-hint" }, ...linked(verdict.activities))),
        el("dd", {},
          el("p", {}, verdict.advice.map((place, i) => [
            i > 0 ? ` ${room.word("sheet_or")} ` : null,
            el("span", { class: `verdict verdict-${room.data.rules.advice[place]}` }, room.data.advice[place])]).flat()),
          verdict.reason && because(verdict.reason))))));
}

/** Links set apart by commas. @param {{title: string, href: string}[]} entries */
function linked(entries) {
  return entries.flatMap(({ title, href }, place) => [place ? ", " : null, href ? el("a", { href }, title) : title]);
}

/** @param {Reason} reason */
function because(reason) {
  return el("p", { class: "sheet-because" }, ...nodes(reason.why), " ", el("span", { class: "sheet-grounds" }, ...nodes(reason.grounds)));
}

/** @param {Room} room @param {Account} account */
function reasons(room, account) {
  const proposed = account.moved === null ? null : named(room.data, [account.moved]);
  return el("section", {},
    el("h3", {}, room.word("sheet_reasons_title")),
    account.reason && because(account.reason),
    proposed && el("p", {}, room.word("sheet_moved", { proposed, scenario: named(room.data, account.scenarios) })),
    account.limits.length > 0 && el("div", {},
      el("h4", {}, room.word("sheet_limits_title")),
      el("ul", {}, account.limits.map((limit) => el("li", {}, because(limit))))),
    el("h4", {}, room.word("sheet_criteria_title")),
    el("dl", { class: "sheet-facts" }, account.criteria.map(({ title, levels }) =>
      el("div", {}, el("dt", {}, title), el("dd", {}, either(levels, room.data.language))))));
}

/** @param {Room} room @param {Account} account */
function risks(room, account) {
  const list = (/** @type {RiskText[]} */ found) =>
    el("ul", {}, found.map((risk) => el("li", {}, ...linked([risk]), ": ", ...nodes(risk.why))));
  return el("section", {},
    el("h3", {}, room.word("sheet_risks_title")),
    account.risks.length ? list(account.risks) : el("p", {}, room.word("sheet_risks_none")),
    account.maybe.length > 0 && el("details", {}, el("summary", {}, room.word("sheet_risks_maybe")), list(account.maybe)));
}

const SHOWN = 6;

/** @param {Room} room */
function turns(room) {
  const found = turnsOf(room.data, room.sheet.answers);
  if (!found.length) return null;
  const pairs = found[0].ways[0].length > 1;
  return el("section", {},
    el("h3", {}, room.word("sheet_turns_title")),
    el("p", {}, room.word(pairs ? "sheet_turns_pairs" : "sheet_turns_about")),
    ...found.flatMap(({ scenario: place, ways }) => {
      const lines = ways.map((way) => el("li", {}, room.turn(way)));
      const more = lines.splice(SHOWN);
      return [
        el("h4", {}, room.word("sheet_turns_to", { scenario: named(room.data, [place]) })),
        el("ul", {}, lines),
        more.length > 0 && el("details", {}, el("summary", {}, room.word("sheet_turns_more", { n: more.length })), el("ul", {}, more)),
      ];
    }));
}

/** For answers of another edition: what the rules of today say of them. @param {Room} room */
function today(room) {
  if (room.data === room.today) return null;
  const { answers } = known(room.sheet.answers, room.today.rules);
  const now = accountOf(room.today, answers);
  const then = named(room.data, accountOf(room.data, room.sheet.answers).scenarios);
  const current = named(room.today, now.scenarios);
  return el("div", { class: "sheet-open" },
    el("p", {}, room.word(then === current ? "sheet_edition_same" : "sheet_edition_other", {
      edition: room.data.edition, today: room.today.edition, scenario: current })),
    el("p", {}, el("button", { type: "button", class: "sheet-link", click: () => room.renew(answers) }, room.word("sheet_edition_renew", { today: room.today.edition }))));
}
