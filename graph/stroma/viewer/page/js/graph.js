// The graph: vis-network draws nodes and lines, we draw labels and marks so that they never overlap. No physics.
const SIDE = { CellProduct: -1, CellType: -1, Tissue: -1, Route: -1, Disease: 1, Outcome: 1, Mechanism: 1, Molecule: 1 };
const SHAPE = { CellProduct: "hexagon", CellType: "dot", Tissue: "square", Disease: "star", Outcome: "diamond", Mechanism: "triangle", Molecule: "triangleDown", Route: "box" };
const SIDE_CAP = 34, ROW = 30, FONT = window.innerWidth >= 2200 ? 15 : 12, ARROWS_UP_TO = 800, MARKS_UP_TO = 400, LABELS_UP_TO = 140;
const graph = { net: null, nodes: null, bundles: new Map(), place: new Map(), boxes: [], marks: [], cursor: null, side: new Map(), hidden: new Map(), calls: 0 };
const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// vis-network is unpacked when a graph is first drawn; the map and the table do without it.
let visLoading = null;

function loadVis() {
  return visLoading || (visLoading = (async () => {
    const text = atob(byIdText("vis-network")), packed = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
    const code = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
    const script = h("script", {});
    script.nonce = NONCE;
    script.textContent = code;
    document.head.append(script);
    if (!window.vis) throw new Error("vis-network did not start");
  })());
}

function drawGraph() {
  const box = byId("view-graph");
  if (!scope.shown.length) { destroyGraph(); return fill(box, nothing()); }
  if (!window.vis) {
    loadVis().then(() => { if (isShown("graph")) drawGraph(); }, () => fill(box, h("p", { class: "empty" }, "This browser cannot draw the graph. The evidence map and the table show the same.")));
    return fill(box, h("p", { class: "empty" }, "Drawing the graph"));
  }
  if (!byId("canvas")) buildGraph(box);
  layoutGraph();
  const bundles = [...graph.bundles.values()];
  const colours = { kind: META.kinds.map((_, i) => tone("--kind" + i)), none: tone("--muted"), text: tone("--text"), line: tone("--line"), back: tone("--back") };
  graph.colours = colours;
  graph.lit = litSet();
  const nodes = [...graph.place].map(([id, at]) => visNode(id, at, colours));
  const edges = bundles.map((b) => visEdge(b, bundles.length));
  graph.net.setData({ nodes, edges });
  graph.net.selectNodes([]);
  if (graph.fitKey !== fitKey()) { graph.fitKey = fitKey(); fitGraph(); }
  drawGraphTools(nodes.length, bundles.length);
}

// A selection changes the light only; the picture stays, so that a double click meets the same node twice.
function lightGraph() {
  if (!graph.net) return drawGraph();
  const before = graph.lit;
  graph.lit = litSet();
  const many = graph.bundles.size > 300;
  if (!many && (before || graph.lit)) graph.net.body.data.edges.update([...graph.bundles.values()].map((b) => ({ id: b.id, color: { color: lineColour(b), opacity: opacityOf(b, many) } })));
  graph.net.redraw();
}

const fitKey = () => [state.focus, state.topic, state.whole, state.path, state.open.join(), state.more.join(), filterCount(), byId("canvas").clientWidth].join("/");

