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

function destroyGraph() {
  if (graph.net) graph.net.destroy();
  Object.assign(graph, { net: null, fitKey: null, boxes: [], marks: [] });
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
