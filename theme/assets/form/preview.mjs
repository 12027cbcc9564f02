// @ts-check
/**
 * The answers → the comment as it will be published: the template of the site filled, at the build, with words that hold the
 * places of those of the reader.
 *
 * @typedef {import("./app.mjs").Data} Data
 * @typedef {import("./file.mjs").Answers} Answers
 * @typedef {import("./prose.mjs").Mark} Mark
 */
import { escaped } from "../dom.mjs";
import { textLines } from "./file.mjs";
import { fragment } from "./prose.mjs";

/** The comment, as HTML. @param {Answers} answers @param {Data} data @returns {string} */
export function published(answers, data) {
  const anonymous = answers.form === "anonymous";
  const key = [anonymous ? "anonymous" : "name", answers.position || "adds", ...(answers.replies ? ["reply"] : [])].join(" ");
  const { text, name, day, month, spokenDay, spokenMonth } = data.places;
  const date = anonymous ? answers.date.slice(0, 7) : answers.date;
  /** @type {Record<string, string>} */
  const words = {
    [`<p>${text}</p>`]: prose(answers.text, data),
    [name]: escaped(answers.name || "…"),
    [anonymous ? month : day]: date,
    [anonymous ? spokenMonth : spokenDay]: spoken(date, data.months),
  };
  const places = Object.keys(words).map((place) => place.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return data.samples[key].replace(new RegExp(places.join("|"), "g"), (place) => words[place]);
}

/** The paragraphs of a text as the file will hold it. @param {string} text @param {Data} data @returns {string} */
export function prose(text, data) {
  return fragment(`${textLines(text).join("\n")}\n`, data.language, (mark) => printed(mark, data));
}

/** What stands in place of a mark: a link, or the mark as it is where it leads nowhere. @param {Mark} mark @param {Data} data */
function printed(mark, data) {
  if ("id" in mark) {
    const entry = data.entries[mark.id];
    if (!entry) return escaped(mark.words ? `[[${mark.id}|${mark.words}]]` : `[[${mark.id}]]`);
    const lang = entry.lang && !mark.words ? ` lang="${escaped(entry.lang)}"` : "";
    return `<a class="ref" href="${escaped(entry.href)}"${lang}>${escaped(mark.words || entry.title)}</a>`;
  }
  const passage = data.sources[mark.source]?.find((one) => one.id === mark.passage);
  if (!passage) return escaped(`[@${mark.source}/${mark.passage}]`);
  return `<a class="cite" href="${escaped(passage.href)}" title="${escaped(passage.title)}">[${passage.mark}]</a>`;
}

/** A date as readers say it. @param {string} date @param {string[]} months */
function spoken(date, months) {
  const [year, month, day] = date.split("-");
  return [...(day ? [Number(day)] : []), months[Number(month) - 1], year].join(" ");
}
