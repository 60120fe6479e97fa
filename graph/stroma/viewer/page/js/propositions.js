// How a proposition is said: what was asked, how many studies are for and against it, in how many people.

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