function buildGraph(box) {
  fill(box, h("div", { class: "tools-row", id: "graph-tools" }), h("div", { id: "canvas-box" },
    h("div", { id: "canvas", role: "application", tabindex: "0", "aria-label": "Graph. Arrow keys walk from term to term, Enter expands or collapses, F puts a term in the middle, plus and minus zoom. The table view holds the same." })));
  graph.net = new vis.Network(byId("canvas"), { nodes: [], edges: [] }, {
    physics: false, layout: { improvedLayout: false }, autoResize: true,
    interaction: { hover: false, keyboard: false, selectConnectedEdges: false, hideEdgesOnDrag: true, hideEdgesOnZoom: true, zoomView: false, dragNodes: true },
    nodes: { borderWidth: 1.5, size: 9, font: { size: 0 }, shadow: false },
    edges: { smooth: false, shadow: false, selectionWidth: 0, hoverWidth: 0, chosen: false, font: { size: 0 } },
  });
  graph.net.on("afterDrawing", paint);
  graph.net.on("click", (p) => pick(p));
  graph.net.on("doubleClick", (p) => { if (p.nodes.length) activate(p.nodes[0]); });
  graph.net.on("dragStart", () => { graph.dragging = true; });
  graph.net.on("dragEnd", () => { graph.dragging = false; graph.net.redraw(); });
  const canvas = byId("canvas");
  canvas.addEventListener("keydown", graphKeys);
  canvas.addEventListener("focus", () => graph.net.setOptions({ interaction: { zoomView: true } }));
  canvas.addEventListener("blur", () => { if (graph.net) { graph.net.setOptions({ interaction: { zoomView: false } }); graph.net.redraw(); } });
  canvas.addEventListener("mousemove", (event) => {
    const hit = markAt(event.offsetX, event.offsetY);
    canvas.title = hit ? hit.more ? "" : fullWords(hit.e) : nodeTitle(graph.net.getNodeAt({ x: event.offsetX, y: event.offsetY }));
    canvas.classList.toggle("hit", !!hit);
  });
}

const nodeTitle = (id) => typeof id === "number" ? label(id) + " (" + kindName(node(id)) + ", " + plural(links(node(id)).length, "proposition") + ")" : "";

function destroyGraph() {
  if (graph.net) graph.net.destroy();
  Object.assign(graph, { net: null, fitKey: null, boxes: [], marks: [] });
}

// What a label may leave out because the shape says it, or a bracket explains it.
const leanName = (id) => (kindOf(node(id)) === "CellProduct" ? label(id).replace(/ product\b/, "") : label(id)).replace(/ \([^)]*\)$/, "");

// The lean name where only one term has it; what is still too long loses its middle, for its end tells it apart.
// A form of a disease has a name for short; synonyms of an outcome may turn it round ("no progression").
function cutLabels() {
  const room = Math.min(34, Math.floor((sideMargin() - 20) / (FONT * 0.57)));
  const ids = [...graph.place.keys()].filter((id) => typeof id === "number");
  const same = new Map();
  ids.forEach((id) => { for (const text of new Set([leanName(id), label(id)])) same.set(text, (same.get(text) || 0) + 1); });
  const fitting = (id) => {
    const name = same.get(leanName(id)) > 1 ? label(id) : leanName(id);
    if (id === state.focus && !state.whole) return cutMiddle(name, Math.max(room, 44));
    const first = name.split(/[ -]/)[0].toLowerCase(), initials = name.split(/[ -]/).map((w) => w[0] || "").join("").toUpperCase();
    const others = name.length > room && kindOf(node(id)) === "Disease" ? (node(id).syn || []).filter((s) => s.length <= room && !same.has(s) && (s.toLowerCase().startsWith(first) || s === initials)) : [];
    return others.sort((a, b) => b.length - a.length)[0] || cutMiddle(name, room);
  };
  graph.texts = new Map(ids.map((id) => [id, fitting(id)]));
}

// One line for each pair of terms; all its propositions stand on it as marks of their own.
function layoutGraph() {
  const degree = new Map();
  for (const e of scope.shown) for (const no of [e.from, e.to]) degree.set(no, (degree.get(no) || 0) + weight(e));
  graph.place = new Map();
  graph.side = new Map();
  graph.hidden = new Map();
  if (state.path) placePath();
  else if (state.whole) for (const no of degree.keys()) placeWhole(no, degree.size);
  else placeAround(degree);
  graph.bundles = new Map();
  for (const e of scope.shown) {
    if (!graph.place.has(e.from) || !graph.place.has(e.to) || e.from === e.to) continue;
    const id = Math.min(e.from, e.to) + "-" + Math.max(e.from, e.to);
    if (!graph.bundles.has(id)) graph.bundles.set(id, { id, from: e.from, to: e.to, edges: [] });
    graph.bundles.get(id).edges.push(e);
  }
  for (const b of graph.bundles.values()) b.edges.sort(byEvidence);
  cutLabels();
  graph.degree = degree;
}

