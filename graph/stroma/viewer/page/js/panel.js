// What stands behind the thing that is selected: a term, a proposition, or a study.
const nodeButton = (no, words) => act(words || label(no), () => select("node", nodeKey(no)));
const row = (name, value) =>
  value === null || value === undefined || value === "" || value.length === 0
    ? ""
    : [h("dt", {}, name), h("dd", {}, value)];
const terms = (list) =>
  (list || []).map((x, i) => [i ? ", " : "", typeof x === "number" ? nodeButton(x) : x]);
// A word beside the mark: why it is no full support.
const weakTag = (e) =>
  isWeak(e)
    ? h("span", { class: "thin" }, "thin")
    : e.st === 0 && e.nd
      ? h("span", { class: "thin" }, "narrower disagrees")
      : "";
// A tag is set apart by its look; read aloud it needs a pause.
const apart = (tag) => (tag ? [h("span", { class: "vh" }, "; "), tag] : "");
const noticeTag = (e) =>
  !e.gw && noticeWords(e)
    ? h("span", { class: "thin" }, e.gone.length ? goneSources(e).length + " retracted" : "concern")
    : "";
const heading = (text) => h("h3", {}, text);

function drawPanel() {
  const box = byId("panel");
  const e = selected("edge"),
    s = selected("source"),
    n = selected("node");
  if (e !== undefined) fill(box, closeButton(), edgePanel(edge(e)));
  else if (s !== undefined) fill(box, closeButton(), sourcePanel(source(s)));
  else if (n !== undefined) fill(box, closeButton(), nodePanel(node(n)));
  else if (state.path) fill(box, pathPanel());
  else if (state.whole) fill(box, wholePanel());
  else if (state.focus !== null) fill(box, nodePanel(node(state.focus)));
  else fill(box, h("p", { class: "empty" }, "Nothing to show yet."));
  box.scrollTop = 0;
  document.body.classList.toggle("has-selection", !!state.sel);
}

// Nothing is selected and nothing stands in the middle: where a reader may begin.
function wholePanel() {
  const counts = new Map();
  for (const e of scope.topic)
    for (const no of new Set(isHarm(e) ? [e.c] : [e.to, e.c]))
      if (no !== undefined && kindOf(node(no)) === "Disease" && node(no).of === undefined)
        counts.set(no, (counts.get(no) || 0) + 1);
  const list = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]),
    most = 24;
  return [
    h("p", { class: "kind" }, "where to begin"),
    h("h2", {}, plural(list.length, "disease")),
    h(
      "p",
      { class: "sub" },
      "Choose one to have it in the middle, or a term of the graph to see what is behind it.",
    ),
    h(
      "ul",
      { class: "rels" },
      list.slice(0, most).map(([no, n]) =>
        h(
          "li",
          {},
          act(label(no), () => focusOn(no)),
          h("span", { class: "sub" }, " " + plural(n, "proposition")),
        ),
      ),
    ),
    list.length > most
      ? h("p", { class: "sub" }, "and " + (list.length - most) + " more: search for them")
      : "",
  ];
}

// The path in words: what was asked of its ends directly, then its steps with all that stands between their terms.
function pathPanel() {
  const direct = directEdges(),
    hops = pathHops() || [],
    list = (edges) =>
      h(
        "ul",
        { class: "rels" },
        edges.slice(0, 60).map((e) => relation(e)),
      );
  return [
    h("p", { class: "kind" }, "path"),
    h("h2", {}, nodeButton(state.path[0]), " and ", nodeButton(state.path[1])),
    heading("Asked directly (" + direct.length + ")"),
    direct.length
      ? list(direct)
      : h("p", { class: "sub" }, "Nothing here was asked directly about both or narrower terms."),
    hops.length ? heading("Steps between them") : "",
    hops.map((hop, i) => [
      h(
        "p",
        { class: "sub" },
        i + 1 + ". ",
        nodeButton(hop.from),
        hop.e ? " and " : kindStep(hop.from, hop.no),
        nodeButton(hop.no),
        hop.e ? "" : " (a classification, no evidence)",
      ),
      hop.e ? list(between(hop)) : "",
    ]),
  ];
}

