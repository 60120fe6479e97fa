// Which harms were counted, in whom, and by which study? What is not entered is never told as not there.

function isSerious(no, seen = new Set()) {
  if (seen.has(no)) return false;
  seen.add(no);
  return (
    ["term:serious-adverse-event", "term:treatment-related-death"].includes(nodeKey(no)) ||
    (node(no).b || []).some((b) => isSerious(b, seen))
  );
}

// Harms that people had stand before those that were only looked for, serious ones first; what is no harm stands
// between.
const harmRank = (e) => (!isHarm(e) ? 4 : (e.st === 0 ? 0 : isUntied(e) ? 2 : 5) + (isSerious(e.to) ? 0 : 1));

const byHarm = (a, b) => harmRank(a) - harmRank(b) || byEvidence(a, b);

// What must stand on the first screen where harms are asked about: a serious one that was seen, then a serious one that
// happened (deaths), then any seen, then any that happened.
function urgency() {
  const of = new Map();
  if (state.topic === 1 || state.topic === ALL)
    for (const e of scope.shown.filter(isHarm)) {
      const rank = e.st === 0 ? (isSerious(e.to) ? 4 : 2) : isUntied(e) ? (isSerious(e.to) ? 3 : 1) : 0;
      // A mark needs both its ends.
      for (const no of rank > 2 ? [e.to, e.from] : [e.to]) of.set(no, Math.max(of.get(no) || 0, rank));
    }
  // Among everything only the serious ones push others aside.
  return (no) => (state.topic === ALL && of.get(no) < 3 ? 0 : of.get(no) || 0);
}

// The share of people who had a harm, as far as the source gives one: events of people, or the percentage in its
// own words. Where these give several, the one after the name of the harm.
function harmShare(f, name) {
  // Events of treatments or injections are no share of people.
  if (f.ev)
    return f.ev[1] > 1 && !f.ev[2]
      ? { rate: f.ev[0] / f.ev[1], words: countWords(f) }
      : { rate: -1, words: countWords(f) };
  // What share of those asked had seen a harm is no share of those who had it.
  if ((source(f.s) || {}).de === "cross sectional survey") return { rate: -1, words: cut(f.v || "", 40) };
  const parts = (f.v || "")
    .replace(/\([^)]*\)/g, "")
    .split(/[;,]/)
    .filter((part) => /\d ?%/.test(part));
  const part =
    parts.length === 1 ? parts[0] : parts.filter((x) => x.toLowerCase().includes(name.toLowerCase()))[0];
  const share = part && /(\d+(?:\.\d+)?) ?%/.exec(part);
  return share && part.match(/%/g).length === 1
    ? { rate: Number(share[1]) / 100, words: share[1] + "%" }
    : { rate: -1, words: "" };
}

// A review that pools studies speaks before them, then the study with the most people; one arm of a trial stands
// for all of it.
const bodySize = (f) =>
  REVIEWS.includes((source(f.s) || {}).de) ? 1e9 : Math.max(f.n || 0, (source(f.s) || {}).n || 0);

// Whether a finding tied the harm to the product, saw it without tying it, tells of it without a count, or did not
// see it.
const sideOf = (f) =>
  f.d === 0 ? "seen" : f.es ? "untied" : !f.ev ? "uncounted" : f.ev[0] ? "untied" : "not";

// The studies in people from which nothing on harm is entered, the largest first: who looked for none, or was not
// read for it, must not pass for one who saw none. Papers on the same people are one.
function silentOnHarm(f) {
  const people = f.clinical.flatMap(ownSources).filter((s) => isHuman(s) && !REVIEWS.includes(s.de)),
    onHarm = f.clinical.filter((e) => topic(e) === 1).flatMap(ownSources).filter(isHuman),
    told = new Set(onHarm.map(cluster));
  const silent = new Map(people.filter((s) => !told.has(cluster(s))).map((s) => [cluster(s), s]));
  return [...silent.values()].sort((a, b) => (b.n || 0) - (a.n || 0) || a.no - b.no);
}

// Each kind of harm, serious ones first, then by the share of people who had it in the largest body that gives one.
function harmEvents(edges) {
  const events = new Map();
  for (const e of edges.filter(isHarm))
    for (const f of ownFindings(e)) {
      if (f.g === 1 || f.g === 2) continue;
      if (!events.has(e.to)) events.set(e.to, { no: e.to, seen: [], untied: [], uncounted: [], not: [] });
      events.get(e.to)[sideOf(f)].push({ e, f, size: bodySize(f), ...harmShare(f, label(e.to)) });
    }
  for (const event of events.values()) {
    event.seen.sort((a, b) => (a.rate < 0) - (b.rate < 0) || b.size - a.size || a.e.no - b.e.no);
    // The best designed and largest speaks first: a small study that saw none must not stand before a trial.
    for (const side of ["untied", "uncounted", "not"])
      event[side].sort((a, b) => (a.f.lv || 9) - (b.f.lv || 9) || b.size - a.size || a.e.no - b.e.no);
    event.share = event.seen.length ? event.seen[0].rate : -1;
    event.serious = isSerious(event.no) ? 1 : 0;
  }
  return [...events.values()].sort(
    (a, b) =>
      b.serious - a.serious ||
      b.share - a.share ||
      b.seen.length - a.seen.length ||
      label(a.no).localeCompare(label(b.no)),
  );
}

// Nobody was there to compare them with: the share is of all who had it, from whatever cause.
const isUncompared = (f) => f.d === 0 && ["no comparator", "baseline"].includes(f.ce) && f.g === 0;

// Which arm had the larger share of people with the harm: 1 with cells, -1 without. Where no share is given, 0.
const leaning = (f) =>
  f.ev && f.ec && f.ev[1] && f.ec[1] && !f.ev[2] ? Math.sign(f.ev[0] / f.ev[1] - f.ec[0] / f.ec[1]) : 0;

// One result for each study, papers on the same people once: the first side and the first place go before.
function eachStudy(event, sides) {
  const found = new Map();
  for (const side of sides)
    for (const x of event[side]) {
      const who = x.f.s === undefined ? "finding " + x.f.no : cluster(source(x.f.s));
      if (!found.has(who)) found.set(who, { ...x, side });
    }
  return [...found.values()];
}

// By which routes the cells were given to those who had what a finding tells; its own route goes before that of its
// study.
const routeNames = (f) =>
  (f.ro && f.ro.length ? f.ro : (source(f.s) || {}).ro || []).map((route) =>
    nameOf(route).replace(/ administration$/, ""),
  );

const routesHere = () =>
  new Set(
    scope.around
      .filter((e) => topic(e) < 2)
      .flatMap((e) => findingsOf(e).filter((f) => f.g === 0))
      .flatMap(routeNames),
  );

// What was told of harms only as a whole ("adverse events: mild and transient"), worst answer first: they were
// looked for.
function toldAsAWhole(edges) {
  const found = edges.filter(isSafety).flatMap((e) =>
    ownFindings(e)
      .filter((f) => f.g === 0)
      .map((f) => ({ e, f })),
  );
  return found.sort((a, b) => b.f.d - a.f.d || bodySize(b.f) - bodySize(a.f) || a.f.no - b.f.no);
}