function placeWhole(no, total) {
  const n = node(no);
  // A page made without places for the whole graph still shows it, as a sunflower.
  const turn = no * 2.399963, far = 30 * Math.sqrt(no + 1);
  graph.place.set(no, n.x === undefined ? { x: far * Math.cos(turn) * 1.4, y: far * Math.sin(turn) } : { x: n.x, y: n.y });
  graph.side.set(no, 0);
}

function placePath() {
  const stops = pathStops();
  stops.forEach((no, i) => { graph.place.set(no, { x: i * 240, y: 0 }); graph.side.set(no, 0); });
}

function placeAround(degree) {
  const focus = node(state.focus);
  if (!degree.has(focus.no)) degree.set(focus.no, 0);
  const sides = { "-1": [], 0: [], 1: [] };
  for (const no of degree.keys()) {
    const n = node(no);
    const isForm = inFocus.has(no) && n.k === focus.k;
    sides[no === focus.no || isForm ? 0 : SIDE[kindOf(n)] || 1].push(no);
  }
  // A column of more than nine forms would hide the lines behind it: they move to an empty side.
  if (sides[0].length > 9) {
    const to = sides["-1"].length <= sides[1].length ? "-1" : 1;
    sides[to] = sides[to].concat(sides[0].filter((no) => no !== focus.no));
    sides[0] = [focus.no];
  }
  for (const side of [-1, 1]) {
    const other = side === -1 ? 1 : "-1";
    if (!sides[other].length && sides[side].length > 16) sides[other] = sides[side].splice(Math.ceil(sides[side].length / 2));
  }
  for (const side of ["-1", "1"]) sides[side] = capped(sides[side], degree, side);
  // A few terms may stand further apart.
  const step = Math.max(sides["-1"].length, sides[1].length) <= 9 ? ROW * 1.7 : ROW;
  const rank = (list, i) => (i - (list.length - 1) / 2) * step;
  order(sides, degree);
  // As wide as the window needs when the rows fill its height, and no narrower than the marks need.
  const box = byId("canvas");
  const rows = Math.max(sides["-1"].length, sides[1].length, 6);
  const half = Math.max(box.clientWidth < 600 ? 50 : 170, Math.min(900, ((box.clientWidth - 2 * sideMargin()) / 2) * ((rows * step) / Math.max(200, box.clientHeight - 56))));
  for (const side of ["-1", "1"]) {
    const list = sides[side];
    list.forEach((id, i) => {
      const t = list.length > 1 ? i / (list.length - 1) - 0.5 : 0;
      graph.place.set(id, { x: Number(side) * half * (0.72 + 0.28 * Math.cos(Math.PI * t)), y: rank(list, i) });
      graph.side.set(id, Number(side));
    });
  }
  const forms = sides[0].filter((no) => no !== focus.no).sort((a, b) => degree.get(b) - degree.get(a) || a - b);
  const tall = Math.max(sides["-1"].length, sides[1].length, forms.length * 2) * step;
  graph.place.set(focus.no, { x: 0, y: 0 });
  graph.side.set(focus.no, 0);
  forms.forEach((no, i) => {
    const step = Math.ceil((i + 1) / 2) * (tall / (forms.length + 2)) * (i % 2 ? 1 : -1);
    graph.place.set(no, { x: i % 2 ? 26 : -26, y: step });
    graph.side.set(no, 0);
  });
}

// A hub keeps its weightiest neighbours; the rest stands as one node a kind that says how many.
function capped(list, degree, side) {
  const kept = list.filter((no) => state.open.includes(no));
  const rest = list.filter((no) => !kept.includes(no)).sort((a, b) => degree.get(b) - degree.get(a) || a - b);
  // As many rows as the window can show with a label each, and room between them.
  const rows = Math.min(SIDE_CAP, Math.max(18, Math.floor((byId("canvas").clientHeight - 56) / 22)));
  const room = Math.max(8, rows - kept.length);
  const shown = [], more = new Map();
  rest.forEach((no) => {
    const kind = kindOf(node(no));
    if (shown.length < room || state.more.includes(kind)) shown.push(no);
    else more.set(kind, (more.get(kind) || 0) + 1);
  });
  for (const [kind, n] of more) {
    graph.hidden.set("more:" + kind, n);
    shown.push("more:" + kind);
  }
  return kept.slice(0, 200).concat(shown.slice(0, 600));
}

