// @ts-check
/**
 * A sheet's answers → all there is to say of them: what came out, or can still come out, with the reasons the author
 * wrote. Knows no page: the result, the files and the comparison read the same account.
 *
 * @typedef {import("./app.mjs").Data} Data
 * @typedef {import("./app.mjs").Reason} Reason
 * @typedef {{title: string, activities: {title: string, href: string}[], advice: number[], reason: Reason | null}} Verdict
 * @typedef {{complete: boolean, scenarios: number[], moved: number | null, best: number | null, reason: Reason | null,
 *   verdicts: Verdict[], criteria: {title: string, levels: string[]}[], limits: Reason[],
 *   risks: import("./app.mjs").RiskText[], maybe: import("./app.mjs").RiskText[]}} Account
 */
import { partialOf } from "./address.mjs";
import { changes, evaluate, possible } from "./engine.mjs";

/** @param {Data} data @param {Record<string, string>} answers @returns {Account} */
export function accountOf(data, answers) {
  const partial = partialOf(answers, data.rules);
  const still = possible(data.rules, partial);
  const sample = evaluate(data.rules, partial.map((answer) => answer ?? 0)); // right wherever nothing is missing
  const complete = !partial.includes(null);
  return {
    complete,
    scenarios: still.scenarios,
    moved: complete && sample.proposed !== sample.scenario ? sample.proposed : null,
    best: still.best,
    reason: complete ? data.scenarioRows[sample.rows[data.tables.length]] : null,
    verdicts: data.tables.map((table, place) => ({
      title: table.title,
      activities: table.activities,
      advice: still.advice[place],
      reason: still.settled[place] ? table.rows[sample.rows[place]] : null,
    })),
    criteria: data.criteria.map(({ title, levels }, place) => ({ title, levels: still.levels[place].map((level) => levels[level]) })),
    limits: still.limits.always.map((place) => data.limits[data.rules.limits[place].id]),
    risks: still.risks.always.map((place) => data.risks[place]),
    maybe: still.risks.maybe.map((place) => data.risks[place]),
  };
}

/** What would change the scenario, grouped by the scenario it would become; nothing for answers that are not complete.
 * @param {Data} data @param {Record<string, string>} answers */
export function turnsOf(data, answers) {
  const partial = partialOf(answers, data.rules);
  if (partial.includes(null)) return [];
  const found = changes(data.rules, /** @type {number[]} */ (partial));
  return data.scenarios.flatMap((_, scenario) => {
    const own = found.filter((change) => change.scenario === scenario);
    return own.length ? [{ scenario, ways: own.map((change) => change.answers) }] : [];
  });
}

/** Names joined as the language joins alternatives. @param {string[]} names @param {string} language */
export function either(names, language) {
  return new Intl.ListFormat(language, { type: "disjunction" }).format(names);
}
