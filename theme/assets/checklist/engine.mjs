// @ts-check
/**
 * Compiled rules and answers → outcomes: the same meaning as macros/checklist in Python, held to it by the fingerprint
 * of all outcomes. Every number is a position on its scale. Knows neither words nor pages.
 *
 * @typedef {"question" | "criterion" | "table"} Stage
 * @typedef {[Stage, number]} Node
 * @typedef {[Stage, number, number[]]} Test  true when the value of a node is among these
 * @typedef {{id: string, gather: "tally" | "weakest" | "strongest", questions: number[], starts: number[]}} Criterion
 * @typedef {{id: string, tests: Test[], outcome: number}} Row
 * @typedef {{id: string, inputs: Node[], rows: Row[]}} Table
 * @typedef {{id: string, ceiling: boolean, scenario: number, tests: Test[]}} Limit
 * @typedef {{questions: string[], answers: string[], scenarios: string[], advice: string[], criteria: Criterion[],
 *   tables: Table[], scenario: Table, limits: Limit[], risks: {risk: string, tests: Test[]}[]}} Rules
 * @typedef {Record<Stage, ArrayLike<number>>} Values
 * @typedef {{scenario: number, proposed: number, criteria: number[], advice: number[], rows: string[],
 *   limits: string[], risks: string[]}} Outcome
 * @typedef {(number | null)[]} Partial  null where the answer is not known
 */

/** The outcome of a complete set of answers, with all that explains it.
 * @param {Rules} rules @param {number[]} profile @returns {Outcome} */
export function evaluate(rules, profile) {
  const criteria = rules.criteria.map((one) => levelOf(one, profile));
  const values = { question: profile, criterion: criteria, table: /** @type {number[]} */ ([]) };
  const hits = rules.tables.map((table) => table.rows[rowOf(table, values)]);
  values.table = hits.map((row) => row.outcome);
  const last = rules.scenario.rows[rowOf(rules.scenario, values)];
  const limits = rules.limits.filter((limit) => hold(limit.tests, values));
  return {
    scenario: bounded(rules, last.outcome, limits),
    proposed: last.outcome,
    criteria,
    advice: values.table,
    rows: [...hits, last].map((row) => row.id),
    limits: limits.map((limit) => limit.id),
    risks: rules.risks.filter((risk) => hold(risk.tests, values)).map((risk) => risk.risk),
  };
}

/** @param {Criterion} criterion @param {ArrayLike<number>} answers of all questions @returns {number} */
function levelOf(criterion, answers) {
  const own = criterion.questions.map((question) => answers[question]);
  const gathered = { tally: own.reduce((a, b) => a + b), weakest: Math.min(...own), strongest: Math.max(...own) };
  return criterion.starts.filter((start) => start <= gathered[criterion.gather]).length - 1;
}

/** The position of the one row that applies. @param {Table} table @param {Values} values @returns {number} */
function rowOf(table, values) {
  const hits = table.rows.flatMap((row, place) => (hold(row.tests, values) ? [place] : []));
  if (hits.length !== 1) throw new Error(`${table.id}: ${hits.length}`);
  return hits[0];
}

/** @param {Test[]} tests @param {Values} values @returns {boolean} */
function hold(tests, values) {
  return tests.every(([stage, place, among]) => among.includes(values[stage][place]));
}

/** A scenario no lower than the highest floor and no higher than the lowest ceiling.
 * @param {Rules} rules @param {number} proposed @param {Limit[]} limits @returns {number} */
function bounded(rules, proposed, limits) {
  const floor = Math.max(0, ...limits.filter((one) => !one.ceiling).map((one) => one.scenario));
  const ceiling = Math.min(rules.scenarios.length - 1, ...limits.filter((one) => one.ceiling).map((one) => one.scenario));
  return Math.min(Math.max(proposed, floor), ceiling);
}

/**
 * One-answer changes that give another scenario; where there are none, pairs of changes that do.
 * @param {Rules} rules @param {number[]} profile
 * @returns {{answers: {question: number, answer: number}[], scenario: number}[]}
 */
export function changes(rules, profile) {
  const now = evaluate(rules, profile).scenario;
  const single = profile.flatMap((old, question) =>
    rules.answers.flatMap((_, answer) => (answer === old ? [] : [{ question, answer }])),
  );
  /** @param {{question: number, answer: number}[]} answers */
  const leading = (answers) => {
    const other = [...profile];
    for (const { question, answer } of answers) other[question] = answer;
    const { scenario } = evaluate(rules, other);
    return scenario === now ? [] : [{ answers, scenario }];
  };
  const found = single.flatMap((one) => leading([one]));
  if (found.length) return found;
  return single.flatMap((one, place) =>
    single.slice(place + 1).flatMap((two) => (one.question === two.question ? [] : leading([one, two]))),
  );
}

