// Who was studied, and what trials found: counted from the propositions around the focus, before any filter but one
// that chooses studies. The definition is that of `study_counts` (graph/stroma/cards/counts.py); a test compares
// them for every term.
const REVIEWS = ["meta analysis", "systematic review"];
const RANDOMISED = ["randomised controlled", "crossover randomised"];
const CONTROLLED = [...RANDOMISED, "non randomised controlled"];
const LABORATORY = ["animal", "in vitro"];
const COUNTED =
  "Counted: studies in people with a finding on benefit or harm here. Papers on the same people are one " +
  "study; reviews are counted apart. Controlled: with a comparison group, randomised or not. The card of " +
  "stroma show counts in the same way; the question studies-of-disease lists more: every paper, reviews, " +
  "and studies without such a finding.";
const isHuman = (s) => !s.ref && !LABORATORY.includes(s.de);
const cluster = (s) => (s.same === undefined ? s.no : s.same);
const isBenefit = (e) => !!predicate(e).helps;

// A laboratory model of a disease, or a form of one: what was found in it was found in no person with the disease.
const isModel = (no) =>
  node(no).of !== undefined || (node(no).b || []).some((wider) => node(wider).of !== undefined);
const isInModel = (e) =>
  [e.to, e.c].some((no) => no !== undefined && kindOf(node(no)) === "Disease" && isModel(no));

// The term and its narrower ones, as a card takes them: neither its models nor what is made from it.
function narrower(no, seen = new Set([no])) {
  for (const at of seen) for (const next of node(at).nw || []) seen.add(next);
  return seen;
}

// What was asked on benefit: of the term itself, which is what its card counts; in models of a disease; and further, of
// studies that used a route or a tissue, or of terms laid open beside it. Never in one count.
function helpGroups(edges) {
  const isAll = state.whole || state.path || state.focus === null,
    own = isAll ? new Set() : narrower(state.focus),
    isOfModel = isAll || !isModel(state.focus);
  const helps = edges.filter((e) => topic(e) === 0),
    models = isOfModel ? helps.filter(isInModel) : [],
    rest = helps.filter((e) => !models.includes(e));
  const asked = isAll ? rest : rest.filter((e) => own.has(e.from) || own.has(e.to) || own.has(e.c));
  return { asked, models, beyond: rest.filter((e) => !asked.includes(e)) };
}

function facts() {
  const edges = scope.counted;
  const clinical = edges.filter((e) => topic(e) < 2);
  const human = new Map();
  clinical
    .flatMap(ownSources)
    .filter(isHuman)
    .forEach((s) => human.set(s.no, s));
  const papers = [...human.values()];
  const studies = new Set(papers.filter((s) => !REVIEWS.includes(s.de)).map(cluster));
  const controlled = new Set(papers.filter((s) => CONTROLLED.includes(s.de)).map(cluster));
  const benefit = edges.filter(isBenefit),
    groups = helpGroups(edges);
  return {
    edges,
    clinical,
    benefit,
    groups,
    studies: studies.size,
    controlled: controlled.size,
    reviews: papers.filter((s) => REVIEWS.includes(s.de)).length,
    trials: trials(benefit),
    animal: new Set(
      edges
        .flatMap(ownSources)
        .filter((s) => LABORATORY.includes(s.de))
        .map((s) => s.no),
    ).size,
    retracted: new Set(
      edges.flatMap((e) =>
        e.gone
          .map(finding)
          .filter((f) => isOwn(e) || state.whole || usedFocus(f))
          .map((f) => source(f.s))
          .filter((s) => s && !s.ref && (LABORATORY.includes(s.de) || topic(e) < 2)),
      ),
    ).size,
    count: (st) => benefit.filter((e) => e.st === st && !groups.models.includes(e)),
  };
}