// Below the views, on a narrow screen, the panel comes up with its heading; beside them nothing need move.
function goToPanel() {
  byId("panel").focus({ preventScroll: true });
  if (window.innerWidth <= 900) byId("panel").scrollIntoView({ block: "start", behavior: "instant" });
}

const closeButton = () =>
  h(
    "button",
    { type: "button", class: "close", "aria-label": "Close details", onclick: () => select(null) },
    "×",
  );

// The studies in people that compared with a control group, by direction: the others weigh less, however many they are.
function comparedOf(e) {
  const seen = e.t[0].map(() => new Set());
  if (topic(e) < 2 && !isHarm(e))
    findingsOf(e).forEach((f) => {
      if (f.g === 0 && f.lv && f.lv <= 3) seen[f.d].add(f.s === undefined ? -1 : cluster(source(f.s)));
    });
  return seen.map((studies, i) => Math.min(studies.size, e.t[0][i]));
}

// One bar for the studies in people: full with a control group, pale without; a harm that was seen is never paler
// for it. Animals and dishes never stand in it, nor have a bar that looks like it.
function bar(e) {
  if (e.is) return barOfStudies(e);
  if (!e.t.some((t) => t.some(Boolean)))
    return h("span", { class: "bar-none" }, e.gw ? goneWords(e) : unmeasuredWords(e, "never measured here"));
  const compared = comparedOf(e),
    rest = e.t[0].map((n, i) => n - compared[i]),
    isMixed = compared.some(Boolean) && rest.some(Boolean);
  const total = e.t[0].reduce((a, b) => a + b, 0),
    pale = isHarm(e) || (!isMixed && e.lv && e.lv <= 3) ? "" : " pale";
  let at = 0;
  const part = (look) => (n, i) =>
    n ? svg("rect", { class: "d" + mood(e, i) + look, x: (at += n) - n, y: 0, width: n, height: 8 }) : null;
  const parts = [...compared.map(part("")), ...rest.map(part(pale))].filter(Boolean);
  const peopleWords = isMixed
    ? groupName(0) + ", with a control group: " + countsBy(e, compared) + "; without: " + countsBy(e, rest)
    : groupName(0) + ": " + tallyWords(e, 0) + patientWords(e);
  const words = [
    total ? peopleWords : "",
    ...META.groups.slice(1).map((g, i) => (tallyWords(e, i + 1) ? g + ": " + tallyWords(e, i + 1) : "")),
  ].filter(Boolean);
  return h(
    "span",
    { class: "bars" },
    total
      ? svg(
          "svg",
          {
            viewBox: "0 0 " + total + " 8",
            preserveAspectRatio: "none",
            class: "bars-svg",
            "aria-hidden": "true",
          },
          ...parts,
        )
      : "",
    h("span", { class: "bars-text" }, words.join("; ")),
  );
}

// Studies of which one found both: each is one piece of the bar, and that one has both colours, one above the other.
function barOfStudies(e) {
  const studies = new Map(),
    level = (f) => f.lv || 9;
  for (const f of findingsOf(e).filter((x) => x.g === 0)) {
    const who = f.s === undefined ? "finding " + f.no : cluster(source(f.s)),
      known = studies.get(who);
    if (!known || level(f) < known.level) studies.set(who, { level: level(f), found: new Set([f.d]) });
    else if (level(f) === known.level) known.found.add(f.d);
  }
  const parts = [...studies.values()]
    .sort((a, b) => Math.min(...a.found) - Math.min(...b.found) || a.found.size - b.found.size)
    .flatMap(({ found, level }, x) =>
      [...found].sort().map((d, i) =>
        svg("rect", {
          class: "d" + mood(e, d) + (level > 3 && !isHarm(e) ? " pale" : ""),
          x,
          y: (i * 8) / found.size,
          width: 1,
          height: 8 / found.size,
        }),
      ),
    );
  return h(
    "span",
    { class: "bars" },
    svg(
      "svg",
      {
        viewBox: "0 0 " + studies.size + " 8",
        preserveAspectRatio: "none",
        class: "bars-svg",
        "aria-hidden": "true",
      },
      ...parts,
    ),
    h("span", { class: "bars-text" }, groupName(0) + ": " + tallyWords(e, 0) + patientWords(e)),
  );
}

