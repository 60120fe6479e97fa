// The graph: vis-network draws nodes and lines, we draw labels and marks so that they never overlap. No physics.
const SIDE = {
  CellProduct: -1,
  CellType: -1,
  Tissue: -1,
  Route: -1,
  Disease: 1,
  Outcome: 1,
  Mechanism: 1,
  Molecule: 1,
};
const SHAPE = {
  CellProduct: "hexagon",
  CellType: "dot",
  Tissue: "square",
  Disease: "star",
  Outcome: "diamond",
  Mechanism: "triangle",
  Molecule: "triangleDown",
  Route: "box",
};
const SIDE_CAP = 40,
  FONT = window.innerWidth >= 2200 ? 15 : 12,
  ROW = FONT + 4,
  ARROWS_UP_TO = 800,
  MARKS_UP_TO = 400,
  LABELS_UP_TO = 140;
const graph = {
  net: null,
  nodes: null,
  bundles: new Map(),
  place: new Map(),
  boxes: [],
  marks: [],
  cursor: null,
  hover: null,
  heads: [],
  best: [],
  isHub: false,
  half: 170,
  size: 8,
  side: new Map(),
  hidden: new Map(),
  calls: 0,
};
const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// vis-network is unpacked when a graph is first drawn; the map and the table do without it.
let visLoading = null;

function loadVis() {
  return (
    visLoading ||
    (visLoading = (async () => {
      const text = atob(byIdText("vis-network")),
        packed = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
      const code = await new Response(
        new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")),
      ).text();
      const script = h("script", {});
      script.nonce = NONCE;
      script.textContent = code;
      document.head.append(script);
      if (!window.vis) throw new Error("vis-network did not start");
    })())
  );
}

function drawGraph() {
  const box = byId("view-graph");
  if (!scope.shown.length) {
    destroyGraph();
    return fill(box, nothing());
  }
  if (!window.vis) {
    loadVis().then(
      () => {
        if (isShown("graph")) drawGraph();
      },
      () =>
        fill(
          box,
          h(
            "p",
            { class: "empty" },
            "This browser cannot draw the graph. The evidence map and the table show the same.",
          ),
        ),
    );
    return fill(box, h("p", { class: "empty" }, "Drawing the graph"));
  }
  if (!byId("canvas")) buildGraph(box);
  // Another question has another headline, and leaves another height: vis-network would notice only after the fit, and
  // change the scale again.
  graph.net.setSize("100%", "100%");
  layoutGraph();
  const bundles = [...graph.bundles.values()];
  const colours = (graph.colours = graphColours());
  graph.lit = litSet();
  const nodes = [...graph.place].map(([id, at]) => visNode(id, at, colours));
  const edges = bundles.map((b) => visEdge(b, bundles.length));
  graph.net.setData({ nodes, edges });
  graph.net.selectNodes([]);
  if (graph.fitKey !== fitKey()) {
    graph.fitKey = fitKey();
    fitGraph();
  }
  drawGraphTools(nodes.length, bundles.length);
}

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

const fitKey = () =>
  [
    state.focus,
    state.topic,
    state.whole,
    state.path,
    state.open.join(),
    state.more.join(),
    filterCount(),
    byId("canvas").clientWidth,
    byId("canvas").clientHeight,
  ].join("/");