/**
 * What can still come out while some answers are missing, and the question whose answer would say most.
 * `always` are on whatever the missing answers, `maybe` only for some of them; tables are `settled` when nothing they
 * look at is missing.
 * @param {Rules} rules @param {Partial} partial
 */
export function possible(rules, partial) {
  const plan = planOf(rules);
  const { scenarios, best } = narrowing(rules, plan, partial);
  const seen = (/** @type {number} */ slot) => [...reached(plan, partial, slot)].sort((a, b) => a - b);
  const flags = (/** @type {number[]} */ slots) => {
    const found = slots.map(seen);
    return {
      always: found.flatMap((values, place) => (values.includes(0) ? [] : [place])),
      maybe: found.flatMap((values, place) => (values.length === 2 ? [place] : [])),
    };
  };
  return {
    scenarios,
    best,
    levels: plan.criteria.map(seen),
    advice: plan.tables.map(seen),
    settled: plan.tables.map((slot) => [...plan.cones[slot]].every((question) => partial[question] !== null)),
    limits: flags(plan.limits),
    risks: flags(plan.risks),
  };
}

/** The scenarios still possible, and the question that leaves the least doubt on average, or null if none is needed.
 * @param {Rules} rules @param {Plan} plan @param {Partial} partial */
function narrowing(rules, plan, partial) {
  const open = [...plan.cones[plan.scenario]].filter((question) => partial[question] === null);
  const size = rules.scenarios.length;
  const counts = open.map(() => rules.answers.map(() => new Array(size).fill(0)));
  const all = new Set();
  walk(plan, partial, open, (values) => {
    const scenario = values[plan.scenario];
    all.add(scenario);
    open.forEach((question, place) => (counts[place][values[question]][scenario] += 1));
  });
  const scenarios = [...all].sort((a, b) => a - b);
  const doubts = counts.map((answers) => answers.reduce((sum, cell) => sum + doubt(cell), 0));
  const best = scenarios.length > 1 ? open[doubts.indexOf(Math.min(...doubts))] : null;
  return { scenarios, best };
}

/** How mixed some counts are (Gini impurity, times their sum). @param {number[]} counts @returns {number} */
function doubt(counts) {
  const sum = counts.reduce((a, b) => a + b, 0);
  return sum && sum - counts.reduce((total, count) => total + (count * count) / sum, 0);
}

/** The values that a slot takes over all completions. @param {Plan} plan @param {Partial} partial @param {number} slot */
function reached(plan, partial, slot) {
  const found = new Set();
  const open = [...plan.cones[slot]].filter((question) => partial[question] === null);
  walk(plan, partial, open, (values) => found.add(values[slot]));
  return found;
}

/**
 * The rules flattened for speed: every value has a slot, and every step fills one slot from a few others by looking up
 * a small table. `cones` are the questions each slot depends on.
 * @typedef {{inputs: number[], strides: number[], results: Uint8Array, out: number}} Step
 * @typedef {{count: number, size: number, slots: number, steps: Step[], cones: Set<number>[], criteria: number[],
 *   tables: number[], scenario: number, limits: number[], risks: number[]}} Plan
 * @param {Rules} rules @returns {Plan}
 */
