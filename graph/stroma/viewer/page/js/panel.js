// What stands behind the thing that is selected: a term, a proposition, or a study.

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
