// The page to take along: what was studied, in how many people, and did it help?

// The disease needs no second word where the page is on it, or the study is named with it.
const isInItsDisease = (e, s) =>
  kindOf(node(state.focus)) === "Disease" ||
  (isOfProduct() && (s.dis || []).length === 1 && s.dis[0] === diseaseOf(e));

const measureWords = (e, s) =>
  ["ameliorates", "cures"].includes(predicate(e).name)
    ? isInItsDisease(e, s)
      ? "the disease as a whole"
      : label(e.to)
    : label(e.to) + (isInItsDisease(e, s) ? "" : conditionWords(e));

// Each study in people once, on the side of its results at its best level; the largest of papers on the same people
// names it.
function studySides(edges) {
  const studies = new Map();
  for (const e of edges)
    for (const f of ownFindings(e)) {
      const s = source(f.s);
      if (!s || f.g !== 0 || !isHuman(s)) continue;
      const known = studies.get(cluster(s)) || { s, level: 9, of: [] };
      if ((s.n || 0) > (known.s.n || 0)) known.s = s;
      if ((f.lv || 9) < known.level) Object.assign(known, { level: f.lv || 9, of: [] });
      if ((f.lv || 9) === known.level)
        known.of.push([f.d, measureWords(e, s) + (isOnePatient(f) ? " (one patient)" : "")]);
      studies.set(cluster(s), known);
    }
  for (const one of studies.values()) {
    const found = new Set(one.of.map(([d]) => d));
    one.side = found.size > 1 && found.has(0) ? "both" : found.has(0) ? "better" : "not";
    one.says = [
      [2, "worse"],
      [1, "not better"],
      [0, "better"],
    ]
      .map(([d, name]) => [name, [...new Set(one.of.filter(([x]) => x === d).map(([, what]) => what))]])
      .filter(([, list]) => list.length)
      .map(([name, list]) => (one.side === "better" ? "" : name + ": ") + firstOf(list))
      .join("; ");
  }
  return [...studies.values()].sort(
    (a, b) => a.level - b.level || (b.s.n || 0) - (a.s.n || 0) || a.s.no - b.s.no,
  );
}

// Of a review that pools what is not on this page, what it pools: "MSC product or haematopoietic stem cell product".
const pooledProducts = (s) =>
  REVIEWS.includes(s.de) && kindOf(node(state.focus)) === "Disease" && (s.prod || []).length
    ? " of " + listed(s.prod.map(nameOf))
    : "";

const nameOfStudy = (s) =>
  (REVIEWS.includes(s.de) ? "Review" + pooledProducts(s) + ", " : "") +
  sourceName(s) +
  (namesDisease(s) ? ", " + inWhich(s) : "") +
  (knownWords(s, false) ? ", " + knownWords(s, false) : "") +
  (s.n ? ", " + plural(s.n, "person", "people") : "");

function sideColumn(title, list, named) {
  const shown = list.slice(0, TAKE_ITEMS);
  shown.forEach((one) => named.add(one.s.no));
  return h(
    "section",
    {},
    h("h3", {}, title + " (" + list.length + ")"),
    list.length
      ? h(
          "ul",
          {},
          shown.map((one) => h("li", {}, h("b", {}, nameOfStudy(one.s)), ": " + one.says)),
        )
      : h("p", {}, "No study."),
    list.length > shown.length
      ? h("p", {}, "and " + plural(list.length - shown.length, "more study", "more studies"))
      : "",
  );
}

function takeWho(f) {
  return h(
    "p",
    {},
    h("b", {}, plural(f.studies, "study", "studies") + " in people"),
    peopleStudied(f),
    ". " + f.controlled + " of the studies compared them with people who did not get the cells. ",
    reviewsTold(f),
    chanceTold(f.trials),
    cellsGiven(f),
    f.animal ? "Not counted here: " + plural(f.animal, "study", "studies") + " in animals or dishes. " : "",
    f.retracted ? plural(f.retracted, "retracted study", "retracted studies") + " not counted. " : "",
  );
}

