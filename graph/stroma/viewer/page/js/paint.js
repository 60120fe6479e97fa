// What we draw over vis-network: headings, labels and marks, each where nothing else stands.

// Drawn after vis: labels in constant size by weight, each only where it is free, then the marks of the lines.
function paint(ctx) {
  if (graph.dragging && graph.place.size > 600) return;
  graph.calls++;
  const ratio = window.devicePixelRatio || 1;
  const canvas = byId("canvas");
  const { x: midX, y: midY } = graph.net.getViewPosition();
  const scale = graph.net.getScale();
  const wide = canvas.clientWidth,
    high = canvas.clientHeight;
  const screen = (p) => ({ x: (p.x - midX) * scale + wide / 2, y: (p.y - midY) * scale + high / 2 });
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const grid = occupancy();
  graph.wide = wide;
  const spots = [...graph.place.keys()]
    .map((id) => ({ id, ...screen(placeNow(id)) }))
    .filter((s) => s.x > -20 && s.y > -20 && s.x < wide + 20 && s.y < high + 20);
  const first = labelOrder(spots);
  if (!state.whole) paintKinds(ctx, screen);
  ctx.textBaseline = "middle";
  const few = graph.place.size < 400;
  if (few && !state.whole) spots.forEach((s) => grid.take({ x: s.x - 7, y: s.y - 7, w: 14, h: 14 }, s.id));
  const boxes = [],
    marks = [];
  paintHeads(ctx, screen, grid);
  const inRows = state.whole || state.path ? new Set() : paintRows(ctx, screen, grid, marks);
  for (const s of first.slice(0, LABELS_UP_TO * 3)) {
    if (boxes.length >= LABELS_UP_TO) break;
    const box = labelBox(ctx, s, grid);
    if (box) boxes.push(box);
  }
  graph.boxes = boxes;
  paintMarks(ctx, screen, grid, marks, inRows);
  graph.marks = marks;
  const bright =
    graph.lit &&
    new Set(
      [...graph.lit].flatMap((id) => {
        const b = graph.bundles.get(id);
        return b ? [b.from, b.to] : [];
      }),
    );
  boxes.forEach((b) => {
    ctx.globalAlpha = bright && few && !bright.has(b.id) && b.id !== state.focus ? 0.45 : 1;
    paintLabel(ctx, b);
  });
  ctx.globalAlpha = 1;
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
    for (const wider of [...(n.b || []), n.of, ...(state.path ? [n.ct] : [])]) {
      if (!graph.place.has(wider) || graph.side.get(wider) !== 0) continue;
      const from = screen(placeNow(id)),
        to = screen(placeNow(wider));
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
  const rank = (id) =>
    id === n ? 1e9 : id === state.focus ? 1e8 : id === graph.cursor ? 1e7 : graph.degree.get(id) || 1;
  return spots.sort((a, b) => rank(b.id) - rank(a.id) || (a.id < b.id ? -1 : 1));
}

function labelText(id) {
  if (typeof id === "number") return graph.texts.get(id) || label(id);
  const kind = META.kinds.find((k) => "more:" + k[0] === id) || ["", "", "without a kind"];
  return "+" + graph.hidden.get(id) + " more " + kind[2];
}

function labelBox(ctx, s, grid) {
  const isFocus = s.id === state.focus && !state.whole;
  const side = graph.side.get(s.id) || 0;
  const font = (isFocus ? "bold " + (FONT + (side ? 0 : 2)) + "px " : FONT + "px ") + "system-ui, sans-serif";
  ctx.font = font;
  const text = labelText(s.id),
    w = Math.ceil(ctx.measureText(text).width) + 4,
    high = FONT + (isFocus && !side ? 6 : 3);
  const off = isFocus && !side ? 20 : 13;
  const right = { x: s.x + off, y: s.y - high / 2 },
    left = { x: s.x - off - w, y: s.y - high / 2 };
  const below = { x: s.x - w / 2, y: s.y + (isFocus ? 19 : 11) },
    above = { x: s.x - w / 2, y: s.y - high - 11 };
  for (const at of side < 0 ? [left] : side > 0 ? [right] : [below, above, right, left]) {
    const box = { ...at, w, h: high, text, font, id: s.id };
    // Where any side will do, none runs over the edge.
    if (!side && (at.x < 0 || at.x + w > graph.wide)) continue;
    if (grid.free(box, s.id)) {
      grid.take(box, s.id);
      return box;
    }
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

// In which order the marks of one term stand: people, then animals and dishes, then what was only claimed, then
// mere trials.
const bodyOf = (e) =>
  isTrial(e) ? 3 : e.st === 5 ? 2 : e.t[0].some(Boolean) || e.t[3].some(Boolean) ? 0 : 1;

const byBody = (a, b) => bodyOf(a.e) - bodyOf(b.e) || byEvidence(a.e, b.e);

function paintHeads(ctx, screen, grid) {
  ctx.font = "600 " + (FONT - 1) + "px system-ui, sans-serif";
  ctx.fillStyle = graph.colours.none;
  for (const head of graph.heads) {
    const at = screen(head),
      words = head.text,
      w = Math.ceil(ctx.measureText(words).width);
    ctx.textAlign = head.side < 0 ? "right" : "left";
    ctx.textBaseline = "middle";
    const x = at.x - head.side * 7;
    ctx.fillText(words, x, at.y);
    grid.take({ x: head.side < 0 ? x - w : x, y: at.y - 6, w, h: 10 }, "head");
  }
}

function paintMarks(ctx, screen, grid, marks, inRows) {
  const r = 6,
    gap = 14,
    crowd = state.whole && !graph.lit;
  for (const b of graph.lit ? graph.bundles.values() : graph.best) {
    if (inRows.has(b.id) || (graph.lit && !graph.lit.has(b.id))) continue;
    const from = screen(placeNow(b.from)),
      to = screen(placeNow(b.to));
    const shown =
      b.edges.length > 4
        ? everyStance(b.edges.map((e) => ({ e })))
            .slice(0, 4)
            .map((x) => x.e)
            .sort(byEvidence)
        : b.edges;
    const w = shown.length * gap + (b.edges.length > 4 ? 18 : 0);
    let at = null;
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14, 0.86]) {
      const spot = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
      const box = { x: spot.x - w / 2, y: spot.y - r - 1, w, h: 2 * r + 2 };
      if (grid.free(box, b.id)) {
        grid.take(box, b.id);
        at = spot;
        break;
      }
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
      marks.push({ e: b.edges[0], more: b.edges.length - 4, x: at.x - w / 2 + gap * 4 + 8, y: at.y, r: 9 });
    }
  }
}
