// @ts-check
/** What comes from programs for writing: their lists, and their paragraphs without an empty line between them. */

/** A pasted text with the lists of Word and of mail programs as this form writes them. @param {string} text @returns {string} */
export function pasted(text) {
  return text
    .replace(/^[^\S\n]*[•·▪●◦‣∙\uf0b7\uf0a7][^\S\n]+/gmu, "- ")
    .replace(/^[^\S\n]*[o§]\t[^\S\n]*/gmu, "- ")
    .replace(/^[^\S\n]*(\d{1,3}[.)])\t[^\S\n]*/gmu, "$1 ");
}

/** Whether a whole sentence stands on a line and another begins on the next: they come out as one paragraph.
 * @param {string} text @returns {boolean} */
export function isRunOn(text) {
  return /\S[^\S\n]+\S.*[.!?…][»”")]*[^\S\n]*\r?\n[«“"(]*\p{Lu}/u.test(text);
}