function relation(e, from, told) {
  const words = told
    ? told
    : from === undefined
      ? contentWords(e)
      : from === e.from || (inFocus.has(e.from) && !inFocus.has(e.to))
        ? label(e.to)
        : from === e.to
          ? label(e.from)
          : label(e.from) + " → " + label(e.to);
  return h(
    "li",
    { class: selected("edge") === e.no ? "on" : "" },
    h(
      "button",
      { type: "button", class: "rel", onclick: () => select("edge", e.id) },
      markSvg(e, 8),
      h(
        "span",
        {},
        words,
        e.c !== undefined && e.c !== from ? h("span", { class: "cond" }, " in " + label(e.c)) : "",
      ),
    ),
    h(
      "span",
      { class: "sub" },
      stanceWords(e) +
        (e.va ? ": " + e.va : "") +
        " · " +
        levelWords(e.lv) +
        (peopleOf(e) ? " · " + peopleOf(e) : ""),
      apart(weakTag(e)),
      apart(noticeTag(e)),
    ),
    h("span", { class: "vh" }, "; "),
    bar(e),
  );
}

// Without names turned round or put together of others: "syndrome, stroke", "CVA, cerebrovascular accident".
function otherNames(n) {
  const names = n.syn || [],
    words = (name) => fold(name).split(" "),
    whole = new Set([n.label, ...names].filter((name) => !name.includes(",")).flatMap(words));
  return names.filter((name) => !name.includes(",") || words(name).some((w) => !whole.has(w)));
}

function nodePanel(n) {
  const all = links(n)
      .map(edge)
      .filter((e) => passes(e)),
    own = ownOf(n, all),
    here = own.length ? all.filter((e) => !own.includes(e)) : all;
  const groups = new Map();
  here.forEach((e) => {
    const key = e.p;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(e);
  });
  // What is asked stands first.
  const rank = (p) =>
    (META.predicates[p].topic === state.topic ? -100 : META.predicates[p].topic * 100) +
    (([
      "treats",
      "approvedFor",
      "ameliorates",
      "improves",
      "prevents",
      "causesAdverseEvent",
      "safeIn",
    ].indexOf(META.predicates[p].name) +
      99) %
      99);
  const order = [...groups].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1].length - a[1].length);
  const isOpen = state.open.includes(n.no);
  return [
    h("p", { class: "kind" }, kindName(n), n.bare ? " · not described in this graph" : ""),
    h("h2", {}, sentence(label(n.no))),
    n.def ? h("p", {}, n.def) : "",
    h(
      "p",
      { class: "actions" },
      n.no === state.focus
        ? ""
        : h("button", { type: "button", id: "do-focus", onclick: () => focusOn(n.no) }, "Put in the middle"),
      n.no === state.focus || state.whole
        ? ""
        : h(
            "button",
            {
              type: "button",
              id: "do-expand",
              "aria-pressed": isOpen ? "true" : "false",
              onclick: () => toggleOpen(n.no),
            },
            isOpen ? "Collapse" : "Expand",
          ),
      h("button", { type: "button", id: "do-path", onclick: () => openPath(n.no) }, "Path from here"),
    ),
    h(
      "dl",
      {},
      row("Id", [link(n.curie, n.iri), (n.ids || []).map(([text, address]) => [", ", link(text, address)])]),
      row(
        "Also called",
        otherNames(n)
          .map((s) => cut(s, 120))
          .join(", "),
      ),
      row("Better is", n.better && n.better !== "neither" ? n.better : ""),
      row(
        "A kind of",
        (n.b || []).map((b, i) => [i ? ", " : "", nodeButton(b)]),
      ),
      row("A model of", n.of === undefined ? "" : nodeButton(n.of)),
      row(
        "Narrower",
        (n.nw || []).slice(0, 30).map((b, i) => [i ? ", " : "", nodeButton(b), withAbbreviation(b)]),
      ),
      row("Made from", terms([n.ti, n.ct].filter((x) => x !== undefined))),
      row("Products made from it", terms((n.pr || []).slice(0, 30))),
      row(
        "Models of it",
        (n.mo || []).map((b, i) => [i ? ", " : "", nodeButton(b), withAbbreviation(b)]),
      ),
    ),
    n.note
      ? h("details", {}, h("summary", { class: "sub" }, "Curator's note"), h("p", { class: "sub" }, n.note))
      : "",
    used(n),
    own.length
      ? [
          heading("About " + label(state.focus) + " (" + own.length + ")"),
          h(
            "ul",
            { class: "rels" },
            own
              .slice(0, 60)
              .map((e) =>
                relation(e, n.no, e.from === n.no ? relationWords(e) + " " + label(e.to) : contentWords(e)),
              ),
          ),
          own.length > 60
            ? h("p", { class: "sub" }, "and " + (own.length - 60) + " more: see the table")
            : "",
          here.length ? heading("Elsewhere (" + here.length + ")") : "",
        ]
      : "",
    all.length || (n.via || []).length || (n.pr || []).length
      ? ""
      : h(
          "p",
          { class: "empty" },
          links(n).length
            ? "The filters hide all " + links(n).length + " propositions about it. "
            : "Nothing is stated about this term itself. ",
          onlyLaboratory() && (n.mo || []).length
            ? ["What was measured in animals or dishes stands with its models: ", terms(n.mo), ". "]
            : "",
          links(n).length ? clearButton() : "",
        ),
    order.map(([p, list]) =>
      h(
        "details",
        {
          open:
            own.length || (isNarrow() && !state.sel)
              ? false
              : order.length < 4 || (META.predicates[p].topic === state.topic && list.length < 40),
        },
        h("summary", { title: META.predicates[p].def }, META.predicates[p].label + " (" + list.length + ")"),
        h(
          "ul",
          { class: "rels" },
          list
            .sort(byHarm)
            .slice(0, 60)
            .map((e) => relation(e, n.no)),
        ),
        list.length > 60
          ? h("p", { class: "sub" }, "and " + (list.length - 60) + " more: see the table")
          : "",
      ),
    ),
  ];
}