function planOf(rules) {
  const [questions, criteria, tables] = [rules.questions.length, rules.criteria.length, rules.tables.length];
  const first = { question: 0, criterion: questions, table: questions + criteria };
  const proposed = questions + criteria + tables;
  const places = (/** @type {number} */ from, /** @type {unknown[]} */ of) => of.map((_, place) => from + place);
  const limits = places(proposed + 1, rules.limits);
  const scenario = proposed + 1 + limits.length;
  const risks = places(scenario + 1, rules.risks);
  /** @type {Plan} */
  const plan = {
    count: questions,
    size: rules.answers.length,
    slots: scenario + 1 + risks.length,
    steps: [],
    cones: rules.questions.map((_, place) => new Set([place])),
    criteria: places(first.criterion, rules.criteria),
    tables: places(first.table, rules.tables),
    scenario,
    limits,
    risks,
  };
  const sizes = (/** @type {Node} */ [stage, place]) =>
    ({ question: plan.size, criterion: rules.criteria[place]?.starts.length, table: rules.advice.length })[stage];
  /** @param {Node[]} nodes @param {number} out @param {(values: Values) => number} decide */
  const add = (nodes, out, decide) => {
    const inputs = nodes.map(([stage, place]) => first[stage] + place);
    addStep(plan, inputs, nodes.map(sizes), out, (cell) => {
      /** @type {Record<Stage, number[]>} */
      const values = { question: [], criterion: [], table: [] };
      nodes.forEach(([stage, place], i) => (values[stage][place] = cell[i]));
      return decide(values);
    });
  };
  const flag = (/** @type {Test[]} */ tests, /** @type {number} */ out) =>
    add(tests.map(([stage, place]) => [stage, place]), out, (values) => Number(hold(tests, values)));
  rules.criteria.forEach((one, i) =>
    add(one.questions.map((q) => ["question", q]), plan.criteria[i], (values) => levelOf(one, values.question)));
  rules.tables.forEach((one, i) =>
    add(one.inputs, plan.tables[i], (values) => one.rows[rowOf(one, values)].outcome));
  add(rules.scenario.inputs, proposed, (values) => rules.scenario.rows[rowOf(rules.scenario, values)].outcome);
  rules.limits.forEach((one, i) => flag(one.tests, limits[i]));
  const cells = [rules.scenarios.length, ...limits.map(() => 2)];
  addStep(plan, [proposed, ...limits], cells, scenario, ([value, ...on]) =>
    bounded(rules, value, rules.limits.filter((_, i) => on[i])));
  rules.risks.forEach((one, i) => flag(one.tests, risks[i]));
  return plan;
}

/** @param {Plan} plan @param {number[]} inputs @param {number[]} sizes @param {number} out
 * @param {(cell: number[]) => number} decide */
function addStep(plan, inputs, sizes, out, decide) {
  const strides = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a * b, 1));
  const results = new Uint8Array(sizes.reduce((a, b) => a * b, 1));
  for (let code = 0; code < results.length; code += 1) {
    results[code] = decide(sizes.map((size, i) => Math.floor(code / strides[i]) % size));
  }
  plan.steps.push({ inputs, strides, results, out });
  plan.cones[out] = new Set(inputs.flatMap((slot) => [...plan.cones[slot]]));
}

/** Fill every slot from the answers. @param {Plan} plan @param {Uint8Array} values */
function run(plan, values) {
  for (const { inputs, strides, results, out } of plan.steps) {
    let code = 0;
    for (let i = 0; i < inputs.length; i += 1) code += values[inputs[i]] * strides[i];
    values[out] = results[code];
  }
}

/** Visit every completion of the open questions; other missing answers stand at 0, for they do not count.
 * @param {Plan} plan @param {Partial} partial @param {number[]} open @param {(values: Uint8Array) => void} visit */
function walk(plan, partial, open, visit) {
  const values = new Uint8Array(plan.slots);
  partial.forEach((answer, question) => (values[question] = answer ?? 0));
  const total = plan.size ** open.length;
  for (let number = 0; number < total; number += 1) {
    let rest = number;
    for (const question of open) {
      values[question] = rest % plan.size;
      rest = Math.floor(rest / plan.size);
    }
    run(plan, values);
    visit(values);
  }
}

/** How many sets of answers there are. @param {Rules} rules @returns {number} */
export function profilesOf(rules) {
  return rules.answers.length ** rules.questions.length;
}

const CHUNK = 20000;

/**
 * SHA-256 of the outcomes of all profiles: the column of the scenario, then of each verdict, then of each risk; profiles
 * are numbered with the first question most significant. Equal to `Columns.sha256` in macros/checklist/columns.py.
 * Raises an error where the browser keeps its hash from pages that are not secure.
 * @param {Rules} rules @param {(share: number) => void} progress @returns {Promise<string>}
 */
export async function fingerprint(rules, progress) {
  const plan = planOf(rules);
  const total = profilesOf(rules);
  const columns = [plan.scenario, ...plan.tables, ...plan.risks];
  const bytes = new Uint8Array(total * columns.length);
  const values = new Uint8Array(plan.slots);
  for (let number = 0; number < total; number += 1) {
    if (number % CHUNK === 0) {
      progress(number / total);
      await new Promise((resolve) => setTimeout(resolve)); // the page stays alive where there is no worker
    }
    run(plan, values);
    for (let i = 0; i < columns.length; i += 1) bytes[i * total + number] = values[columns[i]];
    next(values, plan);
  }
  progress(1);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The answers of the next profile. @param {Uint8Array} values @param {Plan} plan */
function next(values, plan) {
  for (let question = plan.count - 1; question >= 0; question -= 1) {
    values[question] += 1;
    if (values[question] < plan.size) return;
    values[question] = 0;
  }
}