function buildGraph(box) {
  fill(
    box,
    h("div", { class: "tools-row", id: "graph-tools" }),
    h(
      "div",
      { id: "canvas-box" },
      h("div", {
        id: "canvas",
        role: "application",
        tabindex: "0",
        "aria-label":
          "Graph. Arrow keys walk from term to term, Enter expands or collapses, F puts a term in the " +
          "middle, plus and minus zoom. The table view holds the same.",
      }),
    ),
  );
  graph.net = new vis.Network(
    byId("canvas"),
    { nodes: [], edges: [] },
    {
      physics: false,
      layout: { improvedLayout: false },
      autoResize: true,
      interaction: {
        hover: false,
        keyboard: false,
        selectConnectedEdges: false,
        hideEdgesOnDrag: true,
        hideEdgesOnZoom: true,
        zoomView: false,
        dragNodes: true,
      },
      nodes: { borderWidth: 1.5, size: 9, font: { size: 0 }, shadow: false },
      edges: {
        smooth: false,
        shadow: false,
        selectionWidth: 0,
        hoverWidth: 0,
        chosen: false,
        font: { size: 0 },
      },
    },
  );
  // vis-network puts a nameless stop for the Tab key inside ours, and a click would go there.
  byId("canvas")
    .querySelectorAll("[tabindex]")
    .forEach((inner) => inner.removeAttribute("tabindex"));
  graph.net.on("afterDrawing", paint);
  graph.net.on("click", (p) => pick(p));
  graph.net.on("doubleClick", (p) => {
    if (p.nodes.length) activate(p.nodes[0]);
  });
  graph.net.on("dragStart", () => {
    graph.dragging = true;
  });
  graph.net.on("dragEnd", () => {
    graph.dragging = false;
    graph.net.redraw();
  });
  const canvas = byId("canvas");
  canvas.addEventListener("keydown", graphKeys);
  canvas.addEventListener("focus", () => graph.net.setOptions({ interaction: { zoomView: true } }));
  canvas.addEventListener("blur", () => {
    if (graph.net) {
      graph.net.setOptions({ interaction: { zoomView: false } });
      graph.net.redraw();
    }
  });
  canvas.addEventListener("mouseleave", () => {
    if (graph.hover) {
      graph.hover = null;
      lightGraph();
    }
  });
  canvas.addEventListener("mousemove", (event) => {
    const hit = markAt(event.offsetX, event.offsetY);
    hoverAt(event.offsetX, event.offsetY, hit);
    canvas.title = hit
      ? hit.more
        ? ""
        : fullWords(hit.e)
      : nodeTitle(
          labelAt(event.offsetX, event.offsetY) ??
            graph.net.getNodeAt({ x: event.offsetX, y: event.offsetY }),
        );
    canvas.classList.toggle("hit", !!hit);
  });
}

// What the pointer is on lights its lines, as a selection does.
function hoverAt(x, y, hit) {
  if (graph.dragging || graph.bundles.size > MARKS_UP_TO) return;
  const id = hit ? hit.e.no : (labelAt(x, y) ?? graph.net.getNodeAt({ x, y }));
  const next = hit && !hit.more ? ["edge", id] : typeof id === "number" ? ["node", hit ? hit.of : id] : null;
  if (String(next) === String(graph.hover)) return;
  graph.hover = next;
  lightGraph();
}

const nodeTitle = (id) =>
  typeof id === "number"
    ? label(id) + " (" + kindName(node(id)) + ", " + plural(links(node(id)).length, "proposition") + ")"
    : "";

function destroyGraph() {
  if (graph.net) graph.net.destroy();
  Object.assign(graph, { net: null, fitKey: null, boxes: [], marks: [] });
}

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

// Room for the labels beside the two columns: whole names where the lines between them leave it.
function sideMargin() {
  const wide = byId("canvas").clientWidth,
    most = wide * (graph.isCrowded ? 0.27 : 0.33);
  return wide < 600 ? wide * 0.36 : Math.min(Math.max(FONT * 18.2, graph.longest * FONT * 0.57 + 28), most);
}

function fitGraph() {
  const points = [...graph.place.values()];
  if (!points.length) return;
  const box = byId("canvas");
  const wide = box.clientWidth,
    high = box.clientHeight;
  if (!wide || !high) return;
  const margin = 110;
  const xs = points.map((p) => p.x),
    ys = points.map((p) => p.y);
  const low = [Math.min(...xs), Math.min(...ys)],
    top = [Math.max(...xs), Math.max(...ys)];
  if (!state.whole && !state.path) {
    const ends = ys.concat(graph.heads.map((head) => head.y)),
      top = Math.min(...ends) - 12,
      low = Math.max(...ends) + 12;
    return graph.net.moveTo({
      position: { x: 0, y: (top + low) / 2 },
      scale: Math.min(1, high / (low - top)),
      animation: false,
    });
  }
  const scale = Math.min(
    1.5,
    (wide - 2 * margin) / Math.max(60, top[0] - low[0]),
    (high - 56) / Math.max(40, top[1] - low[1]),
  );
  graph.net.moveTo({
    position: { x: (low[0] + top[0]) / 2, y: (low[1] + top[1]) / 2 },
    scale: Math.max(0.03, scale),
    animation: false,
  });
}

const labelAt = (x, y) =>
  (graph.boxes.find((b) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h) || {}).id;
const markAt = (x, y) => graph.marks.find((m) => Math.hypot(m.x - x, m.y - y) <= m.r);