// Of a term that is selected beside another: what was asked about both stands first, in the question that is chosen.
function ownOf(n, all) {
  if (n.no === state.focus || state.focus === null || state.whole || state.path) return [];
  const around = new Set(scope.topic);
  return all.filter((e) => around.has(e)).sort(byHarm);
}

// What studies asked by this route, or with cells of this tissue: the term is no part of those propositions.
function used(n) {
  const via = (n.via || []).filter((no) => !links(n).includes(no));
  if (!via.length) return "";
  return h(
    "p",
    {},
    plural(via.length, "further proposition") +
      (via.length === 1 ? " rests" : " rest") +
      (kindOf(n) === "Route" ? " on studies that used it. " : " on studies of cells from it. "),
    n.no === state.focus
      ? "They are in the map and the table."
      : act("Put it in the middle to see them", () => focusOn(n.no)),
  );
}

const byEvidence = (a, b) => (a.lv || 9) - (b.lv || 9) || sizeOf(b) - sizeOf(a) || a.no - b.no;

function edgePanel(e) {
  const found = findingsOf(e).sort((a, b) => (a.lv || 9) - (b.lv || 9) || a.no - b.no);
  const [yes, no] = isHarm(e)
    ? ["Reported as a harm", "Not seen, or not shown to come from it"]
    : isSafety(e)
      ? ["No safety concern told", "Safety unclear, or a concern told"]
      : isTrial(e)
        ? ["Studied it", "Did not"]
        : isDecision(e)
          ? ["Approved", "Not approved, or no longer"]
          : ["For", "No effect shown, or against"];
  const sides = [
    [yes, found.filter((f) => f.d === 0)],
    [no, found.filter((f) => f.d > 0)],
  ].filter(([name, list]) => list.length || !isTrial(e));
  return [
    h("p", { class: "kind" }, META.topics[topic(e)][1]),
    h(
      "h2",
      {},
      nodeButton(e.from),
      " " + relationWords(e) + " ",
      nodeButton(e.to),
      e.c === undefined ? "" : [" in ", nodeButton(e.c)],
      h("span", { class: "ask" }, " ?"),
    ),
    h(
      "p",
      { class: "verdict" },
      markSvg(e),
      " ",
      h("b", {}, sentence(stanceWords(e))),
      " · ",
      levelWords(e.lv),
      e.lv ? h("span", { class: "sub" }, " (" + META.levels[e.lv - 1][1] + ")") : "",
    ),
    h(
      "p",
      { class: "sub" },
      isHarm(e)
        ? "A harm counts as seen when any report in people shows it."
        : isTrial(e)
          ? "That somebody studied it says nothing about whether it helps."
          : isDecision(e)
            ? "A regulator decided it, for one region and at one time; it is no result of a study."
            : isSafety(e)
              ? "“Safe” is the word of the studies for the people they followed: the harms that were " +
                "looked for and counted stand beside it."
              : e.gw
                ? "What measured it was retracted and counts nowhere. That is not the same as refuted."
                : stance(e)[2],
    ),
    e.va ? h("p", { class: "warn", id: "against-active" }, sentence(e.va) + ".") : "",
    noticeWords(e) ? h("p", { class: "warn", id: "notices" }, sentence(noticeWords(e)) + ".") : "",
    isWeak(e)
      ? h("p", { class: "warn" }, h("b", {}, "Thin: "), listed(whyThin(e)) + ".")
      : (e.th || []).length
        ? h(
            "p",
            { class: "sub" },
            sentence(thinReasons(e)) + ": this is about our reading, not about the study.",
          )
        : "",
    e.wd ? h("p", { class: "warn" }, sentence(META.said.weaker) + ".") : "",
    e.nd ? h("p", { class: "warn" }, sentence(META.said.narrower) + ": they are not all for it.") : "",
    partWords(e)
      ? h("p", { class: "warn" }, "Only " + partWords(e) + ". Stance and counts are those of all.")
      : "",
    tallyTable(e),
    beside(e),
    (e.x || []).length
      ? [
          heading("What differs where they disagree"),
          h(
            "ul",
            {},
            e.x.slice(0, 12).map((no) => h("li", {}, META.conflicts[no].l)),
            e.x.length > 12 ? h("li", {}, "and " + (e.x.length - 12) + " more pairs") : "",
          ),
        ]
      : "",
    found.length
      ? h(
          "div",
          { class: "sides" },
          sides.map(([name, list]) =>
            h(
              "section",
              { "aria-label": name },
              heading(name + " (" + plural(list.length, "finding") + ")"),
              list.length ? list.map(findingCard) : h("p", { class: "empty" }, "none in this graph"),
            ),
          ),
        )
      : [
          e.gw
            ? ""
            : h(
                "p",
                { class: "empty" },
                "No study in this graph measured this. That is not the same as refuted.",
              ),
          narrowerPanel(e),
        ],
    e.gone.length
      ? [heading("Retracted, not counted (" + e.gone.length + ")"), e.gone.map(finding).map(findingCard)]
      : "",
    claimsOn(e),
    alsoBetween(e),
  ];
}

