// @ts-check
/**
 * Small pieces of page: elements made without any inline style or handler, which the policy of the pages forbids.
 *
 * @typedef {Node | string | null | undefined | false} Child
 */

/** An element; attributes that are functions listen, `true` is an attribute without value, `false` is left out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Child | Child[])} children
 * @returns {HTMLElement} */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child) made.append(child);
  return made;
}

/** The nodes of a fragment that is known to be safe. @param {string} html @returns {Node[]} */
export function nodes(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return [...holder.content.childNodes];
}

/** The same fragment as words alone, for what must hold no link. @param {string} html @returns {string} */
export function plain(html) {
  return nodes(html).map((node) => node.textContent).join("").trim();
}

/** A text with its `{places}` filled. @param {string} text @param {Record<string, unknown>} values @returns {string} */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** The same names and values, without those that every object has: `constructor` is a name like any other.
 * @template T @param {Record<string, T>} found @returns {Record<string, T>} */
export function bare(found) {
  return Object.assign(Object.create(null), found);
}

/** A text as it may stand in HTML, as the build escapes it. @param {string} text @returns {string} */
export function escaped(text) {
  /** @type {Record<string, string>} */
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}

/** A heading that can take the focus when it is what changed. @param {string} text @param {string} [tag] */
export function heading(text, tag = "h2") {
  return el(tag, { tabindex: "-1", "data-focus": true }, text);
}

/** Give the reader a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
