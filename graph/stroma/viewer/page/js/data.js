// Every record is a line of JSON, parsed when somebody looks at it: a page of 10,000 nodes opens like one of 100.
const META = JSON.parse(byIdText("data-meta") || "{}");

function byIdText(id) {
  const el = document.getElementById(id);
  return el ? el.textContent : "";
}

function block(name, fit = (row) => row) {
  const size = (META.sizes || {})[name] || 0;
  const seen = [];
  let lines = null;
  const cut = () => lines || (lines = size ? byIdText("data-" + name).split("\n") : []);
  const get = (no) => {
    if (no === undefined || no < 0 || no >= size) return undefined;
    return seen[no] || (seen[no] = Object.assign(fit(JSON.parse(cut()[no])), { no }));
  };
  get.size = size;
  get.all = () => cut().map((_, no) => get(no));
  get.has = (text) => cut().findIndex((line) => line.includes(text));
  return get;
}

// What the file leaves out because it follows: the address of a CURIE, and the zeros of a group without studies.
const node = block("nodes", (n) => {
  const at = n.curie.indexOf(":");
  if (n.iri === undefined && Object.hasOwn(META.prefixes, n.curie.slice(0, at)))
    n.iri = META.prefixes[n.curie.slice(0, at)] + n.curie.slice(at + 1);
  return n;
});
// Propositions and findings are many: their first values stand in a fixed order, without names.
const edge = block("edges", ([id, from, to, p, st, first, many, n, more]) => {
  const e = { id, from, to, p, st, first, n, f: Array.from({ length: many }, (_, i) => first + i), ...more };
  // Findings of retracted sources stand after those that count.
  e.gone = Array.from({ length: e.rf || 0 }, (_, i) => first + many + i);
  const only = many === 1 ? finding(first) : null;
  if (e.lv === undefined && only) e.lv = only.lv;
  if (e.t) e.t = e.t.map((t) => t || [0, 0, 0]);
  else
    e.t = META.groups.map((_, g) =>
      META.directions.effect.map((_, d) => (only && only.g === g && only.d === d ? 1 : 0)),
    );
  return e;
});
const sourceNos = (e) =>
  e.so || (e.so = [...new Set(e.f.map((no) => finding(no).s))].filter((no) => no !== undefined));
// Who entered it, and when, is left out where it is what most have.
const source = block("sources", (s) => ({ by: META.entered, ...s }));
const finding = block("findings", ([l, d, g, s, lv, ce, more]) => ({
  l,
  d,
  g,
  s: s < 0 ? undefined : s,
  lv,
  ce: META.comparators[ce],
  ...more,
}));

// The proposition of a finding: findings stand in the order of their propositions.
function edgeOf(f) {
  let low = 0,
    high = edge.size - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edge(middle).first <= f.no) low = middle;
    else high = middle - 1;
  }
  return edge(low);
}
const claim = block("claims");
const article = block("articles");

// The choice beyond the topics: everything at once.
const ALL = (META.topics || []).length;
const predicate = (e) => META.predicates[e.p];
const stance = (e) => META.stances[e.st];
const topic = (e) => predicate(e).topic;
const levelShort = (rank) => (rank ? META.levels[rank - 1][0] : "–");
// In the page "R" is the mark of a regulator.
const levelTag = (rank) => (rank === 6 ? "ref" : levelShort(rank));
const levelWords = (rank) => (rank ? (rank === 6 ? "references" : "level " + rank) : "no level");
const kindName = (n, many) => (n.k === undefined ? "kind not stated" : META.kinds[n.k][many ? 2 : 1]);
const kindOf = (n) => (n.k === undefined ? "" : META.kinds[n.k][0]);
const label = (no) => {
  const n = node(no);
  return n ? plain(n.label || n.curie) : "(missing)";
};
// A term by number, or the words of a source that names none.
const nameOf = (x) => (typeof x === "number" ? label(x) : plain(x));
const links = (n) => n.e || [];
const findingsOf = (e) => e.f.map(finding);
const sourcesOf = (e) => sourceNos(e).map(source);
// Thin by the evidence; that we read no more than an abstract is about us and no fault of a study.
const isWeak = (e) => !isDecision(e) && (e.th || []).some((t) => t !== META.reading);
const isThin = (e) => e.st === 0 && isWeak(e);
// Full support: nothing thin about it, and no trial of a narrower product or condition says otherwise.
const isFirm = (e) => e.st === 0 && !isWeak(e) && !e.nd;
// That somebody tried it says nothing about benefit: its tick must not look like one.
const isTrial = (e) => predicate(e).name === "studiedFor";
// A regulator approved it, or did not: a decision, and no result of a study.
const isDecision = (e) => predicate(e).name === "approvedFor";
const TRIAL_WORDS = "studied only, which says nothing about benefit";
const isHarm = (e) => predicate(e).name === "causesAdverseEvent";
const isSafety = (e) => predicate(e).name === "safeIn";
// Somebody had the harm after the product, and nobody showed that it came from it: never the mark of "not seen".
const isUntied = (e) => isHarm(e) && e.st === 2 && e.ec === 1;