// What stands in for a wide term that nobody measured, each with its own result.
function narrowerPanel(e) {
  const found = narrowerFound(e).sort(byEvidence);
  return found.length
    ? [
        heading("Measured of narrower terms (" + found.length + ")"),
        h(
          "p",
          { class: "sub" },
          sentence(narrowerWords(e)) + ". Independent studies, those in people first.",
        ),
        h(
          "ul",
          { class: "rels" },
          found.slice(0, 30).map((o) => relation(o)),
        ),
        found.length > 30
          ? h("p", { class: "sub" }, "and " + (found.length - 30) + " more: see the table")
          : "",
      ]
    : "";
}

function tallyTable(e) {
  if (!e.t.some((t) => t.some(Boolean))) return "";
  return h(
    "table",
    { class: "tally" },
    h(
      "caption",
      { class: "sub" },
      "Independent studies" + (e.is ? "; " + (e.is === 1 ? "one study" : "some") + " on both sides" : ""),
    ),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td", {}),
        directionsOf(e).map((d) => h("th", { scope: "col" }, d)),
      ),
    ),
    h(
      "tbody",
      {},
      META.groups.map((g, i) =>
        e.t[i].some(Boolean)
          ? h(
              "tr",
              {},
              h(
                "th",
                { scope: "row" },
                g + (i === 0 && peopleOf(e) ? ": " + (e.n ? "n = " + e.n : "") + unknownWords(e) : ""),
              ),
              e.t[i].map((n) => h("td", {}, n)),
            )
          : "",
      ),
    ),
  );
}