// Kinds stay together; within a kind the mean place of the neighbours decides, which unties most crossings.
function order(sides, degree) {
  const kindRank = (id) => typeof id === "number" ? META.kinds.findIndex((k) => k[0] === kindOf(node(id))) : 90 + META.kinds.findIndex((k) => "more:" + k[0] === id);
  const at = new Map();
  const neighbours = new Map();
  for (const e of scope.shown) for (const [a, b] of [[e.from, e.to], [e.to, e.from]]) {
    if (!neighbours.has(a)) neighbours.set(a, []);
    neighbours.get(a).push(b);
  }
  const spread = (list) => list.forEach((id, i) => at.set(id, list.length > 1 ? i / (list.length - 1) - 0.5 : 0));
  for (const side of ["-1", "1"]) { sides[side].sort((a, b) => kindRank(a) - kindRank(b) || (degree.get(b) || 0) - (degree.get(a) || 0) || (a < b ? -1 : 1)); spread(sides[side]); }
  for (let round = 0; round < 6; round++) for (const side of ["-1", "1"]) {
    const pull = new Map(sides[side].map((id) => {
      const near = (neighbours.get(id) || []).filter((o) => at.has(o));
      return [id, near.length ? near.reduce((sum, o) => sum + at.get(o), 0) / near.length : at.get(id)];
    }));
    sides[side].sort((a, b) => kindRank(a) - kindRank(b) || pull.get(a) - pull.get(b) || (a < b ? -1 : 1));
    spread(sides[side]);
  }
}

function visNode(id, at, colours) {
  if (typeof id !== "number") return { id, x: at.x, y: at.y, shape: "dot", size: 5, color: { background: colours.back, border: colours.none } };
  const n = node(id);
  const isFocus = id === state.focus && !state.whole;
  const colour = n.k === undefined ? colours.none : colours.kind[n.k];
  const hollow = kindOf(n) === "Route";
  return { id, x: at.x, y: at.y, shape: SHAPE[kindOf(n)] === "box" ? "square" : SHAPE[kindOf(n)] || "dot", size: isFocus ? 17 : state.whole ? 6 + Math.min(8, Math.sqrt(links(n).length)) : 8,
    borderWidth: isFocus ? 3 : 1.5, color: { background: hollow ? colours.back : colour, border: isFocus ? colours.text : colour, highlight: { background: colour, border: colours.text } } };
}

function visEdge(b, total) {
  const same = b.edges.every((e) => e.st === b.edges[0].st);
  const many = total > 300;
  const first = b.edges[0];
  return { id: b.id, from: first.from, to: first.to, width: many ? 1 : 1.4, arrows: total < ARROWS_UP_TO && !many ? { to: { enabled: true, scaleFactor: 0.4 } } : undefined,
    dashes: total < 150 && same && first.st >= 3 ? (first.st === 3 ? [6, 4] : [2, 4]) : false, color: { color: lineColour(b), opacity: opacityOf(b, many) } };
}

const lineColour = (b) => b.edges.every((e) => tint(e) === tint(b.edges[0])) ? colourOf(b.edges[0]) : graph.colours.none;

function opacityOf(b, many) {
  const lit = graph.lit;
  if (!lit || !lit.size || many) return many ? 0.35 : graph.bundles.size > 40 ? 0.42 : 0.6;
  return lit.has(b.id) ? 1 : 0.13;
}

// Which lines the selection is about; null when there is none.
function litSet() {
  const e = selected("edge"), n = selected("node"), s = selected("source");
  if (e === undefined && n === undefined && s === undefined) return null;
  const lit = new Set();
  for (const b of graph.bundles.values()) {
    if (n !== undefined ? b.from === n || b.to === n : b.edges.some((x) => e !== undefined ? x.no === e : sourceNos(x).includes(s))) lit.add(b.id);
  }
  return lit;
}

