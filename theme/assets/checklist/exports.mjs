// @ts-check
/**
 * Account → files: the sheet itself as JSON, which comes back in; the record of the decision as Markdown; the actions
 * as CSV; a date in the calendar.
 *
 * @typedef {import("./app.mjs").Room} Room
 */
import { accountOf, either, named, titleOf, turnsOf } from "./account.mjs";
import { fragmentOf } from "./address.mjs";
import { plain } from "../dom.mjs";
import { blank } from "./store.mjs";

/** The sheet, to be kept and opened again. @param {Room} room @returns {string} */
export function savedOf(room) {
  const { name, edition, answers, changed } = room.sheet;
  return `${JSON.stringify({ checklist: room.data.id, edition, name, changed, answers }, null, 2)}\n`;
}

const LARGEST = 100000;

/** The sheets in some files; a file that holds none of this checklist comes back without.
 * @param {Iterable<File>} files @param {string} checklist
 * @returns {Promise<{file: string, sheet: import("./store.mjs").Sheet | null}[]>} */
export async function readFiles(files, checklist) {
  return Promise.all([...files].map(async (file) => {
    try {
      const found = file.size > LARGEST ? null : JSON.parse(await file.text());
      const ours = found.checklist === checklist && typeof found.edition === "string" && typeof found.answers === "object" && found.answers;
      if (!ours) return { file: file.name, sheet: null };
      const sheet = { ...blank(found.edition), name: String(found.name ?? "").slice(0, 80), answers: found.answers };
      return { file: file.name, sheet };
    } catch {
      return { file: file.name, sheet: null };
    }
  }));
}

/** The record of the decision, as Markdown. @param {Room} room @returns {string} */
export function recordOf(room) {
  const account = accountOf(room.data, room.sheet.answers);
  const section = (/** @type {string} */ heading, /** @type {string[]} */ lines) => (lines.length ? [`## ${heading}`, "", ...lines, ""] : []);
  const turns = turnsOf(room.data, room.sheet.answers);
  return `${[
    `# ${marked(room.nameOf(room.sheet))}`, "",
    `${room.data.title} – ${room.word("sheet_edition", { edition: room.data.edition })} – ${room.date(new Date().toISOString())}`, "",
    `**${titleOf(room, account)}**`, "",
    ...(account.reason ? [plain(account.reason.why), ""] : []),
    `> ${plain(room.data.warning)}`, "",
    ...section(room.word("sheet_verdicts_title"), account.verdicts.map((verdict) => {
      const advice = either(verdict.advice.map((place) => room.data.advice[place]), room.data.language);
      return `- ${verdict.title}: **${advice}**${verdict.reason ? ` – ${plain(verdict.reason.why)}` : ""}`;
    })),
    ...section(room.word("sheet_limits_title"), account.limits.map((limit) => `- ${plain(limit.why)}`)),
    ...section(room.word("sheet_risks_title"), account.risks.map((risk) => `- ${risk.title}: ${plain(risk.why)}`)),
    ...section(room.word("sheet_turns_title"), turns.flatMap(({ scenario, ways }) =>
      ways.map((way) => `- ${room.turn(way)} → ${named(room.data, [scenario])}`))),
    ...section(room.word("sheet_answers_title"), room.questions.map((question) => `- ${question.text} **${room.answer(question.id)}**`)),
    ...(room.home ? [room.home + fragmentOf(room.data.edition, room.sheet.answers), ""] : []),
  ].join("\n")}`;
}

/** A name that Markdown takes as it is. @param {string} text */
function marked(text) {
  return text.replace(/[\\`*_[\]<>#&|]/g, "\\$&");
}

/** What there is to do, one line per verdict and per risk, with room for who and when. @param {Room} room @returns {string} */
export function actionsOf(room) {
  const account = accountOf(room.data, room.sheet.answers);
  const columns = [room.word("sheet_csv_what"), room.word("sheet_csv_do"), room.word("sheet_csv_why"), room.word("sheet_csv_who"), room.word("sheet_csv_when")];
  const lines = [
    ...account.verdicts.map((verdict) => [
      verdict.activities.map((one) => one.title).join(", "),
      either(verdict.advice.map((place) => room.data.advice[place]), room.data.language),
      verdict.reason ? plain(verdict.reason.why) : "", "", ""]),
    ...account.risks.map((risk) => [risk.title, room.word("sheet_csv_risk"), plain(risk.why), "", ""]),
  ];
  const separator = room.word("sheet_csv_separator");
  return `\uFEFF${[columns, ...lines].map((line) => line.map(cell).join(separator)).join("\r\n")}\r\n`;
}

/** A cell; what a spreadsheet would take for a formula is kept a text. @param {string} text */
function cell(text) {
  return `"${text.replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`;
}

/** A day to think again, with what should make one do it earlier (RFC 5545). @param {Room} room @param {string} date */
export function calendarOf(room, date) {
  const turns = turnsOf(room.data, room.sheet.answers).flatMap(({ scenario, ways }) =>
    ways.map((way) => `- ${room.turn(way)} → ${named(room.data, [scenario])}`));
  const text = [
    ...(turns.length ? [room.word("sheet_review_earlier"), ...turns, ""] : []),
    ...(room.home ? [room.home + fragmentOf(room.data.edition, room.sheet.answers)] : []),
  ].join("\n");
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//checklist//sheet//EN", "BEGIN:VEVENT",
    `UID:${room.sheet.key}-${date}@${room.data.id}`, `DTSTAMP:${now}`, `DTSTART;VALUE=DATE:${date.replaceAll("-", "")}`,
    `SUMMARY:${escaped(room.word("sheet_review_event", { name: room.nameOf(room.sheet) }))}`,
    `DESCRIPTION:${escaped(text)}`, "END:VEVENT", "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

/** A line in pieces of at most 75 bytes, none cut inside a character. @param {string} line */
function folded(line) {
  const pieces = [""];
  let room = 75;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (size > room) {
      pieces.push(" ");
      room = 74;
    }
    pieces[pieces.length - 1] += letter;
    room -= size;
  }
  return pieces.join("\r\n");
}
