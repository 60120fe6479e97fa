// Which propositions are on the table: those around the focus, then topic, then filters. All views show the same.
// `counted` are those that the headline counts: all, or what rests on the studies that a filter chooses.
let scope = { around: [], counted: [], topic: [], shown: [] };
let inFocus = new Set();

function around() {
  if (state.path) return pathEdges();
  if (state.whole) return edge.all();
  if (state.focus === null) return [];
  inFocus = closure(state.focus);
  const found = new Set();
  for (const no of inFocus) [...links(node(no)), ...(node(no).via || [])].forEach((e) => found.add(e));
  for (const no of state.open) links(node(no)).forEach((e) => found.add(e));
  return [...found].sort((a, b) => a - b).map(edge);
}

// A route or a tissue is seldom part of a proposition, but studies used it: those belong to its page, and no others.
const isOwn = (e) => inFocus.has(e.from) || inFocus.has(e.to) || inFocus.has(e.c);
const routesOf = (f) => f.ro || (source(f.s) || {}).ro || [];
const usedFocus = (f) =>
  routesOf(f).some((no) => inFocus.has(no)) || ((source(f.s) || {}).ti || []).some((no) => inFocus.has(no));

// Route, donor and year choose studies, not propositions: what is counted under such a filter are their findings only.
const choosesStudies = () => filters.route.size + filters.donor.size + filters.from + filters.to > 0;

function isChosen(f, leaveOut) {
  const s = source(f.s) || {};
  return (
    (leaveOut === "route" || !filters.route.size || routesOf(f).some((x) => filters.route.has(nameOf(x)))) &&
    (leaveOut === "donor" ||
      !filters.donor.size ||
      (!s.ref && (s.do || []).some((x) => filters.donor.has(x)))) &&
    (leaveOut === "years" ||
      !(filters.from || filters.to) ||
      (s.y >= (filters.from || 0) && s.y <= (filters.to || 9999)))
  );
}

// "used intrathecal administration": what the chosen studies have in common; empty without such a filter.
function chosenWords() {
  const either = (values) => [...values].join(" or ");
  const used = listed(
    [
      filters.route.size ? either(filters.route) : "",
      filters.donor.size ? either(filters.donor) + " cells" : "",
    ].filter(Boolean),
  );
  return listed(
    [used ? "used " + used : "", filters.from || filters.to ? "are " + yearWords() : ""].filter(Boolean),
  );
}
const yearWords = () =>
  [filters.from ? "from " + filters.from : "", filters.to ? "up to " + filters.to : ""]
    .filter(Boolean)
    .join(" ");

// The findings of a proposition that are about the term in the middle, before any filter.
function findingsHere(e) {
  const all = findingsOf(e);
  return state.focus === null || state.whole || state.path || state.open.length || isOwn(e)
    ? all
    : all.filter(usedFocus);
}

// Of these the ones that count: those of the studies that a filter chooses.
const ownFindings = (e) => (choosesStudies() ? findingsHere(e).filter((f) => isChosen(f)) : findingsHere(e));
const ownSources = (e) =>
  [...new Set(ownFindings(e).map((f) => f.s))].filter((no) => no !== undefined).map(source);

// What a mark shows is the whole proposition: say so where only a part of it rests on the term in the middle.
function partWords(e) {
  const own = ownSources(e).length,
    all = sourceNos(e).length;
  const used = [
    findingsHere(e).length < e.f.length ? "used " + label(state.focus) : "",
    chosenWords(),
  ].filter(Boolean);
  return own && own < all ? own + " of its " + all + " sources " + listed(used) : "";
}

function traits(e) {
  if (e.traits) return e.traits;
  const studies = sourcesOf(e).filter((s) => !s.ref);
  const set = (key) => [...new Set(studies.flatMap((s) => s[key] || []))];
  return (e.traits = {
    kind: [...new Set([kindOf(node(e.from)), kindOf(node(e.to))])].filter(Boolean),
    predicate: [predicate(e).name],
    stance: [stance(e)[0]].concat(isThin(e) ? ["thin"] : e.st === 0 && e.nd ? ["narrower"] : []),
    level: [levelShort(e.lv)],
    group: META.groups.filter((_, i) => e.t[i][0] + e.t[i][1] + e.t[i][2] > 0),
    control: [e.lv && e.lv <= 3 ? "controlled" : "not controlled"],
    route: [...new Set(findingsOf(e).flatMap(routesOf))].map(nameOf),
    donor: set("do"),
    region: [
      ...new Set(
        findingsOf(e)
          .map((f) => f.reg)
          .filter(Boolean),
      ),
    ],
    years: sourcesOf(e)
      .map((s) => s.y)
      .filter(Boolean),
  });
}

function passes(e, leaveOut) {
  if (choosesStudies() && !findingsOf(e).some((f) => isChosen(f, leaveOut))) return false;
  for (const name of LISTS) {
    if (name === leaveOut || !filters[name].size) continue;
    if (!traits(e)[name].some((value) => filters[name].has(value))) return false;
  }
  if (filters.n && leaveOut !== "n" && !(sizeOf(e) >= filters.n)) return false;
  return true;
}

function reckon() {
  scope.around = around();
  scope.counted = choosesStudies() ? scope.around.filter((e) => ownFindings(e).length) : scope.around;
  scope.topic =
    state.topic === ALL || state.path ? scope.around : scope.around.filter((e) => topic(e) === state.topic);
  scope.shown = filterCount() ? scope.topic.filter((e) => passes(e)) : scope.topic;
}

// How many propositions each choice would leave, all other filters kept.
function facet(name) {
  const counts = new Map();
  // Beside another filter on studies a route or a donor counts where one study has both.
  const of = {
    route: (f) => routesOf(f).map(nameOf),
    donor: (f) => ((source(f.s) || {}).ref ? [] : (source(f.s) || {}).do || []),
  }[name];
  const values =
    of && choosesStudies()
      ? (e) =>
          new Set(
            findingsOf(e)
              .filter((f) => isChosen(f, name))
              .flatMap(of),
          )
      : (e) => traits(e)[name];
  for (const e of scope.topic) {
    if (!passes(e, name)) continue;
    for (const value of values(e)) counts.set(value, (counts.get(value) || 0) + 1);
  }
  for (const value of filters[name]) if (!counts.has(value)) counts.set(value, 0);
  return counts;
}
