// Is it in use? Where and when a regulator decided what; silence is never told as a refusal.

// Whether it is still allowed belongs beside whether it helps: that a regulator approved a product, and that it was
// withdrawn.
const decisionsOn = () =>
  isOfProduct()
    ? scope.around.filter((e) => isDecision(e) && e.from === state.focus && e.st !== 5).sort(byEvidence)
    : [];

const decisionName = {
  0: "Approved for ",
  1: "Approved in one region, not or no longer in another, for ",
  2: "Not approved, or withdrawn, for ",
};

function decidedWords() {
  const decided = decisionsOn();
  return decided.length
    ? h(
        "p",
        { id: "decided" },
        decided.map((e) => [
          h("b", {}, decisionName[e.st] || "A decision on ", label(e.to)),
          decisionWords(e, 125),
          ". ",
        ]),
      )
    : "";
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
      ? ownLine(
          h("b", {}, words),
          list.slice(0, 6).map((e, i) => [i ? ", " : "", edgeButton(e, short(e)), decisionWords(e, room)]),
          list.length > 6 ? " and " + (list.length - 6) + " more" : "",
          ". ",
        )
      : "";
  });
  return h(
    "p",
    { id: "use" },
    by("approvedFor").some((e) => e.st < 2) ? "" : ownLine("No approval is entered here. "),
    said,
    ownLine(heldWords()),
  );
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
    ? ownLine(
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
      )
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
