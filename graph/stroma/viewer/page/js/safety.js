// The answers to "Is it safe?" and "Is it in use?": what is not entered is never told as not there.
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

// The count after the cells, and what the source says beside it: the other arm, or in full what happened.
function bothArms(f, isFull) {
  const count = countWords(f);
  if (!f.ev) return cut(f.v || "not counted", 70);
  const both = count + (f.ec ? ", controls " + f.ec[0] + (f.ec[1] ? " of " + f.ec[1] : "") : "");
  if (!isFull && f.v) return f.v.startsWith(String(f.ev[0])) ? cut(f.v.split(";")[0], 70) : both;
  return !f.v ? both : f.v.startsWith(String(f.ev[0])) ? cut(f.v, 70) : count + ": " + cut(f.v, 70);
}

// A count over patients of several diseases says so, unless those of the one disease are known or the count names
// its unit.
const pooledOver = (f) =>
  f.pop && !f.n && !(f.ev || [])[2] && ((source(f.s) || {}).dis || []).length > 1
    ? "of " + f.pop + " together"
    : "";

// Of a product the disease in which a harm was counted: the deaths of people near death are no deaths of others.
const diseaseWords = (e) =>
  state.focus !== null && !state.whole && kindOf(node(state.focus)) === "Disease"
    ? ""
    : isSafety(e)
      ? " in " + label(e.to)
      : conditionWords(e);
// Nobody was there to compare them with: the share is of all who had it, from whatever cause.
const isUncompared = (f) => f.d === 0 && ["no comparator", "baseline"].includes(f.ce) && f.g === 0;

// Which arm had the larger share of people with the harm: 1 with cells, -1 without. Where no share is given, 0.
const leaning = (f) =>
  f.ev && f.ec && f.ev[1] && f.ec[1] && !f.ev[2] ? Math.sign(f.ev[0] / f.ev[1] - f.ec[0] / f.ec[1]) : 0;

// The larger of the other studies that leaned the other way: one trial's deaths must not hide those of another.
function otherWay(event, first) {
  const lean = leaning(first.f),
    all = [...event.seen, ...event.untied, ...event.uncounted, ...event.not];
  const others = lean
    ? all
        .filter((x) => leaning(x.f) === -lean && x.f.s !== first.f.s)
        .sort((a, b) => b.size - a.size || a.e.no - b.e.no)
    : [];
  const both = (f) => countWords(f) + ", controls " + f.ec[0] + " of " + f.ec[1];
  const more = new Set(others.map((x) => x.f.s)).size - 1;
  const where = diseaseWords(others.length ? others[0].e : first.e),
    isElsewhere = where !== diseaseWords(first.e);
  return others.length
    ? [
        "; the other way" + (isElsewhere ? where : "") + " in ",
        edgeButton(others[0].e, sourceName(source(others[0].f.s))),
        ": " + both(others[0].f) + (more ? ", and in " + plural(more, "other") : ""),
      ]
    : "";
}

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

const ALL_SIDES = ["seen", "untied", "uncounted", "not"];
// What one study says of a harm, and who.
function studySays({ e, f, side, words }, first) {
  const s = source(f.s),
    count =
      side === "untied"
        ? bothArms(f, true)
        : words || (f.v ? cut(f.v, 70) : side === "uncounted" ? "told without a count" : "");
  const where = diseaseWords(e) === diseaseWords(first) ? "" : diseaseWords(e).trim();
  return [count, pooledOver(f), where, s ? (REVIEWS.includes(s.de) ? "pooled by " : "") + sourceName(s) : ""]
    .filter(Boolean)
    .join(", ");
}