// A source by its first author and year; without an author by the name of the trial, else by a short title.
function sourceName(s) {
  const year = s.y ? " " + s.y : "";
  if (s.au) return cut(s.au.replace(/ [A-Z][A-Z-]{0,3}\.?$/, ""), 60) + (year || ", year not seen");
  const trial = /^([A-Z][A-Z0-9-]{3,}(?: [IVX0-9]{1,4})?):? /.exec(s.l || "");
  return (
    (trial ? trial[1] : "“" + cut((s.l || s.id).replace(/[:,] .*$/, ""), 56) + "”") +
    (year || (trial ? "" : ", year not seen"))
  );
}

// By what a paper can be looked up; a reference is often a page and has neither.
const hasNoDoi = (s) => !s.ref && !(s.links || []).some(([text]) => /^(doi |PMID )/.test(text));

// What was retracted counts nowhere; what is under an expression of concern counts, and says so.
const isGone = (s) => !!s && s.rx !== undefined;
const isDoubted = (s) => !!s && s.uc !== undefined && s.rx === undefined;
const goneSources = (e) =>
  [...new Set(e.gone.map((no) => finding(no).s))].filter((no) => no !== undefined).map(source);
const goneWords = (e) => {
  const all = goneSources(e);
  return all.length
    ? plural(
        all.length,
        all.some((s) => s.ref) ? "source" : "study",
        all.some((s) => s.ref) ? "sources" : "studies",
      ) + " retracted, not counted"
    : "";
};
const doubtedWords = (e) => {
  const all = e.uc ? sourcesOf(e).filter(isDoubted) : [];
  return all.length ? "under an expression of concern: " + all.map(sourceName).join(", ") : "";
};
const noticeWords = (e) => [goneWords(e), doubtedWords(e)].filter(Boolean).join("; ");
const noticeOf = (s) =>
  isGone(s) ? "retracted, not counted" : isDoubted(s) ? "under an expression of concern" : "";

// What a stance means depends on the question: a supported harm is a harm that was seen.
function stanceWords(e) {
  if (e.gw) return e.gw;
  if (isHarm(e)) return e.st === 2 && e.ec !== undefined ? META.untied[e.ec] : META.harm[e.st];
  if (isTrial(e)) return META.trial[e.st];
  if (isDecision(e)) return META.decision[e.st];
  return isThin(e) ? META.said.thin : e.st === 0 && e.nd ? META.said.notNarrower : stance(e)[1];
}

// "improves" reads wrongly beside a product that does not: the proposition is what was asked.
// An outcome that is itself a gain, or the absence of something, is brought about: nobody improves an improvement.
const isGain = (e) =>
  predicate(e).name === "improves" && /^no |^freedom |improvement|remission/i.test(label(e.to));
const relationWords = (e) => (isGain(e) ? "leads to" : predicate(e).label);
const contentWords = (e) => label(e.from) + " " + relationWords(e) + " " + label(e.to);
// "Functional status in ALS" needs no second "in amyotrophic lateral sclerosis".
const namesCondition = (e) =>
  [label(e.c), ...(node(e.c).syn || [])].some((name) => label(e.to).endsWith(" in " + name));
const conditionWords = (e) => (e.c === undefined || namesCondition(e) ? "" : " in " + label(e.c));
const propositionWords = (e) => contentWords(e) + conditionWords(e);

// What for, no effect and against are called: a harm is not "for" anything, and a mere trial neither; unclear
// safety is no "no effect".
const directionsOf = (e) =>
  META.directions[
    isUntied(e)
      ? "untied"
      : isHarm(e)
        ? "harm"
        : isSafety(e)
          ? "safety"
          : isTrial(e)
            ? "trial"
            : isDecision(e)
              ? "decision"
              : "effect"
  ];

