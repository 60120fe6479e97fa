// What stands in a cell of the evidence map, and what its marks are tagged with?

function cell(edges) {
  if (!edges) return h("td", {}, h("span", { class: "vh" }, filterCount() ? "not shown" : "not measured"));
  const list = edges.sort(byEvidence);
  return h(
    "td",
    { class: list.some((e) => e.no === selected("edge")) ? "on" : "" },
    h(
      "div",
      { class: "marks" },
      list.slice(0, MAP_MARKS).map((e) => markButton(e, tag(e))),
      list.length > MAP_MARKS
        ? h(
            "button",
            {
              type: "button",
              class: "inline",
              onclick: () => {
                state.find = label(list[0].from);
                state.view = "table";
                change({ step: true });
              },
            },
            "+" + (list.length - MAP_MARKS),
          )
        : "",
    ),
  );
}

// What a mark is about beyond its row and column: the outcome, or a form of the disease.
function tagged(e) {
  const disease = e.c !== undefined ? e.c : kindOf(node(e.to)) === "Disease" ? e.to : undefined;
  return state.columns === "diseases"
    ? e.c === undefined
      ? undefined
      : e.to
    : disease === state.focus
      ? undefined
      : disease;
}

function tag(e) {
  const no = tagged(e);
  return [
    no === undefined ? "" : h("span", { class: "form", title: label(no) }, abbreviation(no) || briefName(no)),
    e.st === 0 ? weakTag(e) : "",
    partTag(e),
  ];
}

// The abbreviations that stand beside marks, in full.
function shortNames(edges) {
  const used = [...new Set(edges.map(tagged))]
    .filter((no) => no !== undefined && abbreviation(no))
    .sort((a, b) => abbreviation(a).localeCompare(abbreviation(b)));
  const list = h(
    "p",
    { class: "sub", id: "map-short" },
    used.map((no, i) => [i ? "; " : "", h("b", {}, abbreviation(no)), " " + label(no)]),
  );
  return !used.length
    ? ""
    : isNarrow() || used.length > 6
      ? h("details", {}, h("summary", {}, plural(used.length, "abbreviation")), list)
      : list;
}

function partTag(e) {
  const own = ownSources(e).length,
    all = sourceNos(e).length;
  return own && own < all ? h("span", { class: "form" }, own + "/" + all) : "";
}

function nothing() {
  if (!scope.around.length)
    return h("p", { class: "empty" }, "Nothing in this graph is stated about this term. ", suggestion());
  if (!scope.topic.length)
    return h(
      "p",
      { class: "empty" },
      "No study in this graph answers that question about " +
        (state.focus === null ? "it" : label(state.focus)) +
        ". That is no evidence, not a refutation. ",
      widerRows().length ? "What was decided of a wider kind stands above and in the table. " : "",
      h(
        "button",
        {
          type: "button",
          class: "inline",
          onclick: () => {
            state.topic = ALL;
            change({ step: true });
          },
        },
        "Show everything about it",
      ),
    );
  return h(
    "p",
    { class: "empty" },
    "The filters hide all " + plural(scope.topic.length, "proposition") + ". ",
    clearButton(),
  );
}

const clearButton = () =>
  act("Clear the filters", () => {
    noFilters();
    state.find = "";
    change({ filters: true });
  });