// Reviews of this disease alone that pool more studies than are entered on it, as `reviews_of_more`
// (graph/stroma/cards/counts.py) finds them. A filter on studies leaves a part of what is entered, and then says
// nothing of it.
function reviewsOfMore() {
  if (
    state.whole ||
    state.path ||
    state.focus === null ||
    kindOf(node(state.focus)) !== "Disease" ||
    choosesStudies()
  )
    return [];
  const own = narrower(state.focus),
    f = facts(),
    entered = (s) => (s.pools === "randomised trials" ? f.controlled : f.studies);
  return source
    .all()
    .filter(
      (s) =>
        s.np && !isGone(s) && (s.dis || []).length && s.dis.every((no) => own.has(no)) && s.np > entered(s),
    )
    .sort((a, b) => b.np - a.np || a.no - b.no);
}
// Where there is little room without what it pools.
const poolsMore = (s, isShort = false) =>
  (isShort ? META.said.poolsMore.replace(" studies of {products}", "") : META.said.poolsMore)
    .replace("{n}", s.np)
    .replace("{products}", (s.prod || []).map(nameOf).join(", "));

// The counts of another term than the one in the middle, for the tests.
function countsOf(curie) {
  const before = state.focus;
  state.focus = lookUp(node, "curie", curie);
  reckon();
  const found = { ...facts(), ofMore: reviewsOfMore().map((s) => s.id) };
  state.focus = before;
  reckon();
  return found;
}

// What a trial was compared with. The main comparison of the study goes before that of a single finding.
const CONTROLS = [
  ["placebo or sham", ["placebo", "sham"]],
  ["an active treatment", ["active"]],
  ["standard care or no treatment", ["standard care", "untreated"]],
  ["a control that is not recorded here", []],
];
const controlKind = (words) => CONTROLS.findIndex(([, kinds]) => kinds.includes(words));
const people = (trialList) => trialList.reduce((sum, t) => sum + (t.s.n || 0), 0);

// Every randomised trial on benefit, the largest first; `silent` are those of which no result on benefit is entered.
function trials(benefit) {
  const found = new Map();
  const add = (s) => {
    const key = cluster(s);
    if (!found.has(key))
      found.set(key, { s, directions: new Set(), kinds: new Set(), against: new Set(), on: new Map() });
    const trial = found.get(key);
    const isDecided = s.pk === "efficacy" && (s.pm === "met" || s.pm === "not met");
    if (isDecided) Object.assign(trial, { s, met: s.pm === "met" });
    if (s.pc) trial.pc = s.pc;
    return trial;
  };
  for (const e of benefit)
    for (const f of ownFindings(e)) {
      const s = source(f.s);
      if (!s || s.ref || !RANDOMISED.includes(s.de)) continue;
      const trial = add(s),
        kind = controlKind(f.ce);
      if (kind >= 0) trial.kinds.add(kind);
      if (f.ce === "active" && f.cmp) trial.against.add(f.cmp);
      // A change within an arm, or a count without a test, answers nothing.
      if (kind >= 0 && f.lv && f.lv <= 2) {
        const on = ["ameliorates", "cures"].includes(predicate(e).name) ? "whole" : e.to;
        trial.on.set(on, (trial.on.get(on) || new Set()).add(f.d));
        trial.directions.add(f.d);
      }
      trial.hasResult = true;
    }
  if (!state.whole)
    for (const no of inFocus) for (const at of node(no).rt || []) if (isChosen({ s: at })) add(source(at));
  const bySize = [...found.values()].sort(
    (a, b) => (b.s.n || 0) - (a.s.n || 0) || (a.s.y || 9999) - (b.s.y || 9999) || a.s.no - b.s.no,
  );
  for (const t of bySize)
    t.kind =
      controlKind(t.pc) >= 0 ? controlKind(t.pc) : t.kinds.size ? Math.min(...t.kinds) : CONTROLS.length - 1;
  return { all: bySize.filter((t) => t.hasResult), silent: bySize.filter((t) => !t.hasResult) };
}