// Who asked whether cells prevent what others counted as a harm measured it too: the failed trial on deaths belongs
// beside them.
function askedAsBenefit(event, first) {
  const known = new Set(eachStudy(event, ALL_SIDES).map((x) => cluster(source(x.f.s)))),
    found = new Map();
  for (const e of scope.counted.filter((o) => predicate(o).name === "prevents" && o.to === event.no))
    for (const f of ownFindings(e)) {
      const s = source(f.s),
        last = s && found.get(cluster(s));
      if (s && f.g === 0 && !known.has(cluster(s)) && (!last || (f.lv || 9) < (last.f.lv || 9)))
        found.set(cluster(s), { e, f, s });
    }
  const all = [...found.values()].sort((a, b) => (b.s.n || 0) - (a.s.n || 0) || a.f.no - b.f.no);
  return all.length
    ? [
        "; asked as a benefit too, in ",
        all
          .slice(0, 3)
          .map((x, i) => [
            i ? ", " : "",
            edgeButton(x.e, sourceName(x.s)),
            diseaseWords(x.e) === diseaseWords(first.e) ? "" : diseaseWords(x.e),
            ": " + directionsOf(x.e)[x.f.d] + (x.f.v ? " (" + cut(x.f.v, 60) + ")" : ""),
          ]),
        all.length > 3 ? " and " + (all.length - 3) + " more" : "",
      ]
    : "";
}