// The disease as a whole never stands without its single outcomes, nor the other way round.
function beside(e) {
  if (isSafety(e)) return harmsBeside(e);
  if (!isBenefit(e)) return "";
  const isWhole = predicate(e).name === "ameliorates";
  const disease = isWhole ? e.to : e.c;
  const others = links(node(e.from))
    .map(edge)
    .filter(
      (o) =>
        o.no !== e.no &&
        isBenefit(o) &&
        (predicate(o).name === "ameliorates" ? o.to === disease : isWhole && o.c === disease),
    );
  if (!others.length)
    return isWhole
      ? h("p", { class: "sub" }, "No single outcome of this product was measured in " + label(disease) + ".")
      : "";
  return [
    heading(
      isWhole
        ? "Single outcomes of the same product in " + label(disease)
        : "The disease as a whole, same product",
    ),
    h(
      "ul",
      { class: "rels" },
      others
        .sort(byEvidence)
        .map((o) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "rel", onclick: () => select("edge", o.id) },
              markSvg(o, 8),
              h("span", {}, relationWords(o) + " " + label(o.to)),
            ),
            h("span", { class: "sub" }, stanceWords(o) + " · " + levelWords(o.lv)),
          ),
        ),
    ),
  ];
}

// What a study calls safe stands beside the harms that were asked about.
function harmsBeside(e) {
  const harms = links(node(e.from))
    .map(edge)
    .filter((o) => isHarm(o) && o.from === e.from && o.c === e.to);
  return [
    heading("Harms of the same product in " + label(e.to)),
    harms.length
      ? h(
          "ul",
          { class: "rels" },
          harms
            .sort(byHarm)
            .map((o) =>
              h(
                "li",
                {},
                h(
                  "button",
                  { type: "button", class: "rel", onclick: () => select("edge", o.id) },
                  markSvg(o, 8),
                  h("span", {}, label(o.to)),
                ),
                h(
                  "span",
                  { class: "sub" },
                  [stanceWords(o), levelWords(o.lv), eventWords(o)].filter(Boolean).join(" · "),
                ),
              ),
            ),
        )
      : h("p", { class: "sub" }, "None was asked about here. That is an absence of records, not of harm."),
  ];
}

// The colour of a finding: one that showed a harm is no good news, one that did not is no bad news, a mere trial is
// neither.
const mood = (e, direction) => (isTrial(e) ? 1 : isHarm(e) ? [2, 1, 1][direction] : direction);

// Of a harm that was not tied to the product: whether it happened.
const findingWords = (f) =>
  !isHarm(edgeOf(f))
    ? directionsOf(edgeOf(f))[f.d]
    : f.d === 0
      ? META.harm[0]
      : f.es
        ? META.untied[1]
        : !f.ev
          ? "not shown to come from it"
          : f.ev[0]
            ? META.untied[1]
            : "not seen";

// Met or not met is said of one aim. Where a primary endpoint names efficacy and safety together, its result on
// efficacy is told as that: what was found on safety stands among the findings.
const hasTwoGoals = (s) => s.pk === "efficacy" && /safety|adverse|toxic|tolera/i.test(s.pe || "");
const goalName = (s) =>
  "primary " +
  (s.pk && !hasTwoGoals(s) ? s.pk + " " : "") +
  "endpoint" +
  (hasTwoGoals(s) ? ", efficacy and safety together" : "");
const goalResult = (s) => (hasTwoGoals(s) ? s.pm + " on efficacy; on safety see its findings" : s.pm);
// What a finding says; that on the main result follows from the study's record.
const lineOf = (f) => {
  const s = f.drv && isBenefit(edgeOf(f)) ? source(f.s) : undefined;
  return s && s.pm
    ? "The " +
        goalName(s) +
        (hasTwoGoals(s) ? ", was " + s.pm + " on efficacy" : " was " + s.pm) +
        (f.ce === "active" && f.cmp ? " against " + f.cmp : "") +
        ": " +
        (s.pe || "not stated")
    : f.l;
};

