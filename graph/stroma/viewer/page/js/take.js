// One page to take along: what the headline, the map and the panel hold on a disease or a product, in plain words
// and on one sheet. All of it is counted from the same propositions; a benefit, no effect and the opposite stand
// side by side. Nobody can open a line of paper: what a regulator wrote stands in full.
const WHOLE = 2000;
const TAKE_ITEMS = 5,
  TAKE_NAMES = 3,
  TAKE_HARMS = 12;
const isTaking = () => !!state.take && isTreated() && !state.path;
const words = (content) => h("span", {}, content).textContent;
const firstOf = (list, most = TAKE_NAMES) =>
  list.slice(0, most).join(", ") + (list.length > most ? " and " + (list.length - most) + " more" : "");

function openTake() {
  noFilters();
  Object.assign(state, { take: true, sel: null, find: "" });
  change({ step: true });
  byId("take").focus();
  window.scrollTo(0, 0);
}

function closeTake() {
  state.take = false;
  change({ step: true });
  byId("open-take").focus();
}

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

function takeWho(f, sides) {
  const all = new Map();
  f.clinical
    .flatMap(ownSources)
    .filter((s) => isHuman(s) && !REVIEWS.includes(s.de) && s.de !== "cross sectional survey")
    .forEach((s) => all.set(cluster(s), Math.max(all.get(cluster(s)) || 0, s.n || 0)));
  const known = [...all.values()].filter(Boolean),
    sum = known.reduce((a, b) => a + b, 0),
    trials = f.trials.all.length + f.trials.silent.length,
    blind = [...f.trials.all, ...f.trials.silent].filter((t) => t.kind === 0).length;
  const isDisease = kindOf(node(state.focus)) === "Disease",
    counts = new Map();
  for (const e of f.clinical) {
    const no = isDisease ? e.from : e.c === undefined ? e.to : e.c;
    if (!counts.has(no)) counts.set(no, new Set());
    ownSources(e)
      .filter(isHuman)
      .forEach((s) => counts.get(no).add(cluster(s)));
  }
  const given = [...counts]
    .filter(([no, own]) => own.size && ["CellProduct", "Disease"].includes(kindOf(node(no))))
    .sort((a, b) => b[1].size - a[1].size || a[0] - b[0])
    .map(([no, own]) => label(no) + " (" + own.size + ")");
  return h(
    "p",
    {},
    h("b", {}, plural(f.studies, "study", "studies") + " in people"),
    sum
      ? ", " +
          sum.toLocaleString("en") +
          " people" +
          (known.length < all.size ? " in the " + known.length + " whose size is known" : "") +
          (f.clinical.flatMap(ownSources).some((s) => isHuman(s) && (s.dis || []).length > 1)
            ? " (some of them with another disease)"
            : "")
      : "",
    ". " + f.controlled + " of the studies compared them with people who did not get the cells. ",
    f.reviews
      ? plural(f.reviews, "review") +
          (f.reviews === 1 ? " pools" : " pool") +
          " such studies" +
          reviewsOfMore()
            .map((s) => "; " + sourceName(s) + " " + poolsMore(s, true))
            .join("") +
          ". "
      : "",
    trials
      ? "In " +
          plural(trials, "trial") +
          (f.trials.silent.length
            ? " (" + f.trials.silent.length + " of them with no result on benefit entered here)"
            : "") +
          " chance decided who got the cells" +
          (blind ? "; " + blind + " of these gave the others a dummy treatment" : "") +
          ". "
      : "In none of them did chance decide who got the cells. ",
    given.length
      ? (isDisease ? "Cells given" : "Given for") + " (number of studies): " + firstOf(given, 4) + ". "
      : "",
    f.animal ? "Not counted here: " + plural(f.animal, "study", "studies") + " in animals or dishes. " : "",
    f.retracted ? plural(f.retracted, "retracted study", "retracted studies") + " not counted. " : "",
  );
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

function takeHarms(edges, named) {
  const events = harmEvents(edges),
    seen = events.filter((x) => x.seen.length),
    untied = events.filter((x) => !x.seen.length && x.untied.length),
    rest = events.filter((x) => !x.seen.length && !x.untied.length);
  const line = (title, list, side) =>
    list.length
      ? h(
          "li",
          {},
          h("b", {}, title + ": "),
          list
            .slice(0, TAKE_HARMS)
            .map((x, i) => {
              const of = x[side(x)][0];
              named.add(of.f.s);
              return (i ? "; " : "") + words(harmItem(x, side(x), false));
            })
            .join(""),
          list.length > TAKE_HARMS ? " and " + (list.length - TAKE_HARMS) + " more." : ".",
        )
      : "";
  const serious = seen.filter((x) => x.serious),
    told = events.length ? [] : toldAsAWhole(edges);
  told.forEach((x) => named.add(x.f.s));
  if (!events.length && !told.length)
    return h(
      "p",
      {},
      h("b", {}, "No harm is entered here"),
      ", neither seen nor looked for. That is an absence of records, not of harm.",
    );
  return h(
    "ul",
    {},
    told.length
      ? h(
          "li",
          {},
          h("b", {}, "Looked for, and told only as a whole: "),
          told
            .slice(0, TAKE_HARMS)
            .map((x, i) => (i ? "; " : "") + words(asAWholeItem(x)))
            .join(""),
          ".",
        )
      : "",
    line("Seen, serious", serious, () => "seen"),
    line(
      "Seen",
      seen.filter((x) => !x.serious),
      () => "seen",
    ),
    line("Happened to people who had the cells, not shown to come from them", untied, () => "untied"),
    line("Looked for, not seen or not counted", rest, (x) => (x.uncounted.length ? "uncounted" : "not")),
  );
}

function takeNever(f) {
  const asked = scope.counted.filter((e) => topic(e) < 2).sort(byEvidence);
  const animals = asked.filter((e) => e.st === 4),
    claimed = asked.filter((e) => e.st === 5 && !e.gw && !narrowerFound(e).length),
    { from, to, pairs } = measuredPairs();
  const people = f.clinical.flatMap(ownSources).filter((s) => isHuman(s) && !REVIEWS.includes(s.de)),
    longest = people.filter((s) => parseFloat(s.fu)).sort((a, b) => parseFloat(b.fu) - parseFloat(a.fu))[0];
  const told = new Set(
      f.clinical
        .filter((e) => topic(e) === 1)
        .flatMap(ownSources)
        .filter(isHuman)
        .map(cluster),
    ),
    silent = new Set(people.map(cluster).filter((who) => !told.has(who))).size;
  const items = [
    from > 1 &&
      to > 1 &&
      pairs < from * to && [
        "Products and outcomes",
        from +
          " products and " +
          to +
          " outcomes were measured in people, but only " +
          pairs +
          " of their " +
          from * to +
          " combinations",
      ],
    silent && [
      "Harms",
      "nothing on harm is entered from " + silent + " of the " + plural(f.studies, "study", "studies"),
    ],
    animals.length && [
      "In animals or dishes only, never in people",
      plural(animals.length, "benefit or harm", "benefits and harms") +
        ", such as " +
        cut(contentWords(animals[0]), 90),
    ],
    claimed.length && [
      "Claimed by articles, measured by no study here",
      plural(claimed.length, "claim") + ", such as " + cut(propositionWords(claimed[0]), 110),
    ],
    f.trials.silent.length && [
      "Trials of which no result on benefit is entered",
      firstOf(
        f.trials.silent.map((t) => nameOfStudy(t.s)),
        4,
      ),
    ],
    longest && [
      "Time",
      "nobody is entered as followed for longer than " + longest.fu + " (" + sourceName(longest) + ")",
    ],
  ].filter(Boolean);
  return [
    h(
      "ul",
      {},
      items.map(([title, text]) => h("li", {}, h("b", {}, title + ": "), text + ".")),
    ),
    h(
      "p",
      {},
      "What is not on this page was not measured, or nobody entered it here: that says nothing for or against it.",
    ),
  ];
}

function takeApprovals(edges) {
  const decided = edges.filter((e) => predicate(e).name === "approvedFor" && e.st !== 5).sort(byEvidence),
    short = (e) =>
      e.from === state.focus
        ? label(e.to)
        : label(e.from) + (e.to === state.focus ? "" : " for " + label(e.to));
  const groups = [
    ["Approved", [0]],
    ["Approved in one region, not or no longer in another", [1]],
    ["Not approved, or withdrawn", [2, 3, 4]],
  ]
    .map(([title, stances]) => [title, decided.filter((e) => stances.includes(e.st))])
    .filter(([, list]) => list.length);
  const kinds = refusals().filter((e) => predicate(e).name === "approvedFor"),
    regions = [
      ...new Set(
        (META.regulators || [])
          .slice(0, 50)
          .map(source)
          .flatMap((s) => (s.f || []).map((no) => finding(no).reg))
          .filter(Boolean),
      ),
    ].sort();
  return h(
    "ul",
    {},
    decided.some((e) => e.st < 2) ? "" : h("li", {}, h("b", {}, "No approval is entered here.")),
    groups.map(([title, list]) =>
      h(
        "li",
        {},
        h("b", {}, title + ": "),
        list
          .slice(0, 4)
          .map((e, i) => (i ? "; " : "") + short(e) + words(decisionWords(e, WHOLE)))
          .join(""),
        list.length > 4 ? " and " + (list.length - 4) + " more." : ".",
      ),
    ),
    kinds.length
      ? h(
          "li",
          {},
          h("b", {}, "Said of a whole kind that includes it: "),
          kinds
            .slice(0, 2)
            .map(
              (e, i) =>
                (i ? "; " : "") +
                "no approval for " +
                label(e.to) +
                " of " +
                label(e.from) +
                words(decisionWords(e, WHOLE)),
            )
            .join(""),
          ".",
        )
      : "",
    h(
      "li",
      {},
      regions.length
        ? "Decisions are entered for " + listed(regions) + " only; nothing is said about other regions."
        : "No regulator's decision is entered here.",
    ),
  );
}

// By what a paper is found: its DOI, else its PMID, else the number of its trial in a registry.
const identifiers = (s) =>
  [...(s.links || []), ...(s.reg || []).map((number) => [number, ""])]
    .filter(([text]) => /^(doi |PMID |NCT)/.test(text) || (s.reg || []).includes(text))
    .slice(0, 1)
    .map(([text, address]) => [text.replace(/^doi /, "doi:"), address]);

function takeSources(named) {
  const all = [...named]
    .filter((no) => no !== undefined)
    .map(source)
    .sort((a, b) => sourceName(a).localeCompare(sourceName(b)));
  // What has no number that leads to it is found by its title and journal.
  const title = (s) => [sourceName(s).startsWith("“") ? "" : s.l, s.j].filter(Boolean).join(", ");
  const where = (s) => [
    identifiers(s).length
      ? identifiers(s).map(([text, address]) => [" ", link(text, address)])
      : title(s)
        ? ": " + title(s)
        : "",
  ];
  return h(
    "p",
    { class: "take-sources" },
    h("b", {}, "Named on this page: "),
    all.map((s, i) => [i ? "; " : "", sourceName(s), hasNoDoi(s) ? "*" : "", where(s)]),
    ".",
    all.some(hasNoDoi) ? " * " + META.said.noDoi + "." : "",
  );
}

const addressWords = () =>
  isWeb(location.href)
    ? location.href.split("#")[0] + toHash()
    : "a page of stroma view, " + nodeKey(state.focus === null ? 0 : state.focus);
// From which data, by which version, and from where: what a sheet of paper cannot be asked for.
const originWords = () =>
  [
    "Data as of " + (META.data || "an unknown day"),
    META.version ? "Stroma " + META.version : "Stroma",
    state.focus === null ? "" : addressWords(),
  ]
    .filter(Boolean)
    .join(" · ");

function drawTake() {
  const box = byId("take"),
    f = facts(),
    named = new Set(),
    of = (no) => f.edges.filter((e) => topic(e) === no);
  const sides = studySides(f.groups.asked.filter(isBenefit)),
    compared = sides.filter((one) => one.level <= 3),
    rest = sides.filter((one) => one.level > 3),
    by = (list, side) => list.filter((one) => one.side === side);
  if (f.trials.all.length) named.add(f.trials.all[0].s.no);
  const supported = f.count(0),
    firm = supported.filter(isFirm);
  // A trial of which only parts are entered had a comparison group all the same.
  const inPart = rest.filter((one) => CONTROLLED.includes(one.s.de)),
    alone = rest.filter((one) => !inPart.includes(one)),
    met = metWithoutControls(f.benefit),
    decided = decisionsOn();
  [...met, ...inPart.slice(0, TAKE_ITEMS).map((one) => one.s)].forEach((s) => named.add(s.no));
  const count = (side, text) => (by(alone, side).length ? [by(alone, side).length + " " + text] : []);
  const parts = [
    h("h2", {}, "What was studied, and in how many people"),
    takeWho(f, sides),
    h("h2", {}, "Did it help? Studies with a comparison group, side by side"),
    takeMain(f.trials),
    compared.length
      ? h(
          "div",
          { class: "take-sides" },
          sideColumn("Better", by(compared, "better"), named),
          sideColumn("Better in one way, not in another", by(compared, "both"), named),
          sideColumn("No effect shown, or worse", by(compared, "not"), named),
        )
      : h(
          "p",
          {},
          "No study in people compared its result on benefit with people who did not get the cells.",
        ),
    inPart.length
      ? h(
          "p",
          {},
          plural(inPart.length, "trial") +
            " with a comparison group of which no comparison between the groups is entered here: ",
          inPart
            .slice(0, TAKE_ITEMS)
            .map((one, i) => [
              i ? "; " : "",
              h("b", {}, nameOfStudy(one.s)),
              ": " + (one.side === "better" ? "better: " : "") + one.says,
            ]),
          inPart.length > TAKE_ITEMS ? " and " + (inPart.length - TAKE_ITEMS) + " more" : "",
          ".",
        )
      : "",
    alone.length
      ? h(
          "p",
          {},
          "Studies without a comparison group: " +
            listed([
              ...count("better", "better"),
              ...count("both", "better in one way and not in another"),
              ...count("not", "no effect shown or worse"),
            ]) +
            ". From these nobody can tell whether it was the cells." +
            (met.length
              ? " Of these, " +
                firstOf(met.map((s) => nameOfStudy(s) + ", met its main goal" + goalOf(s))) +
                "."
              : ""),
        )
      : "",
    supported.length
      ? h(
          "p",
          {},
          firm.length
            ? firm.length +
                " of " +
                plural(supported.length, "supported benefit") +
                " rest" +
                (firm.length === 1 ? "s" : "") +
                " on firm evidence."
            : "No benefit rests on firm evidence: " + thinWords(supported) + ".",
        )
      : "",
    h("h2", {}, "Harms: seen, and looked for"),
    takeHarms(of(1), named),
    h("h2", {}, "Never measured"),
    takeNever(f),
    h("h2", {}, "Approvals"),
    takeApprovals(of(3)),
    takeSources(named),
  ];
  fill(
    box,
    h(
      "p",
      { class: "take-tools" },
      h(
        "button",
        { type: "button", id: "take-print", class: "primary", onclick: () => window.print() },
        "Print",
      ),
      " ",
      h("button", { type: "button", id: "take-close", onclick: closeTake }, "The full page"),
    ),
    h(
      "h1",
      {},
      (kindOf(node(state.focus)) === "Disease"
        ? "Cell therapy for " + label(state.focus)
        : sentence(label(state.focus))) + ": what studies found",
    ),
    META.cut ? h("p", { class: "warn" }, "Part of a larger graph: " + META.cut + ".") : "",
    decided.length
      ? h(
          "p",
          { class: "take-decided" },
          decided.map((e) => [
            h("b", {}, decisionName[e.st] || "A decision on ", label(e.to)),
            words(decisionWords(e, 0)),
            ". ",
          ]),
        )
      : "",
    h(
      "p",
      { class: "take-first" },
      "This page reports what studies reported. It gives no medical advice. A blank is no sign for or " +
        "against anything.",
    ),
    f.edges.length
      ? parts
      : h("p", {}, "Nothing is entered here on it. That is no evidence, not a refutation."),
    h("p", { class: "take-foot" }, originWords()),
  );
}
