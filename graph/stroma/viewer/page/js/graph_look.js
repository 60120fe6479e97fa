// How lines and terms of the graph look: a strong line means studies in people with a control group.

const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const graphColours = () => ({
  kind: META.kinds.map((_, i) => tone("--kind" + i)),
  none: tone("--muted"),
  text: tone("--text"),
  back: tone("--back"),
});

// A selection changes the light only; the picture stays, so that a double click meets the same node twice.
function lightGraph() {
  if (!graph.net || graph.fitKey !== fitKey()) return drawGraph();
  const before = graph.lit;
  graph.lit = litSet();
  const many = graph.bundles.size > 300;
  if (!many && (before || graph.lit))
    graph.net.body.data.edges.update(
      [...graph.bundles.values()].map((b) => ({
        id: b.id,
        color: { color: lineColour(b), opacity: opacityOf(b, many) },
      })),
    );
  graph.net.redraw();
}

const nodeTitle = (id) =>
  typeof id === "number"
    ? label(id) + " (" + kindName(node(id)) + ", " + plural(links(node(id)).length, "proposition") + ")"
    : "";

function visNode(id, at, colours) {
  if (typeof id !== "number")
    return {
      id,
      x: at.x,
      y: at.y,
      shape: "dot",
      size: 5,
      color: { background: colours.back, border: colours.none },
    };
  const n = node(id);
  const isFocus = id === state.focus && !state.whole;
  const colour = n.k === undefined ? colours.none : colours.kind[n.k];
  const hollow = kindOf(n) === "Route";
  return {
    id,
    x: at.x,
    y: at.y,
    shape: SHAPE[kindOf(n)] === "box" ? "square" : SHAPE[kindOf(n)] || "dot",
    size: isFocus
      ? graph.side.get(id)
        ? graph.size * 1.5
        : 17
      : state.whole
        ? 6 + Math.min(8, Math.sqrt(links(n).length))
        : graph.size,
    borderWidth: isFocus ? (graph.side.get(id) ? 2 : 3) : 1.5,
    color: {
      background: hollow ? colours.back : colour,
      border: isFocus ? colours.text : colour,
      highlight: { background: colour, border: colours.text },
    },
  };
}

function visEdge(b, total) {
  const same = b.edges.every((e) => e.st === b.edges[0].st);
  const many = total > 300;
  const first = b.edges[0];
  // An arrowhead beneath the marks of its term would only be in the way.
  const isArrow = total < ARROWS_UP_TO && !many && (state.whole || state.path || rowOwner(b) !== b.to);
  // A line within a column bends, or it would hide behind the terms between its ends.
  const isBent = bends(b);
  return {
    id: b.id,
    from: b.from,
    to: b.to,
    width: many || !isStrong(b) ? 1 : 1.6,
    arrows: isArrow ? { to: { enabled: true, scaleFactor: 0.4 } } : undefined,
    ...(isBent
      ? { smooth: { enabled: true, type: isBent > 0 ? "curvedCCW" : "curvedCW", roundness: 0.25 } }
      : {}),
    dashes: total < 150 && same && first.st >= 3 ? (first.st === 3 ? [6, 4] : [2, 4]) : false,
    color: { color: lineColour(b), opacity: opacityOf(b, many) },
  };
}

// 0: straight; else on which side of its direction it bends, towards the middle.
function bends(b) {
  const side = graph.side.get(b.from);
  return side && side === graph.side.get(b.to)
    ? Math.sign(graph.place.get(b.to).y - graph.place.get(b.from).y) * side
    : 0;
}

const lineColour = (b) =>
  b.edges.every((e) => tint(e) === tint(b.edges[0])) ? colourOf(b.edges[0]) : graph.colours.none;

// Studies of people with a control group stand out, whatever they found; the rest stays faint.
const isStrong = (b) => b.edges.some((e) => e.lv && e.lv <= 3 && e.t[0].some(Boolean) && !isTrial(e));

function opacityOf(b, many) {
  const lit = graph.lit;
  if (!lit || many) return many ? 0.35 : isStrong(b) ? 0.55 : graph.bundles.size > 25 ? 0.2 : 0.45;
  return lit.has(b.id) ? 1 : 0.07;
}

// Which lines the selection is about; null when there is none.
function litSet() {
  const [what, no] = graph.hover || [];
  const e = graph.hover ? (what === "edge" ? no : undefined) : selected("edge"),
    n = graph.hover ? (what === "node" ? no : undefined) : selected("node"),
    s = graph.hover ? undefined : selected("source");
  if (e === undefined && n === undefined && s === undefined) return null;
  const lit = new Set();
  for (const b of graph.bundles.values()) {
    if (
      n !== undefined
        ? b.from === n || b.to === n
        : b.edges.some((x) => (e !== undefined ? x.no === e : sourceNos(x).includes(s)))
    )
      lit.add(b.id);
  }
  return lit;
}