function findingCard(f) {
  const s = source(f.s);
  return h(
    "article",
    { class: "card g" + (isGone(s) ? "one" : mood(edgeOf(f), f.d)) },
    noticeOf(s) ? h("p", { class: "notice" }, sentence(noticeOf(s))) : "",
    h(
      "p",
      { class: "dir" },
      h("b", {}, findingWords(f)),
      " · " + levelWords(f.lv) + " · " + META.groups[f.g],
      f.an ? " · " + f.an : "",
      f.drv
        ? h(
            "span",
            { class: "sub", title: "computed from the study's fields" },
            " · derived from its primary endpoint",
          )
        : "",
    ),
    h("p", {}, lineOf(f)),
    h(
      "dl",
      {},
      row("Measured", f.drv ? "" : f.om),
      row("Result", f.v),
      row("Events", countWords(f)),
      row("Compared with", f.cmp || f.ce),
      row("p", f.p),
      row("At", f.tp),
      row("In", f.pop),
      row("Analysed", f.n),
      row("Outcome role", f.role),
      row("Route", terms(f.ro)),
      row("Note", f.note),
    ),
    s
      ? h(
          "details",
          {},
          h(
            "summary",
            {},
            sourceName(s) +
              (noticeOf(s) ? " · " + noticeOf(s) : "") +
              (s.de ? " · " + s.de : s.ref ? " · reference" : "") +
              (s.n ? " · n " + s.n : ""),
          ),
          sourceCard(s),
          h("p", {}, sourceButton(s, "All findings of this source")),
        )
      : "",
  );
}

// When a record was entered.
const dateOf = (s) => (/ on (\d{4}-\d\d-\d\d)$/.exec(s.by || "") || [])[1] || "";

function sourceCard(s) {
  return [
    h("p", {}, s.l),
    h(
      "dl",
      {},
      row("Retracted", s.rx),
      row(
        "Retraction",
        isGone(s) || isDoubted(s)
          ? ""
          : "none is recorded here, nor an expression of concern" +
              (dateOf(s) ? ", as entered on " + dateOf(s) : "") +
              "; that anybody looked for a notice is not recorded",
      ),
      row("Expression of concern", s.uc),
      row(
        "Notice",
        (s.nt || []).map(([text, address], i) => [i ? ", " : "", link(text, address)]),
      ),
      row("Year", s.y),
      row("Published", [s.j, s.pub, s.ref ? "reference: " + (s.rk || "") : ""].filter(Boolean).join(" · ")),
      row(
        "Design",
        [s.de, s.bl, s.ph ? "phase " + s.ph : "", s.pools ? "pools " + s.pools : ""]
          .filter(Boolean)
          .join(", "),
      ),
      row("People", s.n),
      row("Population", s.pop),
      row("Product", terms(s.prod)),
      row("Disease", terms(s.dis)),
      row("Cells from", terms(s.ti)),
      row("Donor", (s.do || []).join(", ")),
      row("Route", terms(s.ro)),
      row("Dose", s.dose),
      row("Follow-up", s.fu),
      row("Country", s.where),
      row(
        sentence(goalName(s).split(",")[0]),
        s.pe
          ? s.pe +
              (s.pm
                ? " (" +
                  (hasTwoGoals(s) ? "efficacy and safety together: " : "") +
                  goalResult(s) +
                  (s.pc ? ", against " + s.pc : "") +
                  ")"
                : "")
          : "",
      ),
      row("Species", (s.sp || []).filter((x) => x !== "human").join(", ")),
      row("Harms", harmsOf(s)),
      row("Sponsor", s.spon ? "reported by the sponsor" : ""),
      row("Read as", s.read),
      row("Reader's note", s.rn),
      row("Entered by", s.by),
      row(
        "Same people as",
        s.same === undefined
          ? ""
          : [sourceButton(source(s.same)), isGone(source(s.same)) ? " (retracted)" : ""],
      ),
      row(
        "Links",
        [
          hasNoDoi(s) ? [META.said.noDoi] : [],
          ...(s.links || []).map(([text, address]) => [link(text, address)]),
        ]
          .filter((part) => part.length)
          .map((part, i) => [i ? ", " : "", part]),
      ),
    ),
  ];
}

