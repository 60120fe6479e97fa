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