// In short the count after the name; in full each study, those that saw it first.
const MOST_STUDIES = 8;
function harmItem(event, side, isFull) {
  const all = event[side],
    first = all[0],
    s = source(first.f.s),
    isPooled = s && REVIEWS.includes(s.de);
  if (isFull) {
    const studies = eachStudy(event, [side, ...ALL_SIDES]),
      rest = studies.length - MOST_STUDIES,
      saw = { untied: "seen, not tied to the cells: ", not: "not seen: " };
    return [
      edgeButton(first.e, label(event.no) + diseaseWords(first.e)),
      " (",
      studies
        .slice(0, MOST_STUDIES)
        .map(
          (x, i) =>
            (i ? "; " : "") +
            (x.side !== side && saw[x.side] && (!i || studies[i - 1].side !== x.side) ? saw[x.side] : "") +
            studySays(x, first.e),
        )
        .join(""),
      rest > 0 ? " and " + rest + " more" : "",
      askedAsBenefit(event, first),
      ")",
    ];
  }
  // Who counted that nobody had it is one of the studies too: three deaths of fifty are less beside none of twenty.
  const studies = eachStudy(event, side === "untied" ? ALL_SIDES : [side]);
  const count =
    side === "untied"
      ? bothArms(first.f, false)
      : first.words || (side !== "seen" && first.f.v ? cut(first.f.v, 70) : "");
  // Cases are each of another study: all of them happened.
  const isCases =
    studies.length > 1 && studies.length < 5 && studies.every((x) => x.f.ev && !x.f.ev[1]) && side === "seen";
  const places = new Set(studies.map((x) => diseaseWords(x.e))).size;
  const ofHow = !count
    ? ""
    : isCases
      ? "in " + studies.length + " studies"
      : isPooled
        ? "pooled"
        : studies.length > 1
          ? "one of " + studies.length + " studies" + (places > 1 ? " of " + places + " diseases" : "")
          : "";
  const words = [
    isCases ? listed(studies.map((x) => x.words)) : count,
    pooledOver(first.f),
    ofHow,
    side === "seen" && first.rate >= 0 && isUncompared(first.f) ? "no control group" : "",
  ]
    .filter(Boolean)
    .join(", ");
  const more = [otherWay(event, first), event.serious ? askedAsBenefit(event, first) : ""].filter(Boolean);
  return [
    edgeButton(first.e, label(event.no) + (isCases && places > 1 ? "" : diseaseWords(first.e))),
    words || more.length ? [" (", words, more, ")"] : "",
  ];
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

// A harm of the same product elsewhere: what cells did in one disease may not be hidden from another. One that came
// by a route that was used here stands first; of any other the route is named, for no knee has harm from a spinal
// tap.
function otherDiseases(events, isFull) {
  if (state.whole || state.focus === null || kindOf(node(state.focus)) !== "Disease") return "";
  const known = new Set(events.map((x) => x.no)),
    here = routesHere(),
    products = new Set(scope.around.map((e) => e.from).filter((no) => kindOf(node(no)) === "CellProduct"));
  const others = [...products]
    .flatMap((no) => links(node(no)))
    .map(edge)
    .filter(
      (e) =>
        products.has(e.from) &&
        isHarm(e) &&
        e.st === 0 &&
        e.t[0][0] &&
        !known.has(e.to) &&
        !scope.around.includes(e),
    );
  const told = others.sort(byEvidence).map((e) => {
    const ways = findingsOf(e)
        .filter((f) => f.g === 0 && f.d === 0)
        .map(routeNames),
      isSame = ways.some((routes) => routes.length && routes.every((name) => here.has(name)));
    return { e, isSame, by: [...new Set(ways.flat())] };
  });
  const all = [
      ...new Map(
        [...told.filter((x) => !x.isSame), ...told.filter((x) => x.isSame)].map((x) => [x.e.to, x]),
      ).values(),
    ],
    same = all.filter((x) => x.isSame),
    rest = all.filter((x) => !x.isSame),
    room = isFull ? all.length : same.length && rest.length ? 2 : 5;
  const list = (found, words) => [
    found.slice(0, room).map((x, i) => [i ? ", " : "", edgeButton(x.e, label(x.e.to)), words(x)]),
    found.length > room ? " and " + (found.length - room) + " more" : "",
  ];
  const where = (x) => (isFull ? label(x.e.from) + conditionWords(x.e) : "");
  return all.length
    ? [
        " ",
        h("b", {}, "The same products in other diseases"),
        same.length
          ? [", by the same route: ", list(same, (x) => (isFull ? " (" + where(x) + ")" : ""))]
          : "",
        same.length && rest.length ? ";" : same.length ? "" : ",",
        rest.length
          ? [
              " by another route: ",
              list(
                rest,
                (x) =>
                  " (" +
                  [x.by.length ? listed(x.by) : "route not recorded", where(x)].filter(Boolean).join("; ") +
                  ")",
              ),
            ]
          : "",
        ".",
      ]
    : "";
}

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

function asAWholeItem({ e, f }) {
  const s = source(f.s) || {},
    size = f.n || s.n;
  return [
    f.d ? h("b", {}, directionsOf(e)[f.d] + ", ") : "",
    [f.om, f.v]
      .filter(Boolean)
      .map((words) => cut(words, 70))
      .join(": ") || f.l,
    " (",
    s.id ? sourceButton(s) : "no source",
    diseaseWords(e),
    size ? ", " + plural(size, "person", "people") : "",
    f.ce ? ", against " + f.ce : "",
    ")",
  ];
}

// The harms in short: no serious one and no counted one is left out. On a narrow screen what was not seen stands
// behind the line below.
function harmWords(edges, room = 12) {
  const events = harmEvents(edges),
    told = events.length ? [] : toldAsAWhole(edges);
  if (told.length)
    return h(
      "p",
      { id: "harms" },
      h("b", {}, "Harms were looked for, and told only as a whole: "),
      told.slice(0, room).map((x, i) => [i ? "; " : "", asAWholeItem(x)]),
      told.length > room ? " and " + (told.length - room) + " more, in the table" : "",
      ". No single harm was counted or named. What nobody looked for, or nobody entered here, is not in this.",
    );
  if (!events.length)
    return h(
      "p",
      { id: "harms" },
      h("b", {}, "No harm is entered here"),
      ", neither seen nor looked for. That is an absence of records, not of harm.",
    );
  const [seen, rest] = harmParts(events, room, false),
    isPart = state.topic === ALL;
  return [
    h("p", { id: "harms" }, seen),
    isPart ? "" : h("p", { id: "harms-rest", class: "sub" }, rest),
    h(
      "details",
      { id: "harm-sources" },
      h("summary", {}, "Who counted which harm" + (isNarrow() || isPart ? ", and what was not seen" : "")),
      h("p", {}, harmParts(events, events.length, true)),
    ),
  ];
}

// What happened to people, and the rest.
function harmParts(events, room, isFull) {
  const seen = events.filter((x) => x.seen.length),
    others = events.filter((x) => !x.seen.length);
  const untied = others.filter((x) => x.untied.length),
    not = others.filter((x) => !x.untied.length && !x.uncounted.length);
  const uncounted = others.filter(
    (x) => !x.untied.length && x.uncounted.length && (isFull || !isNarrow() || x.serious),
  );
  const list = (items, side, most) => [
    items.slice(0, most).map((x, i) => [i ? ", " : "", harmItem(x, side, isFull)]),
    items.length > most ? " and " + (items.length - most) + " more, in the table" : "",
  ];
  const serious = seen.filter((x) => x.serious),
    other = seen.filter((x) => !x.serious),
    counted = other.filter((x) => x.share >= 0).length;
  return [
    [
      seen.length
        ? [
            h("b", {}, plural(seen.length, "kind") + " of harm seen in people"),
            ". ",
            serious.length
              ? [h("b", {}, "Serious: "), list(serious, "seen", serious.length), ". "]
              : others.some((x) => x.serious)
                ? "No serious one was put down to the cells here. "
                : "No serious one was entered here. ",
            other.length > 3 && state.topic === ALL && isLow()
              ? [
                  h("b", {}, "Seriousness not recorded: "),
                  act(plural(other.length, "kind"), () => {
                    state.topic = 1;
                    change({ step: true });
                  }),
                  ".",
                ]
              : other.length
                ? [
                    h("b", {}, "Seriousness not recorded"),
                    counted > 1 ? ", by the share of people who had it: " : ": ",
                    list(other, "seen", Math.max(room, counted)),
                    ".",
                  ]
                : "",
          ]
        : h(
            "b",
            {},
            untied.length
              ? "No harm that was tied to the cells is entered here, but some that happened. "
              : "No harm seen in people was entered here. ",
          ),
      untied.length
        ? [" ", h("b", {}, sentence(META.untied[1]) + ": "), list(untied, "untied", untied.length), "."]
        : "",
    ],
    [
      uncounted.length
        ? [
            " ",
            h("b", {}, "Looked for, told without a count: "),
            list(uncounted, "uncounted", isFull ? room : 4),
            ".",
          ]
        : "",
      isFull || !isNarrow()
        ? [
            not.length
              ? [" ", h("b", {}, "Looked for; not seen: "), list(not, "not", isFull ? room : 4), "."]
              : "",
            otherDiseases(events, isFull),
          ]
        : "",
      " What nobody looked for, or nobody entered here, is not in these counts.",
    ],
  ];
}

// Whether a harm was seen, and whether a product was judged safe, are two questions with two sorts of answer.
function safetyScores(edges) {
  const harms = edges.filter(isHarm),
    safe = edges.filter((e) => !isHarm(e));
  return [
    harms.length ? scoreboard(harms, plural(harms.length, "possible harm") + " asked about") : "",
    safe.length
      ? scoreboard(
          safe,
          plural(safe.length, "proposition") + " that a product is safe, as its studies put it",
        )
      : "",
  ].filter(Boolean);
}

function useWords(all) {
  // Asked of one region, the decisions of others are no answer.
  const edges = filters.region.size
    ? all.filter((e) => traits(e).region.some((name) => filters.region.has(name)))
    : all;
  const by = (name) => edges.filter((e) => predicate(e).name === name && e.st !== 5).sort(byEvidence);
  // The product or the disease alone only where the other is what the page is on: an approval holds for nothing wider.
  const short = (e) =>
    e.from === state.focus
      ? label(e.to)
      : e.to === state.focus
        ? label(e.from)
        : label(e.from) + " for " + label(e.to);
  const said = [
    ["approvedFor", [0], "Approved: "],
    ["approvedFor", [1], "Approved in one region, not or no longer in another: "],
    ["approvedFor", [2, 3, 4], "Not approved, or withdrawn: "],
    ["treats", [0], "Established treatment: "],
    ["treats", [1, 2, 3, 4], "No established treatment: "],
    [null],
    ["studiedFor", [0, 1, 2, 3, 4], "Studied, which says nothing about benefit: "],
  ].map(([name, stances, words]) => {
    if (!name) return refusedWords();
    const list = by(name).filter((e) => stances.includes(e.st)),
      room = list.length < 3 ? 220 : 110;
    return list.length
      ? [
          h("b", {}, words),
          list.slice(0, 6).map((e, i) => [i ? ", " : "", edgeButton(e, short(e)), decisionWords(e, room)]),
          list.length > 6 ? " and " + (list.length - 6) + " more" : "",
          ". ",
        ]
      : "";
  });
  return h(
    "p",
    { id: "use" },
    by("approvedFor").some((e) => e.st < 2) ? "" : "No approval is entered here. ",
    said,
    heldWords(),
  );
}

// The term in the middle and all that is wider.
function wider(no, seen = new Set([no])) {
  for (const b of node(no).b || []) if (!seen.has(b)) wider(b, seen.add(b));
  return seen;
}

// What is refused for a kind of diseases or products is refused for each of the kind: it must not stand on the
// wider page alone.
function refusals() {
  if (state.focus === null || state.whole) return [];
  const of = [...wider(state.focus)].filter((no) => no !== state.focus),
    known = new Set(scope.around);
  const named = new Set(
    scope.around
      .flatMap((e) => [e.to, e.c])
      .filter((no) => no !== undefined)
      .flatMap((no) => [...wider(no)]),
  );
  const found = new Set(
    of.flatMap((no) =>
      links(node(no))
        .map(edge)
        .filter(
          (e) =>
            !known.has(e) &&
            ["approvedFor", "treats"].includes(predicate(e).name) &&
            e.t[3][2] &&
            (e.to === no || (e.from === no && named.has(e.to))),
        ),
    ),
  );
  return [...found].sort(
    (a, b) =>
      (predicate(a).name === "treats") - (predicate(b).name === "treats") ||
      label(a.to).localeCompare(label(b.to)),
  );
}

// Which kind a refusal was said of: the wider disease, else the wider product.
const widerKind = (e) => (wider(state.focus).has(e.to) ? e.to : e.from);
// A refusal said of a wider kind has a row of its own beside the propositions of this page, and is not counted with
// them.
const widerRows = () =>
  state.path || ![3, ALL].includes(state.topic) ? [] : refusals().filter((e) => passes(e));

function refusedWords() {
  const found = refusals();
  return found.length
    ? [
        h("b", {}, "Said of a whole kind that includes " + label(state.focus) + ": "),
        found.map((e, i) => [
          i ? "; " : "",
          edgeButton(
            e,
            (predicate(e).name === "treats"
              ? "no established treatment of " + label(e.to) + " by "
              : "no approval for " + label(e.to) + " of ") + label(e.from),
          ),
          decisionWords(e),
        ]),
        ". ",
      ]
    : "";
}

// Where and when a regulator decided what, each with its own caveat; a decision holds in its own region only.
function decisionWords(e, room = 110) {
  if (!["approvedFor", "treats"].includes(predicate(e).name)) return "";
  const found = findingsOf(e),
    notes = found.map((f) => f.note).filter(Boolean);
  const said = found
    .filter((f) => f.reg && (!filters.region.size || filters.region.has(f.reg)))
    .map(
      (f) =>
        f.reg +
        (f.on ? " " + f.on.slice(0, 4) : "") +
        (f.d === 0 ? "" : ", " + META.directions.decision[f.d]) +
        ((source(f.s) || {}).read === "secondary" ? ", second-hand" : "") +
        (f.note && room ? ": " + cut(f.note, room) : ""),
    );
  return said.length
    ? h("span", { title: notes.join("; ") }, " (" + said.join("; ") + ")")
    : e.st === 0 || e.st === 2
      ? ""
      : " (" + stanceWords(e) + ")";
}

// Which decisions of regulators the data hold: silence about another country says nothing.
function heldWords() {
  const held = (META.regulators || []).slice(0, 50).map(source);
  const regions = [
    ...new Set(held.flatMap((s) => (s.f || []).map((no) => finding(no).reg)).filter(Boolean)),
  ].sort();
  const list = held.map((s, i) => [
    i ? "; " : "",
    sourceButton(s, s.l),
    s.read === "secondary" ? " (second-hand)" : "",
  ]);
  return [
    held.length
      ? [
          "Decisions are held here for " +
            listed(regions) +
            " only: silence about another region is not “not approved”. ",
          h("details", { class: "inline" }, h("summary", {}, "Where they were read"), list),
        ]
      : "No regulator's decision is held here: silence is not “not approved”.",
  ];
}
