// @ts-check
/**
 * The proof in the reader's hands: compute the outcomes of all answers here, and compare their hash with the published
 * one. In a worker where the page can have one, else in small steps.
 *
 * @typedef {import("./app.mjs").Room} Room
 * @typedef {import("./steps.mjs").View} View
 */
import { el, heading } from "../dom.mjs";
import { fingerprint, profilesOf } from "./engine.mjs";

/** @param {Room} room @returns {View} */
export function certificate(room) {
  const total = profilesOf(room.today.rules).toLocaleString(room.today.language);
  const bar = el("progress", { max: "1", value: "0", hidden: true, "aria-label": room.word("sheet_proof_progress") });
  const found = el("div", { role: "status" });
  const button = el("button", { type: "button", class: "sheet-button", click: async () => {
    button.setAttribute("disabled", "");
    bar.hidden = false;
    found.replaceChildren();
    found.append(...(await verdict(room, (share) => bar.setAttribute("value", String(share)))));
    bar.hidden = true;
    button.removeAttribute("disabled");
  } }, room.word("sheet_proof_compute"));
  const node = el("div", {},
    el("p", { class: "sheet-back" }, el("a", { href: `#${room.at.start}` }, room.word("sheet_back"))),
    heading(room.word("sheet_proof_title")),
    el("p", {}, room.word("sheet_proof_about", { total })),
    el("p", {}, room.word("sheet_proof_published"), " ", el("code", { class: "sheet-hash" }, room.today.fingerprint)),
    el("p", { class: "sheet-actions" }, button), bar, found);
  return { title: room.word("sheet_proof_title"), node };
}

/** @param {Room} room @param {(share: number) => void} progress */
async function verdict(room, progress) {
  if (!globalThis.crypto?.subtle) return [el("p", {}, room.word("sheet_proof_no_hash"))];
  const began = performance.now();
  const hash = await computed(room, progress);
  const seconds = ((performance.now() - began) / 1000).toLocaleString(room.today.language, { maximumFractionDigits: 1 });
  const equal = hash === room.today.fingerprint;
  return [
    el("p", {}, el("strong", {}, room.word(equal ? "sheet_proof_equal" : "sheet_proof_different", { seconds }))),
    el("p", {}, room.word("sheet_proof_here"), " ", el("code", { class: "sheet-hash" }, hash)),
  ];
}

/** @param {Room} room @param {(share: number) => void} progress @returns {Promise<string>} */
function computed(room, progress) {
  if (!room.assets) return fingerprint(room.today.rules, progress);
  const worker = new Worker(new URL("worker.mjs", room.assets), { type: "module" });
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.hash ? resolve(data.hash) : progress(data.share));
    worker.onerror = reject;
  });
  worker.postMessage(room.today.rules);
  return answer.catch(() => fingerprint(room.today.rules, progress)).finally(() => worker.terminate());
}
