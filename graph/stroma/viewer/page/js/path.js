// How are two terms connected? The best way, by the criteria of stroma.paths and stroma.links, so that the page and
// `stroma path` say the same: one statement on both, then fewest steps that nothing supports, then fewest detours,
// then the best level of the weakest steps, then the fewest steps. A cost is one number, a digit of 64 a criterion.
const STEPS = 4,
  MAX_STEPS = 400000,
  DETOUR = 64 ** 6,
  NOT_FOR_IT = 64 ** 7;

const FORWARD = 0,
  BACKWARD = 1,
  ASKED_IN = 2,
  ASKED_OF = 3,
  MEASURED_IN = 4,
  MEASURES = 5,
  KIND_OF = 6,
  INCLUDES = 7,
  DEFINED_BY = 8,
  DEFINES = 9;

// A reference stands between people without a control group and animals; no level is as weak as animals.
const LEVEL_COST = [64 ** 5, 0, 64, 64 ** 2, 64 ** 3, 64 ** 5, 64 ** 4];

function stepCost(e, role) {
  return (
    1 +
    LEVEL_COST[e.lv || 0] +
    ([1, 2, 5].includes(e.st) ? NOT_FOR_IT : 0) +
    (isTrial(e) ? DETOUR : 0) +
    (role === MEASURED_IN || role === MEASURES ? DETOUR : 0)
  );
}

// Every step away from a term; what articles only claim is none.
function stepsFrom(no) {
  const out = [];
  for (const e of links(node(no)).map(edge)) {
    if (e.st === 5 || !passes(e)) continue;
    for (const [a, b, there, back] of [
      [e.from, e.to, FORWARD, BACKWARD],
      [e.from, e.c, ASKED_IN, ASKED_OF],
      [e.to, e.c, MEASURED_IN, MEASURES],
    ]) {
      if (b === undefined || a === b) continue;
      if (a === no) out.push({ no: b, e, role: there, cost: stepCost(e, there) });
      if (b === no) out.push({ no: a, e, role: back, cost: stepCost(e, back) });
    }
  }
  const n = node(no);
  const define = (others, role, cost) =>
    (others || []).forEach(
      (other) => typeof other === "number" && other !== no && out.push({ no: other, e: null, role, cost }),
    );
  define(n.b, KIND_OF, 1 + DETOUR);
  define(n.nw, INCLUDES, 1 + DETOUR);
  define([n.ct, n.of], DEFINED_BY, 1);
  define((n.mo || []).concat((n.pr || []).filter((p) => node(p).ct === no)), DEFINES, 1);
  return out;
}

// Nothing along a chain; two detours where two steps only meet.
function turnCost(hops, role) {
  const last = hops.length ? hops[hops.length - 1].role : -1;
  if (last === KIND_OF && role === DEFINES) return 2 * DETOUR;
  const stated = hops
    .filter((hop) => hop.role < KIND_OF)
    .map((hop) => hop.role)
    .pop();
  return [FORWARD, ASKED_IN, MEASURED_IN].includes(stated) && [BACKWARD, ASKED_OF, MEASURES].includes(role)
    ? 2 * DETOUR
    : 0;
}

// Up to a class and down to another of its members: that two things are of one kind links nothing.
const isOverClass = (hops, role) =>
  hops.length > 0 &&
  [
    [KIND_OF, INCLUDES],
    [DEFINED_BY, DEFINES],
  ].some(([a, b]) => a === hops[hops.length - 1].role && b === role);

// What one statement says of both ends; a mere trial, or a third thing told of both, is none.
function directStep(steps, from, to) {
  const told = steps(from).filter((step) => step.no === to && step.e && step.cost % NOT_FOR_IT < DETOUR);
  return told.reduce((best, step) => (best && best.cost <= step.cost ? best : step), null);
}

// That two products both gave headache explains nothing.
const isSharedHarm = (hops) =>
  hops.some(
    (hop, i) =>
      i &&
      hop.e &&
      hops[i - 1].e &&
      [FORWARD, MEASURES].includes(hops[i - 1].role) &&
      [BACKWARD, MEASURED_IN].includes(hop.role) &&
      isHarm(hop.e) &&
      isHarm(hops[i - 1].e),
  );

// How cheaply the end can be reached from each term in so many steps: never more than the true cost.
function bounds(to, from) {
  const layers = [new Map([[to, 0]])];
  for (let left = 1; left <= STEPS; left++) {
    const before = layers[left - 1],
      after = new Map(before);
    for (const [no, cost] of before)
      for (const step of from(no)) {
        const there = cost + step.cost;
        if (!(after.get(step.no) <= there)) after.set(step.no, there);
      }
    layers.push(after);
  }
  return layers;
}

const isBefore = (a, b) => {
  if (a.bound !== b.bound) return a.bound < b.bound;
  for (let i = 0; i < Math.min(a.stops.length, b.stops.length); i++)
    if (a.stops[i] !== b.stops[i]) return a.stops[i] < b.stops[i];
  return a.stops.length !== b.stops.length ? a.stops.length < b.stops.length : a.at < b.at;
};

function push(heap, item) {
  let i = heap.push(item) - 1;
  for (let up; i && isBefore(item, heap[(up = (i - 1) >> 1)]); i = up) {
    heap[i] = heap[up];
    heap[up] = item;
  }
}

function pop(heap) {
  const first = heap[0],
    last = heap.pop();
  if (!heap.length) return first;
  for (let i = 0, next; ; i = next) {
    heap[i] = last;
    next = 2 * i + 1;
    if (next + 1 < heap.length && isBefore(heap[next + 1], heap[next])) next++;
    if (next >= heap.length || !isBefore(heap[next], last)) return first;
    heap[i] = heap[next];
  }
}

// Best-first search with that bound; without loops, and a proposition serves a way once.
function findPath(from, to) {
  const known = new Map();
  const steps = (no) => {
    if (!known.has(no)) known.set(no, stepsFrom(no));
    return known.get(no);
  };
  const layers = bounds(to, steps);
  if (from === to || !layers[STEPS].has(from)) return from === to ? [] : null;
  const direct = directStep(steps, from, to);
  if (direct) return [{ from, ...direct }];
  const heap = [{ bound: layers[STEPS].get(from), stops: [from], at: 0, cost: 0, hops: [] }];
  for (let looked = 0; heap.length && looked <= MAX_STEPS;) {
    const way = pop(heap),
      no = way.stops[way.stops.length - 1],
      left = STEPS - way.hops.length - 1;
    if (no === to && !isSharedHarm(way.hops)) return way.hops;
    if (no === to || left < 0) continue;
    const best = new Map();
    for (const step of steps(no)) {
      if (step.e && way.hops.some((hop) => hop.e === step.e)) continue;
      const key = step.no + "/" + step.role;
      if (!best.has(key) || step.cost < best.get(key).cost) best.set(key, step);
    }
    for (const step of best.values()) {
      looked++;
      if (way.stops.includes(step.no) || !layers[left].has(step.no) || isOverClass(way.hops, step.role))
        continue;
      const cost = way.cost + turnCost(way.hops, step.role) + step.cost;
      push(heap, {
        bound: cost + layers[left].get(step.no),
        stops: way.stops.concat(step.no),
        at: looked,
        cost,
        hops: way.hops.concat({ from: no, ...step }),
      });
    }
  }
  return null;
}