// How many people, of papers on the same people the most that one of them has; a survey asked others.
function peopleStudied(f) {
  const sizes = new Map(),
    sources = f.clinical.flatMap(ownSources);
  sources
    .filter((s) => isHuman(s) && !REVIEWS.includes(s.de) && s.de !== "cross sectional survey")
    .forEach((s) => sizes.set(cluster(s), Math.max(sizes.get(cluster(s)) || 0, s.n || 0)));
  const known = [...sizes.values()].filter(Boolean),
    sum = known.reduce((a, b) => a + b, 0);
  if (!sum) return "";
  const part = known.length < sizes.size ? " in the " + known.length + " whose size is known" : "",
    isMixed = sources.some((s) => isHuman(s) && (s.dis || []).length > 1);
  return (
    ", " +
    sum.toLocaleString("en") +
    " people" +
    part +
    (isMixed ? " (some of them with another disease)" : "")
  );
}

function reviewsTold(f) {
  if (!f.reviews) return "";
  const more = reviewsOfMore().map((s) => "; " + sourceName(s) + " " + poolsMore(s, true));
  return (
    plural(f.reviews, "review") +
    (f.reviews === 1 ? " pools" : " pool") +
    " such studies" +
    more.join("") +
    ". "
  );
}

function chanceTold({ all, silent }) {
  const trials = [...all, ...silent],
    blind = trials.filter((t) => t.kind === 0).length;
  if (!trials.length) return "In none of them did chance decide who got the cells. ";
  return (
    "In " +
    plural(trials.length, "trial") +
    (silent.length ? " (" + silent.length + " of them with no result on benefit entered here)" : "") +
    " chance decided who got the cells" +
    (blind ? "; " + blind + " of these gave the others a dummy treatment" : "") +
    ". "
  );
}

// Of a disease the cells, of a product the diseases, each with its number of studies.
function cellsGiven(f) {
  const isDisease = kindOf(node(state.focus)) === "Disease",
    counts = new Map();
  for (const e of f.clinical) {
    const no = isDisease ? e.from : diseaseOf(e);
    if (!counts.has(no)) counts.set(no, new Set());
    ownSources(e)
      .filter(isHuman)
      .forEach((s) => counts.get(no).add(cluster(s)));
  }
  const given = [...counts]
    .filter(([no, own]) => own.size && ["CellProduct", "Disease"].includes(kindOf(node(no))))
    .sort((a, b) => b[1].size - a[1].size || a[0] - b[0])
    .map(([no, own]) => label(no) + " (" + own.size + ")");
  if (!given.length) return "";
  return (isDisease ? "Cells given" : "Given for") + " (number of studies): " + firstOf(given, 4) + ". ";
}

const GOAL_UNREAD = "a main goal whose result is unclear or was not read here";

const goalReached = (t) =>
  t.met === true
    ? "reached its main goal for benefit"
    : t.met === false
      ? "did not reach its main goal for benefit"
      : "had " + (hasOtherGoal(t) ? "another main goal" : GOAL_UNREAD);

function takeMain(t) {
  if (!t.all.length) return "";
  const first = t.all[0],
    goal = goalReached(first),
    surrogate = (first.s.gk || []).includes(META.bySurrogate) ? ", " + META.thin[META.bySurrogate] : "";
  if (t.all.length === 1)
    return h(
      "p",
      {},
      h("b", {}, "The one such trial entered here " + goal),
      surrogate + " (" + nameOfStudy(first.s) + ").",
    );
  const by = (test) => t.all.filter(test),
    met = by((x) => x.met === true),
    missed = by((x) => x.met === false),
    other = by((x) => x.met === undefined && hasOtherGoal(x)),
    unread = by((x) => x.met === undefined && !hasOtherGoal(x));
  const count = (list, text) => list.length + " " + text + (knownOf(list) ? " (" + knownOf(list) + ")" : ""),
    some = (list, text) => (list.length ? [count(list, text)] : []);
  // "0 reached it" would pass for the result of those that nobody read.
  const parts = isMostlyUnread(t.all)
    ? [
        ...some(unread, "had " + GOAL_UNREAD),
        ...some(met, "reached the main goal for benefit"),
        ...some(missed, "did not reach " + (met.length ? "it" : "the main goal for benefit")),
      ]
    : [
        count(met, "reached the main goal for benefit"),
        count(missed, "did not"),
        ...some(unread, "had " + GOAL_UNREAD),
      ];
  return h(
    "p",
    {},
    h(
      "b",
      {},
      "Of " +
        t.all.length +
        " such trials entered here with a result on benefit" +
        (isSpread(t.all) ? ", in " + countDiseases(t.all) + " diseases" : "") +
        ", " +
        listed([...parts, ...some(other, "had another main goal")]),
    ),
    ". The largest, " + nameOfStudy(first.s) + ", " + goal + surrogate + ".",
  );
}
