// @ts-check
/**
 * What a reader answered → the file of the comment it makes, and the name of that file: the same bytes that
 * `macros/contribution.py` writes.
 *
 * @typedef {{on: string, replies: string, position: string, text: string, form: string, name: string, date: string,
 *   consents: boolean}} Answers
 * @typedef {{modeline: string, consent: string, longest: number, nameless: string}} Writer
 */
import { isHidden } from "./signs.mjs";

/** Names that no file can have on Windows. */
const RESERVED = /^(?:con|prn|aux|nul|(?:com|lpt)[1-9])$/;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The whole YAML file. @param {Answers} answers @param {Writer} writer @returns {string} */
export function commentFile(answers, writer) {
  const anonymous = answers.form === "anonymous";
  const lines = [writer.modeline, `on: ${scalar(answers.on)}`];
  if (answers.replies) lines.push(`replies_to: ${scalar(answers.replies)}`);
  lines.push(`position: ${scalar(answers.position)}`, "text: |");
  lines.push(...textLines(answers.text).map((line) => (line ? `  ${line}` : "")));
  lines.push("signature:", `  form: ${scalar(answers.form)}`);
  const name = answers.name.replace(/^[ \t]+|[ \t]+$/g, "");
  if (name && !anonymous) lines.push(`  name: ${JSON.stringify(name)}`);
  if (answers.date) lines.push(`date: ${JSON.stringify(anonymous ? answers.date.slice(0, 7) : answers.date)}`);
  if (answers.consents) lines.push(`consent: ${JSON.stringify(writer.consent)}`);
  return `${lines.join("\n")}\n`;
}

/** The lines of a text as the file holds them: no white space at their ends, no blank ones before or after.
 * @param {string} text @returns {string[]} */
export function textLines(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.replace(/[ \t]+$/, ""));
  while (lines.length && !lines[0]) lines.shift();
  while (lines.length && !lines[lines.length - 1]) lines.pop();
  if (lines.length) lines[0] = lines[0].replace(/^[ \t]+/, "");
  return lines;
}

/** An id for the comment, from its first words: never from the name of who signs, who may be anonymous.
 * @param {string} text @param {(id: string) => boolean} isTaken @param {Writer} writer @returns {string} */
export function proposedName(text, isTaken, writer) {
  const start = shortId(textLines(text)[0] ?? "", writer.longest) || writer.nameless;
  let name = start;
  for (let number = 2; isTaken(name) || RESERVED.test(name); number++) name = `${start}-${number}`;
  return name;
}

/** @param {string} text @param {number} longest */
function shortId(text, longest) {
  const bare = text.toLowerCase().replaceAll("’", "-").normalize("NFKD").replace(/[^\0-\x7f]/g, "");
  let start = "";
  for (const word of bare.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").split("-")) {
    if (start.length + word.length >= longest) break;
    start = `${start}-${word}`.replace(/^-+|-+$/g, "");
  }
  return start;
}

/** @param {string} value */
function scalar(value) {
  return ID.test(value) ? value : JSON.stringify(value);
}

/** A text without what pasting brings unseen: spaces that are no spaces at the beginning of a line, where they would move
 * the text out of its field, or at its end, where nobody prints them, and halves of signs, which no file can hold.
 * @param {string} text @returns {string} */
export function settled(text) {
  let begun = false;
  const lines = whole(text).replace(/\r\n?/g, "\n").split("\n").map((typed) => {
    const line = typed.replace(/[\p{Zs}\t]+$/u, "");
    const letters = [...line];
    const first = letters.findIndex((sign) => !isBlank(sign) && !isHidden(sign));
    const lead = first < 0 ? letters : letters.slice(0, first);
    const bare = first < 0 || !begun;
    begun ||= first >= 0;
    if (!lead.some((sign) => sign !== " " && isBlank(sign)) && !(bare && lead.some(isHidden))) return line;
    const mended = bare ? lead.filter((sign) => isHidden(sign)) : lead.map((sign) => (isOdd(sign) ? " " : sign));
    return [...mended, ...letters.slice(lead.length)].join("");
  });
  return lines.join("\n");
}

/** The same for a line, like a name, in which a tabulator is a space. @param {string} line @returns {string} */
export function settledLine(line) {
  return whole(line).replace(/[\r\n\t]+/g, " ").replace(/^[\p{Zs}\t]+|[\p{Zs}\t]+$/gu, "");
}

/** @param {string} text */
function whole(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** @param {string} sign */
function isBlank(sign) {
  return sign === "\t" || /\p{Zs}/u.test(sign);
}

/** @param {string} sign */
function isOdd(sign) {
  return sign !== " " && /\p{Zs}/u.test(sign);
}