function pick(p) {
  const { x, y } = p.pointer.DOM;
  const mark = markAt(x, y);
  const named = labelAt(x, y);
  if (p.nodes.length) pickNode(p.nodes[0]);
  else if (mark && mark.of !== undefined) pickNode(mark.of);
  else if (mark) select("edge", mark.e.id);
  else if (named !== undefined) pickNode(named);
  else if (p.edges.length && graph.bundles.has(p.edges[0]))
    select("edge", graph.bundles.get(p.edges[0]).edges[0].id);
  else select(null);
}

function pickNode(id) {
  if (typeof id !== "number") return activate(id);
  graph.cursor = id;
  select("node", nodeKey(id));
}

function activate(id) {
  if (typeof id === "number") return toggleOpen(id);
  state.more.push(id.replace("more:", ""));
  change({ step: true });
  say("All shown.");
}

function graphKeys(event) {
  const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (move) {
    event.preventDefault();
    event.stopPropagation();
    return walk(move);
  }
  const id = graph.cursor;
  if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fitGraph();
  else if (id !== null && event.key === "Enter") activate(id);
  else if (typeof id === "number" && event.key.toLowerCase() === "f") focusOn(id);
  else return;
  event.preventDefault();
}

// The next term in that direction, those that share a line with the present one first.
function walk([dx, dy]) {
  if (graph.cursor === null || !graph.place.has(graph.cursor))
    graph.cursor = graph.place.has(state.focus) ? state.focus : [...graph.place.keys()][0];
  else {
    const here = placeNow(graph.cursor);
    const linked = new Set(
      [...graph.bundles.values()].flatMap((b) =>
        b.from === graph.cursor ? [b.to] : b.to === graph.cursor ? [b.from] : [],
      ),
    );
    let best = null,
      least = Infinity;
    for (const id of graph.place.keys()) {
      if (id === graph.cursor) continue;
      const p = placeNow(id);
      const along = (p.x - here.x) * dx + (p.y - here.y) * dy,
        off = Math.abs((p.x - here.x) * dy) + Math.abs((p.y - here.y) * dx);
      const far = along + off * 2 + (linked.has(id) ? 0 : 60);
      if (along > 1 && far < least) {
        least = far;
        best = id;
      }
    }
    if (best !== null) graph.cursor = best;
  }
  if (typeof graph.cursor === "number") {
    select("node", nodeKey(graph.cursor));
    tell(nodeTitle(graph.cursor));
  } else {
    tell(labelText(graph.cursor) + ", Enter shows them");
    graph.net.redraw();
  }
}

function zoom(factor) {
  if (graph.net)
    graph.net.moveTo({ scale: Math.min(8, Math.max(0.02, graph.net.getScale() * factor)), animation: false });
}

function drawGraphTools(nodes, lines) {
  const hidden = [...graph.hidden.values()].reduce((a, b) => a + b, 0);
  const drawn = [...graph.bundles.values()].reduce((sum, b) => sum + b.edges.length, 0);
  fill(
    byId("graph-tools"),
    h(
      "span",
      { class: "sub" },
      isNarrow()
        ? plural(scope.shown.length, "proposition")
        : plural(nodes - graph.hidden.size, "term") +
            ", " +
            (drawn < scope.shown.length ? drawn + " of " : "") +
            plural(scope.shown.length, "proposition") +
            " on " +
            plural(lines, "line") +
            (hidden ? "; " + hidden + " more terms behind the + nodes" : "") +
            (lines > MARKS_UP_TO
              ? "; marks on the " + MARKS_UP_TO + " with the best evidence, where there is room"
              : ""),
    ),
    [
      ["zoom-in", "Zoom in", "+", () => zoom(1.25)],
      ["zoom-out", "Zoom out", "−", () => zoom(0.8)],
      ["fit", "Fit to the window", "Fit", fitGraph],
    ].map(([id, name, text, act]) =>
      h("button", { type: "button", id, "aria-label": name, onclick: act }, text),
    ),
    h(
      "button",
      {
        type: "button",
        id: "whole",
        "aria-pressed": state.whole ? "true" : "false",
        onclick: () => {
          state.whole = !state.whole;
          if (state.whole) {
            state.path = null;
            state.topic = ALL;
          }
          change({ step: true });
          byId("whole").focus();
        },
      },
      "Whole graph",
    ),
  );
}
