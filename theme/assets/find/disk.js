// @ts-check
/**
 * Stands in the place of `Worker` on pages read from a disk, where browsers start none: the search is made in the page
 * itself, by `search.js`, which comes before. Any other work is refused as a browser does that could not read its file;
 * whoever asked for it then does it alone. Nor can files be asked for: the theme, which asks for the map of the site on
 * every page, waits for it without harm; who asks for the rules of another edition learns that they are not here.
 *
 * @typedef {{type: number, data?: any}} Message
 */
(() => {
  "use strict";

  /** @type {{makeIndex: (docs: unknown[], language?: unknown) => unknown, search: (index: unknown, question: string) => unknown}} */
  const find = /** @type {any} */ (globalThis).find;

  class DiskWorker extends EventTarget {
    /** @type {((event: Event) => void) | null} */
    onerror = null;
    /** @type {((event: Event) => void) | null} */
    onmessage = null;
    index = find.makeIndex([]);

    /** @param {string | URL} address */
    constructor(address) {
      super();
      if (!String(address).endsWith("/find/search.js")) setTimeout(() => this.onerror?.(new Event("error")));
    }

    /** What is asked of the search and what it answers: as it says of itself. @param {Message} message */
    postMessage({ type, data }) {
      if (type === 0) this.index = find.makeIndex(data.docs, data.config?.language);
      if (type === 0) this.say({ type: 1 });
      if (type === 2) this.say({ type: 3, data: find.search(this.index, data) });
    }

    /** Later, as the answer of a worker comes. @param {Message} data */
    say(data) {
      setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {}
  }

  XMLHttpRequest.prototype.send = () => {};
  Object.assign(globalThis, { Worker: DiskWorker, fetch: () => Promise.reject(new TypeError("file:")) });
})();