// Room for the labels beside the two columns.
function sideMargin() {
  const wide = byId("canvas").clientWidth;
  return wide < 600 ? wide * 0.36 : Math.min(FONT * 17.5, wide * 0.33);
}

function fitGraph() {
  const points = [...graph.place.values()];
  if (!points.length) return;
  const box = byId("canvas");
  const wide = box.clientWidth, high = box.clientHeight;
  const margin = state.whole || state.path ? 110 : sideMargin();
  const xs = points.map((p) => p.x), ys = points.map((p) => p.y);
  const low = [Math.min(...xs), Math.min(...ys)], top = [Math.max(...xs), Math.max(...ys)];
  const scale = Math.min(1.5, (wide - 2 * margin) / Math.max(60, top[0] - low[0]), (high - 56) / Math.max(40, top[1] - low[1]));
  graph.net.moveTo({ position: { x: (low[0] + top[0]) / 2, y: (low[1] + top[1]) / 2 }, scale: Math.max(0.03, scale), animation: false });
}

// Drawn after vis: labels in constant size by weight, each only where it is free, then the marks of the lines.
function paint(ctx) {
  if (graph.dragging && graph.place.size > 600) return;
  graph.calls++;
  const ratio = window.devicePixelRatio || 1;
  const canvas = byId("canvas");
  const { x: midX, y: midY } = graph.net.getViewPosition();
  const scale = graph.net.getScale();
  const wide = canvas.clientWidth, high = canvas.clientHeight;
  const screen = (p) => ({ x: (p.x - midX) * scale + wide / 2, y: (p.y - midY) * scale + high / 2 });
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const grid = occupancy();
  const spots = [...graph.place.keys()].map((id) => ({ id, ...screen(placeNow(id)) })).filter((s) => s.x > -20 && s.y > -20 && s.x < wide + 20 && s.y < high + 20);
  const first = labelOrder(spots);
  if (!state.whole) paintKinds(ctx, screen);
  ctx.textBaseline = "middle";
  const few = graph.place.size < 400;
  if (few && !state.whole) spots.forEach((s) => grid.take({ x: s.x - 7, y: s.y - 7, w: 14, h: 14 }, s.id));
  const boxes = [];
  for (const s of first.slice(0, LABELS_UP_TO * 3)) {
    if (boxes.length >= LABELS_UP_TO) break;
    const box = labelBox(ctx, s, grid);
    if (box) boxes.push(box);
  }
  graph.boxes = boxes;
  graph.marks = graph.bundles.size <= MARKS_UP_TO || graph.lit ? paintMarks(ctx, screen, grid) : [];
  boxes.forEach((b) => paintLabel(ctx, b));
  if (graph.cursor !== null && document.activeElement === canvas && graph.place.has(graph.cursor)) {
    const at = screen(placeNow(graph.cursor));
    ctx.strokeStyle = graph.colours.text;
    ctx.lineWidth = 2;
    ctx.setLineDash([4, 3]);
    ctx.strokeRect(at.x - 14, at.y - 14, 28, 28);
    ctx.setLineDash([]);
  }
  ctx.restore();
}

