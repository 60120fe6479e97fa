// What stands behind a term: what it is, and what was asked about it?

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
  return [
    h("p", { class: "kind" }, kindName(n), n.bare ? " · not described in this graph" : ""),
    h("h2", {}, sentence(label(n.no))),
    n.def ? h("p", {}, n.def) : "",
    termActions(n),
    termRecord(n),
    n.note
      ? h("details", {}, h("summary", { class: "sub" }, "Curator's note"), h("p", { class: "sub" }, n.note))
      : "",
    used(n),
    own.length ? [aboutBoth(n, own), here.length ? heading("Elsewhere (" + here.length + ")") : ""] : "",
    all.length || (n.via || []).length || (n.pr || []).length ? "" : nothingStated(n),
    byPredicate(n, here, own.length > 0),
  ];
}

function termActions(n) {
  const button = (id, words, onclick, more = {}) =>
      h("button", { type: "button", id, ...more, onclick }, words),
    isMiddle = n.no === state.focus,
    isOpen = state.open.includes(n.no);
  return h(
    "p",
    { class: "actions" },
    isMiddle ? "" : button("do-focus", "Put in the middle", () => focusOn(n.no)),
    isMiddle || state.whole
      ? ""
      : button("do-expand", isOpen ? "Collapse" : "Expand", () => toggleOpen(n.no), {
          "aria-pressed": isOpen ? "true" : "false",
        }),
    button("do-path", "Path from here", () => openPath(n.no)),
  );
}

// How it is called, and which terms it is a part of or has as parts.
function termRecord(n) {
  const withShort = (list) =>
    (list || []).map((no, i) => [i ? ", " : "", nodeButton(no), withAbbreviation(no)]);
  const names = otherNames(n)
    .map((name) => cut(name, 120))
    .join(", ");
  return h(
    "dl",
    {},
    row("Id", [link(n.curie, n.iri), (n.ids || []).map(([text, address]) => [", ", link(text, address)])]),
    row("Also called", names),
    row("Better is", n.better && n.better !== "neither" ? n.better : ""),
    row("A kind of", terms(n.b)),
    row("A model of", n.of === undefined ? "" : nodeButton(n.of)),
    row("Narrower", withShort((n.nw || []).slice(0, 30))),
    row("Made from", terms([n.ti, n.ct].filter((x) => x !== undefined))),
    row("Products made from it", terms((n.pr || []).slice(0, 30))),
    row("Models of it", withShort(n.mo)),
  );
}

const MOST_RELATIONS = 60;

const moreInTable = (list) =>
  list.length > MOST_RELATIONS
    ? h("p", { class: "sub" }, "and " + (list.length - MOST_RELATIONS) + " more: see the table")
    : "";

function aboutBoth(n, own) {
  const said = (e) => (e.from === n.no ? relationWords(e) + " " + label(e.to) : contentWords(e));
  return [
    heading("About " + label(state.focus) + " (" + own.length + ")"),
    h(
      "ul",
      { class: "rels" },
      own.slice(0, MOST_RELATIONS).map((e) => relation(e, n.no, said(e))),
    ),
    moreInTable(own),
  ];
}

function nothingStated(n) {
  const hidden = links(n).length;
  return h(
    "p",
    { class: "empty" },
    hidden
      ? "The filters hide all " + hidden + " propositions about it. "
      : "Nothing is stated about this term itself. ",
    onlyLaboratory() && (n.mo || []).length
      ? ["What was measured in animals or dishes stands with its models: ", terms(n.mo), ". "]
      : "",
    hidden ? clearButton() : "",
  );
}

// The predicates in the order in which a reader asks; those of the question that is chosen stand first.
const FIRST_PREDICATES = [
  "treats",
  "approvedFor",
  "ameliorates",
  "improves",
  "prevents",
  "causesAdverseEvent",
  "safeIn",
];

function predicateRank(p) {
  const { topic: no, name } = META.predicates[p],
    at = FIRST_PREDICATES.indexOf(name);
  return (no === state.topic ? -100 : no * 100) + (at < 0 ? 98 : at);
}

// What is stated about the term, folded by predicate where it is much, or where something else stands before it.
function byPredicate(n, edges, isAfterOwn) {
  const groups = new Map();
  for (const e of edges) groups.set(e.p, [...(groups.get(e.p) || []), e]);
  const order = [...groups].sort(
    (a, b) => predicateRank(a[0]) - predicateRank(b[0]) || b[1].length - a[1].length,
  );
  const isOpen = ({ topic: no }, list) =>
    !isAfterOwn &&
    !(isNarrow() && !state.sel) &&
    (order.length < 4 || (no === state.topic && list.length < 40));
  return order.map(([p, list]) =>
    h(
      "details",
      { open: isOpen(META.predicates[p], list) },
      h("summary", { title: META.predicates[p].def }, META.predicates[p].label + " (" + list.length + ")"),
      h(
        "ul",
        { class: "rels" },
        list
          .sort(byHarm)
          .slice(0, MOST_RELATIONS)
          .map((e) => relation(e, n.no)),
      ),
      moreInTable(list),
    ),
  );
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