const countsBy = (e, counts) =>
  directionsOf(e)
    .map((word, i) => (counts[i] ? counts[i] + " " + word : ""))
    .filter(Boolean)
    .join(", ");
// Whose results at its best level differ counts on each side: one trial is never told as two.
const studiesWords = (e) => (e.is ? ", of " + (e.is === 1 ? "one study" : e.is + " studies in all") : "");
const tallyWords = (e, group) => countsBy(e, e.t[group]) + (group ? "" : studiesWords(e));

// A count of one patient is no count of a trial: "against (one patient)".
// Where nobody says how many of a study's people a result is about: all its people, in every arm. A survey asked
// others than patients.
function inAllArms(e) {
  if (e.n || !e.t[0].some(Boolean)) return 0;
  const sizes = new Map(
    sourcesOf(e)
      .filter((s) => s && s.n && isHuman(s) && s.de !== "cross sectional survey")
      .map((s) => [cluster(s), s.n]),
  );
  return [...sizes.values()].reduce((sum, n) => sum + n, 0);
}
// The number by which a mark is sorted and filtered: a result must not come later because its arms were not counted
// apart.
const sizeOf = (e) => (e.size === undefined ? (e.size = e.n || inAllArms(e)) : e.size);
// The number by which it is drawn: a part of unknown size, however large the whole, makes no large mark.
const drawnSize = (e) => e.n || 0;
// People in weaker studies do not make the level that is told beside them: "48 (76 in all)". Nor do those known
// stand for studies of unknown size, which are told after them in the words of `people_in_words`
// (graph/stroma/sentences.py).
const unknownWords = (e) => (!e.pw ? "" : e.n ? e.pw.replace(/^[0-9,]+ \w+/, "") : e.pw);
const peopleOf = (e, unit = true) =>
  (e.n && e.na !== undefined
    ? (e.na ? (unit ? plural(e.na, "person", "people") : e.na) : "size unknown") + " (" + e.n + " in all)"
    : e.n
      ? unit
        ? plural(e.n, "person", "people")
        : String(e.n)
      : "") + unknownWords(e);

const isOnePatient = (f) => f.an === "single patient course";
const patientWords = (e) =>
  e.n === 1 ||
  (e.f.length && findingsOf(e).every(isOnePatient)) ||
  (e.f.length === 1 && (finding(e.first).n === 1 || (finding(e.first).ev || [])[1] === 1))
    ? " (one patient)"
    : "";

// What the only study reported, in its own figures: "1 against" may be one patient of sixteen.
const reportedWords = (e) =>
  e.f.length === 1 && !e.t[3].some(Boolean) && finding(e.first).v
    ? "reported: " + cut(finding(e.first).v, 60)
    : "";

// What was measured of narrower terms, where nothing was of the wide one: same relation, each term the same or
// narrower.
function narrowerFound(e) {
  const from = narrower(e.from),
    to = narrower(e.to),
    c = e.c === undefined ? null : narrower(e.c);
  return [...new Set([...from].flatMap((no) => links(node(no))))]
    .map(edge)
    .filter(
      (o) =>
        o.no !== e.no &&
        o.p === e.p &&
        o.f.length &&
        from.has(o.from) &&
        to.has(o.to) &&
        (c ? c.has(o.c) : o.c === undefined),
    );
}

// Independent studies by direction, people apart from animals and dishes; of each the results at its best level count.
function narrowerWords(e) {
  const found = narrowerFound(e);
  if (!found.length) return "";
  const counts = META.groups.map(() => META.directions.effect.map(() => new Set()));
  for (const o of found) {
    const best = new Map(),
      who = (f) => (f.s === undefined ? "finding " + f.no : cluster(source(f.s)));
    findingsOf(o).forEach((f) => best.set(who(f), Math.min(best.get(who(f)) || 9, f.lv || 9)));
    findingsOf(o)
      .filter((f) => (f.lv || 9) === best.get(who(f)))
      .forEach((f) => counts[f.g][f.d].add(who(f)));
  }
  const kinds = [
    found.some((o) => o.from !== e.from)
      ? kindName(node(e.from), true).replace("cell products", "products")
      : "",
    found.some((o) => o.to !== e.to) ? kindName(node(e.to), true) : "",
    found.some((o) => o.c !== e.c) ? "diseases" : "",
  ];
  const told = META.groups.map((g, i) => {
    const words = countsBy(
      found.find(isUntied) || e,
      counts[i].map((own) => own.size),
    );
    return words ? (i ? g + ": " : "") + words : "";
  });
  return "narrower " + listed([...new Set(kinds.filter(Boolean))]) + ": " + told.filter(Boolean).join("; ");
}
const unmeasuredWords = (e, none) => {
  const words = narrowerWords(e);
  return words ? "not measured for this wide term itself; " + words : none;
};

