// What do the pointer and the keys do in the graph?

// What the pointer is on lights its lines, as a selection does.
function hoverAt(x, y, hit) {
  if (graph.dragging || graph.bundles.size > MARKS_UP_TO) return;
  const id = hit ? hit.e.no : (labelAt(x, y) ?? graph.net.getNodeAt({ x, y }));
  const next = hit && !hit.more ? ["edge", id] : typeof id === "number" ? ["node", hit ? hit.of : id] : null;
  if (String(next) === String(graph.hover)) return;
  graph.hover = next;
  lightGraph();
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