function harmsOf(s) {
  const seen = (s.f || []).map(finding).filter((f) => isHarm(edgeOf(f)));
  return seen.map((f, i) => [
    i ? "; " : "",
    edgeButton(
      edgeOf(f),
      label(edgeOf(f).to) +
        (toldWords(f) ? ", " + toldWords(f) : "") +
        (f.d === 0 ? "" : " (" + findingWords(f) + ")"),
    ),
  ]);
}

// The main result first; that something was studied is none.
function sourcePanel(s) {
  const isLast = (f) => isTrial(edgeOf(f)),
    found = (s.f || []).map(finding).sort((a, b) => isLast(a) - isLast(b) || (b.drv || 0) - (a.drv || 0));
  return [
    h("p", { class: "kind" }, s.ref ? "Reference" : "Study"),
    h("h2", {}, sourceName(s)),
    isGone(s)
      ? h(
          "p",
          { class: "warn", id: "notices" },
          h("b", {}, "Retracted"),
          " (" + s.rx + "): what it found is shown here and counts nowhere.",
        )
      : isDoubted(s)
        ? h(
            "p",
            { class: "warn", id: "notices" },
            h("b", {}, "Under an expression of concern"),
            " (" + s.uc + "): what it found counts, and says so.",
          )
        : "",
    s.pm
      ? h(
          "p",
          { id: "goal" },
          sentence(goalName(s)) + ": ",
          h("b", {}, goalResult(s)),
          knownWords(s) ? " · " + knownWords(s) : "",
          s.n ? " · " + plural(s.n, "person", "people") : "",
          s.de ? " · " + s.de : "",
        )
      : "",
    heading(plural(found.length, "finding")),
    h(
      "ul",
      { class: "rels" },
      found.map((f) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "rel found", onclick: () => select("edge", edgeOf(f).id) },
            h("b", { class: "g" + (isGone(s) ? "one" : mood(edgeOf(f), f.d)) }, findingWords(f)),
            ": ",
            h("span", {}, propositionWords(edgeOf(f))),
          ),
          h("span", { class: "sub" }, (noticeOf(s) ? noticeOf(s) + " · " : "") + lineOf(f)),
        ),
      ),
    ),
    heading("The record"),
    sourceCard(s),
  ];
}

function claimsOn(e) {
  const claims = (e.cl || []).map(claim);
  if (!claims.length) return "";
  return [
    heading("What articles claim"),
    claims.map((c) =>
      h(
        "article",
        { class: "card claim" },
        h(
          "p",
          {},
          h("b", {}, c.pol ? "denies it" : "says so"),
          c.ws ? " · wording: " + c.ws : "",
          c.hedge ? " · hedge: " + c.hedge : "",
        ),
        h(
          "p",
          {},
          article(c.a)
            ? [
                act(article(c.a).pub || article(c.a).l, () => openArticle(c.a, c.no)),
                ", at " + placeWords(c) + " of its text",
              ]
            : "",
          c.cites ? [". Cites ", c.cites.map((x, i) => [i ? ", " : "", sourceButton(source(x))])] : "",
        ),
        c.verdict
          ? h(
              "p",
              { class: "sub" },
              (e.st === 5
                ? "The curator judged from what is known beyond the findings here: "
                : "The curator judged: ") +
                c.verdict +
                (c.note ? ". " + c.note : ""),
            )
          : "",
      ),
    ),
  ];
}

function alsoBetween(e) {
  const others = links(node(e.from))
    .map(edge)
    .filter(
      (o) => o.no !== e.no && ((o.from === e.from && o.to === e.to) || (o.from === e.to && o.to === e.from)),
    );
  return others.length
    ? [
        heading("Also between these two"),
        h(
          "ul",
          { class: "rels" },
          others.map((o) => relation(o)),
        ),
      ]
    : "";
}
