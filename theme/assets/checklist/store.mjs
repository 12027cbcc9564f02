// @ts-check
/**
 * The reader's sheets, kept in this browser and nowhere else. Answers are kept by the id of their question, with the
 * edition they were given under. Where the browser keeps nothing, sheets last as long as the page.
 *
 * @typedef {{key: string, name: string, edition: string, answers: Record<string, string>, changed: string}} Sheet
 */

const HOME = "sheet:";
/** @type {Map<string, string>} what stands in for a browser that refuses to keep anything */
const loose = new Map();

/** A sheet with no answers yet. @param {string} edition @returns {Sheet} */
export function blank(edition) {
  const key = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  return { key, name: "", edition, answers: {}, changed: new Date().toISOString() };
}

/** Keep a sheet; false if it will be lost with the page. @param {string} checklist @param {Sheet} sheet */
export function keep(checklist, sheet) {
  sheet.changed = new Date().toISOString();
  return write(localStore(), `${HOME}${checklist}:${sheet.key}`, JSON.stringify(sheet));
}

/** The sheets of a checklist, the last changed first. @param {string} checklist @returns {Sheet[]} */
export function kept(checklist) {
  const start = `${HOME}${checklist}:`;
  return keys(localStore())
    .filter((key) => key.startsWith(start))
    .flatMap((key) => readable(read(localStore(), key)))
    .sort((a, b) => b.changed.localeCompare(a.changed));
}

/** @param {string} checklist @param {string} key */
export function forget(checklist, key) {
  drop(localStore(), `${HOME}${checklist}:${key}`);
}

/** Forget every sheet of a checklist, and the one in hand. @param {string} checklist */
export function forgetAll(checklist) {
  for (const sheet of kept(checklist)) forget(checklist, sheet.key);
  drop(sessionStore(), HOME + checklist);
}

/** Remember which sheet is in hand, so that loading the page again finds it. @param {string} checklist @param {Sheet} sheet */
export function hold(checklist, sheet) {
  write(sessionStore(), HOME + checklist, JSON.stringify(sheet));
}

/** The sheet in hand, if there is one. @param {string} checklist @returns {Sheet | undefined} */
export function held(checklist) {
  return readable(read(sessionStore(), HOME + checklist))[0];
}

/** A stored text as a sheet; nothing if it is not one. @param {string | null} text @returns {Sheet[]} */
function readable(text) {
  try {
    const found = JSON.parse(text ?? "null");
    const whole = found && typeof found.key === "string" && typeof found.answers === "object" && found.answers;
    return whole ? [{ ...found, name: String(found.name ?? ""), changed: String(found.changed ?? "") }] : [];
  } catch {
    return [];
  }
}

/** @returns {Storage | null} */
function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @returns {Storage | null} */
function sessionStore() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** @param {Storage | null} store @param {string} key @param {string} text @returns {boolean} */
function write(store, key, text) {
  try {
    if (!store) throw new Error(key);
    store.setItem(key, text);
    return true;
  } catch {
    loose.set(key, text);
    return false;
  }
}

/** @param {Storage | null} store @param {string} key @returns {string | null} */
function read(store, key) {
  return store?.getItem(key) ?? loose.get(key) ?? null;
}

/** @param {Storage | null} store @returns {string[]} */
function keys(store) {
  return [...new Set([...(store ? Object.keys(store) : []), ...loose.keys()])];
}

/** @param {Storage | null} store @param {string} key */
function drop(store, key) {
  store?.removeItem(key);
  loose.delete(key);
}