// What is counted is studies, never people: the unit stands beside the number of people.
const groupName = (i) => (i ? "" : "studies in ") + META.groups[i];
function evidenceWords(e) {
  const parts = META.groups
    .map((_, i) =>
      tallyWords(e, i) ? groupName(i) + ": " + tallyWords(e, i) + (i ? "" : patientWords(e)) : "",
    )
    .filter(Boolean);
  return [parts.join("; ") || (e.gw ? "" : unmeasuredWords(e, "no study measured it")), noticeWords(e)]
    .filter(Boolean)
    .join("; ");
}

function fullWords(e) {
  return (
    propositionWords(e) +
    ": " +
    stanceWords(e) +
    (e.va ? ", " + e.va : "") +
    ", " +
    levelWords(e.lv) +
    (peopleOf(e) ? ", " + peopleOf(e) : "") +
    "; " +
    evidenceWords(e) +
    (isHarm(e) && eventWords(e) ? "; " + eventWords(e) : "") +
    (!isHarm(e) && reportedWords(e) ? "; " + reportedWords(e) : "") +
    ((e.th || []).length ? "; " + thinReasons(e) : "") +
    (e.wd ? "; " + META.said.weaker : "") +
    (e.nd ? "; " + META.said.narrower : "") +
    (partWords(e) ? "; " + partWords(e) : "")
  );
}

// Each reason in words; the surrogate outcome by its name.
const whyThin = (e) =>
  (e.th || []).map((t) => META.thin[t] + (t === META.bySurrogate && e.su ? ": " + e.su : ""));
const thinList = (e) => whyThin(e).join(", ");
const thinReasons = (e) => (isWeak(e) ? "thin: " : "") + thinList(e);

// How many had it, of how many: each study's own count, never added up.
const countWords = (f) =>
  f.ev && f.ev[1] === 1 && f.ev[0] === 1 && !f.ev[2]
    ? "in the one patient reported"
    : f.ev
      ? f.ev[0] +
        (f.ev[1] ? " of " + f.ev[1] : "") +
        (f.ev[2] ? " " + f.ev[2] + (f.ev[0] === 1 && !f.ev[1] ? "" : "s") : "")
      : "";
// Where a source gives no number, what it says instead, unless that is a nought of something else.
const toldWords = (f) => countWords(f) || (f.v && !(f.d === 0 && /^0\b/.test(f.v)) ? cut(f.v, 60) : "");
function eventWords(e) {
  const found = ownFindings(e),
    counted = found.filter((f) => f.ev);
  return (counted.length ? counted : found.filter(toldWords))
    .map((f) => toldWords(f) + (source(f.s) ? " (" + sourceName(source(f.s)) + ")" : ""))
    .join("; ");
}

// An abbreviation that the field uses: RRMS rather than its eight syllables. None is made up here.
const initials = (name) =>
  name
    .split(/[ -]/)
    .map((w) => w[0] || "")
    .join("")
    .toUpperCase();
const abbreviation = (no) =>
  (node(no).syn || [])
    .filter((s) => /^[A-Z][A-Za-z0-9-]{1,5}$/.test(s))
    .sort((a, b) => (b === initials(label(no))) - (a === initials(label(no))) || a.length - b.length)[0] ||
  "";
const withAbbreviation = (no) =>
  kindOf(node(no)) === "Disease" && abbreviation(no) ? " (" + abbreviation(no) + ")" : "";
// Of a form of the term in the middle what tells it apart: "chronic progressive", "from anthracyclines".
const briefName = (no) =>
  cutMiddle((state.focus === null ? "" : label(no).replace(label(state.focus), "").trim()) || label(no), 42);

// What belongs to a term: its narrower terms, its models, and the products made from a tissue or a cell type.
function closure(no) {
  const seen = new Set([no]);
  for (const at of seen)
    for (const next of [...(node(at).nw || []), ...(node(at).mo || []), ...(node(at).pr || [])])
      seen.add(next);
  return seen;
}
