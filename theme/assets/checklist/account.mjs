// @ts-check
/**
 * A sheet's answers → all there is to say of them: what came out, or can still come out, with the reasons the author
 * wrote. Knows no page: the result, the files and the comparison read the same account.
 *
 * @typedef {import("./app.mjs").Data} Data
 * @typedef {import("./app.mjs").Reason} Reason
 * @typedef {{title: string, activities: {title: string, href: string}[], advice: number[], reason: Reason | null}} Verdict
 * @typedef {{question: number, answers: number[]}} Turn  other answers to a question
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
    return own.length ? [{ scenario, ways: merged(own.map((change) => change.answers)) }] : [];
  });
}

/** Changes of one answer to the same question become one change with several answers.
 * @param {{question: number, answer: number}[][]} ways @returns {Turn[][]} */
function merged(ways) {
  if (ways[0].length > 1) return ways.map((way) => way.map(({ question, answer }) => ({ question, answers: [answer] })));
  const questions = [...new Set(ways.map(([one]) => one.question))];
  return questions.map((question) => [
    { question, answers: ways.filter(([one]) => one.question === question).map(([one]) => one.answer) },
  ]);
}

/** How a scenario is called among others, where its whole title would be long.
 * @param {Data} data @param {number[]} places @returns {string} */
export function named(data, places) {
  return either(places.map((place) => data.scenarios[place].label), data.language);
}

/** What came out, in one line: one scenario with its whole title, or the names of those still possible.
 * @param {import("./app.mjs").Room} room @param {Account} account */
export function titleOf(room, account) {
  const [first, ...others] = account.scenarios;
  return others.length
    ? room.word("sheet_result_open", { scenario: named(room.data, account.scenarios) })
    : room.word("sheet_result_title", { scenario: room.data.scenarios[first].title });
}

/** Names joined as the language joins alternatives. @param {string[]} names @param {string} language */
export function either(names, language) {
  return new Intl.ListFormat(language, { type: "disjunction" }).format(names);
}