// Thin dots from a form or a model to what it belongs to: a classification, no evidence, hence no mark.
function paintKinds(ctx, screen) {
  ctx.strokeStyle = graph.colours.none;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 4]);
  ctx.beginPath();
  for (const id of graph.place.keys()) {
    if (typeof id !== "number" || graph.side.get(id) !== 0) continue;
    const n = node(id);
    for (const wider of [...(n.b || []), ...(n.of === undefined ? [] : [n.of])]) {
      if (!graph.place.has(wider) || graph.side.get(wider) !== 0) continue;
      const from = screen(placeNow(id)), to = screen(placeNow(wider));
      ctx.moveTo(from.x, from.y);
      ctx.quadraticCurveTo((from.x + to.x) / 2 + 22, (from.y + to.y) / 2, to.x, to.y);
    }
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

// A person may drag a node: its label follows.
function placeNow(id) {
  const body = graph.net.body.nodes[id];
  return body ? { x: body.x, y: body.y } : graph.place.get(id);
}

function labelOrder(spots) {
  const n = selected("node");
  const rank = (id) => id === n ? 1e9 : id === state.focus ? 1e8 : id === graph.cursor ? 1e7 : (graph.degree.get(id) || 1);
  return spots.sort((a, b) => rank(b.id) - rank(a.id) || (a.id < b.id ? -1 : 1));
}

function labelText(id) {
  if (typeof id === "number") return graph.texts.get(id) || label(id);
  const kind = META.kinds.find((k) => "more:" + k[0] === id) || ["", "", "without a kind"];
  return "+" + graph.hidden.get(id) + " more " + kind[2];
}

function labelBox(ctx, s, grid) {
  const isFocus = s.id === state.focus && !state.whole;
  const font = (isFocus ? "bold " + (FONT + 2) + "px " : FONT + "px ") + "system-ui, sans-serif";
  ctx.font = font;
  const text = labelText(s.id), w = Math.ceil(ctx.measureText(text).width) + 4, high = FONT + (isFocus ? 6 : 3);
  const side = graph.side.get(s.id) || 0;
  const right = { x: s.x + 13, y: s.y - high / 2 }, left = { x: s.x - 13 - w, y: s.y - high / 2 };
  const below = { x: s.x - w / 2, y: s.y + (isFocus ? 19 : 11) }, above = { x: s.x - w / 2, y: s.y - high - 11 };
  for (const at of side < 0 ? [left] : side > 0 ? [right] : [below, above, right, left]) {
    const box = { ...at, w, h: high, text, font, id: s.id };
    if (grid.free(box, s.id)) { grid.take(box, s.id); return box; }
  }
  return null;
}

function paintLabel(ctx, b) {
  ctx.font = b.font;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = graph.colours.back;
  ctx.fillStyle = graph.colours.text;
  ctx.strokeText(b.text, b.x + 2, b.y + b.h / 2);
  ctx.fillText(b.text, b.x + 2, b.y + b.h / 2);
}

function paintMarks(ctx, screen, grid) {
  const marks = [];
  const r = 6, gap = 14, crowd = state.whole && !graph.lit;
  for (const b of graph.bundles.values()) {
    if (graph.lit && !graph.lit.has(b.id)) continue;
    const from = screen(placeNow(b.edges[0].from)), to = screen(placeNow(b.edges[0].to));
    const shown = b.edges.slice(0, 4);
    const w = shown.length * gap + (b.edges.length > 4 ? 18 : 0);
    let at = null;
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14, 0.86]) {
      const spot = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
      const box = { x: spot.x - w / 2, y: spot.y - r - 1, w, h: 2 * r + 2 };
      if (grid.free(box, b.id)) { grid.take(box, b.id); at = spot; break; }
    }
    // Nowhere free: the line keeps its first mark, small, so that colour is never the only sign.
    // In a crowd of hundreds of lines it waits for a zoom or a selection instead.
    const small = !at;
    if (small && crowd) continue;
    if (small) at = { x: from.x + (to.x - from.x) * 0.5, y: from.y + (to.y - from.y) * 0.5 };
    (small ? shown.slice(0, 1) : shown).forEach((e, i) => {
      const x = small ? at.x : at.x - w / 2 + gap * (i + 0.5);
      markCanvas(ctx, e, x, at.y, small ? 4 : r, graph.colours.back);
      marks.push({ e, x, y: at.y, r: 9 });
    });
    if (!small && b.edges.length > 4) {
      ctx.font = "10px system-ui, sans-serif";
      ctx.fillStyle = graph.colours.text;
      ctx.textAlign = "left";
      ctx.fillText("+" + (b.edges.length - 4), at.x - w / 2 + gap * 4 + 1, at.y);
      marks.push({ e: b.edges[0], more: true, x: at.x - w / 2 + gap * 4 + 8, y: at.y, r: 9 });
    }
  }
  return marks;
}

// Boxes that are taken, in cells of 64 pixels, so that a question costs the same in a full picture.
function occupancy() {
  const cells = new Map();
  const each = (b, use) => {
    for (let i = Math.floor(b.x / 64); i <= Math.floor((b.x + b.w) / 64); i++) for (let j = Math.floor(b.y / 64); j <= Math.floor((b.y + b.h) / 64); j++) if (use(i * 4096 + j)) return true;
    return false;
  };
  const meets = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  return {
    free: (b, own) => !each(b, (key) => (cells.get(key) || []).some((o) => o.own !== own && meets(o.b, b))),
    take: (b, own) => each(b, (key) => { if (!cells.has(key)) cells.set(key, []); cells.get(key).push({ b, own }); }),
  };
}

const markAt = (x, y) => graph.marks.find((m) => Math.hypot(m.x - x, m.y - y) <= m.r);

function pick(p) {
  const { x, y } = p.pointer.DOM;
  const mark = markAt(x, y);
  const box = graph.boxes.find((b) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h);
  if (p.nodes.length) pickNode(p.nodes[0]);
  else if (mark) select("edge", mark.e.id);
  else if (box) pickNode(box.id);
  else if (p.edges.length && graph.bundles.has(p.edges[0])) select("edge", graph.bundles.get(p.edges[0]).edges[0].id);
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
  if (move) { event.preventDefault(); event.stopPropagation(); return walk(move); }
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
  if (graph.cursor === null || !graph.place.has(graph.cursor)) graph.cursor = graph.place.has(state.focus) ? state.focus : [...graph.place.keys()][0];
  else {
    const here = placeNow(graph.cursor);
    const linked = new Set([...graph.bundles.values()].flatMap((b) => b.from === graph.cursor ? [b.to] : b.to === graph.cursor ? [b.from] : []));
    let best = null, least = Infinity;
    for (const id of graph.place.keys()) {
      if (id === graph.cursor) continue;
      const p = placeNow(id);
      const along = (p.x - here.x) * dx + (p.y - here.y) * dy, off = Math.abs((p.x - here.x) * dy) + Math.abs((p.y - here.y) * dx);
      const far = along + off * 2 + (linked.has(id) ? 0 : 60);
      if (along > 1 && far < least) { least = far; best = id; }
    }
    if (best !== null) graph.cursor = best;
  }
  if (typeof graph.cursor === "number") {
    select("node", nodeKey(graph.cursor));
    say(nodeTitle(graph.cursor));
  } else {
    say(labelText(graph.cursor) + ", Enter shows them");
    graph.net.redraw();
  }
}

function zoom(factor) {
  if (graph.net) graph.net.moveTo({ scale: Math.min(8, Math.max(0.02, graph.net.getScale() * factor)), animation: false });
}

function drawGraphTools(nodes, lines) {
  const hidden = [...graph.hidden.values()].reduce((a, b) => a + b, 0);
  const drawn = [...graph.bundles.values()].reduce((sum, b) => sum + b.edges.length, 0);
  fill(byId("graph-tools"), h("span", { class: "sub" }, plural(nodes - graph.hidden.size, "term") + ", " + (drawn < scope.shown.length ? drawn + " of " : "") + plural(scope.shown.length, "proposition") + " on " + plural(lines, "line") + (hidden ? "; " + hidden + " more terms behind the + nodes" : "")),
    [["zoom-in", "Zoom in", "+", () => zoom(1.25)], ["zoom-out", "Zoom out", "−", () => zoom(0.8)], ["fit", "Fit to the window", "Fit", fitGraph]].map(([id, name, text, act]) => h("button", { type: "button", id, "aria-label": name, onclick: act }, text)),
    h("button", { type: "button", id: "whole", "aria-pressed": state.whole ? "true" : "false", onclick: () => { state.whole = !state.whole; if (state.whole) { state.path = null; state.topic = ALL; } change({ step: true }); byId("whole").focus(); } }, "Whole graph"));
}
