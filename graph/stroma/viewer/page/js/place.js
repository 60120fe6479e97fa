// Where each term stands: two columns with headings, the best known rows of each; a path is a row.
// What a label may leave out because the shape says it, or a bracket explains it.
const leanName = (id) =>
  (kindOf(node(id)) === "CellProduct" ? label(id).replace(/ product\b/, "") : label(id)).replace(
    / \([^)]*\)$/,
    "",
  );

// The lean name where only one term has it; what is still too long loses its middle, for its end tells it apart.
// A form of a disease has a name for short; synonyms of an outcome may turn it round ("no progression").
function cutLabels() {
  const room = Math.min(state.path || state.whole ? 34 : 60, Math.floor((sideMargin() - 28) / (FONT * 0.57)));
  const ids = [...graph.place.keys()].filter((id) => typeof id === "number");
  const same = new Map();
  ids.forEach((id) => {
    for (const text of new Set([leanName(id), label(id)])) same.set(text, (same.get(text) || 0) + 1);
  });
  const fitting = (id) => {
    const name = same.get(leanName(id)) > 1 ? label(id) : leanName(id);
    if (id === state.focus && !state.whole)
      return cutMiddle(name, graph.side.get(id) ? Math.floor(room * 0.92) : Math.max(room, 44));
    const first = name.split(/[ -]/)[0].toLowerCase(),
      short = initials(name);
    const others =
      name.length > room && kindOf(node(id)) === "Disease"
        ? (node(id).syn || []).filter(
            (s) => s.length <= room && !same.has(s) && (s.toLowerCase().startsWith(first) || s === short),
          )
        : [];
    return others.sort((a, b) => b.length - a.length)[0] || cutMiddle(name, room);
  };
  graph.texts = new Map(ids.map((id) => [id, fitting(id)]));
}

// One line for each pair of terms; all its propositions stand on it as marks of their own.
function layoutGraph() {
  const degree = new Map();
  for (const e of scope.shown)
    for (const no of [e.from, e.to]) degree.set(no, (degree.get(no) || 0) + weight(e));
  graph.place = new Map();
  graph.side = new Map();
  graph.hidden = new Map();
  graph.heads = [];
  Object.assign(graph, { isHub: false, isCrowded: false, longest: 0 });
  if (state.path) placePath();
  else if (state.whole) for (const no of degree.keys()) placeWhole(no, degree.size);
  else placeAround(degree);
  graph.bundles = new Map();
  if (state.path) bundlePath();
  else
    for (const e of scope.shown) {
      if (!graph.place.has(e.from) || !graph.place.has(e.to) || e.from === e.to) continue;
      const id = Math.min(e.from, e.to) + "-" + Math.max(e.from, e.to);
      if (!graph.bundles.has(id)) graph.bundles.set(id, { id, from: e.from, to: e.to, edges: [] });
      graph.bundles.get(id).edges.push(e);
    }
  for (const b of graph.bundles.values()) {
    b.edges.sort(byEvidence);
    if (!state.path) Object.assign(b, { from: b.edges[0].from, to: b.edges[0].to });
  }
  // Of a great many lines those with the best evidence get their marks, whatever they found.
  graph.best = [...graph.bundles.values()];
  if (graph.best.length > MARKS_UP_TO)
    graph.best = graph.best.sort((a, b) => byEvidence(a.edges[0], b.edges[0])).slice(0, MARKS_UP_TO);
  cutLabels();
  graph.degree = degree;
}

function placeWhole(no, total) {
  const n = node(no);
  // A page made without places for the whole graph still shows it, as a sunflower.
  const turn = no * 2.399963,
    far = 30 * Math.sqrt(no + 1);
  graph.place.set(
    no,
    n.x === undefined ? { x: far * Math.cos(turn) * 1.4, y: far * Math.sin(turn) } : { x: n.x, y: n.y },
  );
  graph.side.set(no, 0);
}

// A step of a path may rest on a proposition that names one of its terms as the condition.
function bundlePath() {
  for (const hop of pathHops() || []) {
    const edges = between(hop),
      [from, to] = hop.role % 2 ? [hop.no, hop.from] : [hop.from, hop.no];
    if (edges.length) graph.bundles.set(from + "-" + to, { id: from + "-" + to, from, to, edges });
  }
}

function placePath() {
  const stops = pathStops();
  stops.forEach((no, i) => {
    graph.place.set(no, { x: i * 240, y: 0 });
    graph.side.set(no, 0);
  });
}

// Places are in pixels of the canvas, so that the first picture needs no zoom.
function placeAround(degree) {
  const focus = node(state.focus),
    box = byId("canvas"),
    high = box.clientHeight - 44;
  if (!degree.has(focus.no)) degree.set(focus.no, 0);
  const family = (no) => no === focus.no || (inFocus.has(no) && node(no).k === focus.k);
  const own = SIDE[kindOf(focus)] || 1;
  // Two columns read best; where many lines would run within one, the term goes between them.
  const sideOf = (no) => (family(no) ? own : SIDE[kindOf(node(no))] || 1);
  graph.isHub =
    scope.shown.filter((e) => e.from !== e.to && sideOf(e.from) === sideOf(e.to)).length * 3 >
    scope.shown.length;
  const sides = { "-1": [], 0: [], 1: [] };
  for (const no of degree.keys()) sides[graph.isHub && family(no) ? 0 : sideOf(no)].push(no);
  // A column of more than nine forms would hide the lines behind it: they move to an empty side.
  if (sides[0].length > 9) {
    const to = sides["-1"].length <= sides[1].length ? "-1" : 1;
    sides[to] = sides[to].concat(sides[0].filter((no) => no !== focus.no));
    sides[0] = [focus.no];
  }
  for (const side of [-1, 1]) {
    const other = side === -1 ? 1 : "-1";
    if (graph.isHub && !sides[other].length && sides[side].length > 16)
      sides[other] = sides[side].splice(Math.ceil(sides[side].length / 2));
  }
  const groups = groupsOf(focus);
  const isFirst = (list, i) => !i || groups.name(list[i]) !== groups.name(list[i - 1]);
  const heads = (list) => new Set(list.map(groups.name)).size;
  const room = Math.floor(high / ROW);
  for (const side of ["-1", "1"]) sides[side] = fitted(sides[side], degree, room, heads);
  order(sides, degree, groups);
  const named = [...sides["-1"], ...sides[1]].filter((id) => typeof id === "number");
  Object.assign(graph, {
    isCrowded: scope.shown.length > 40,
    longest: Math.max(0, ...named.map((id) => leanName(id).length * (id === focus.no ? 1.12 : 1))),
  });
  const tall = Math.max(...["-1", "1"].map((side) => sides[side].length + heads(sides[side])), 6);
  const step = Math.min(46, Math.max(ROW, high / tall));
  const half = Math.round(
    Math.max(box.clientWidth < 600 ? 44 : 100, Math.min(620, box.clientWidth / 2 - sideMargin())),
  );
  Object.assign(graph, { half, size: Math.min(FONT * 0.66, step * 0.4) });
  for (const side of ["-1", "1"]) {
    const list = sides[side],
      rows = list.length + heads(list);
    // Columns start together; around a term in the middle they are centred.
    let y = (-(graph.isHub ? rows : tall) / 2) * step;
    list.forEach((id, i) => {
      if (isFirst(list, i)) {
        graph.heads.push({
          text: groups.name(id),
          x: Number(side) * half,
          y: y + step * (i ? 0.62 : 0.4),
          side: Number(side),
        });
        y += step;
      }
      // vis-network reads whole numbers only: -5e-14 would be -5.
      graph.place.set(id, { x: Number(side) * half, y: Math.round(y + step / 2) });
      graph.side.set(id, Number(side));
      y += step;
    });
  }
  if (!sides[0].length) return;
  const forms = sides[0]
    .filter((no) => no !== focus.no)
    .sort((a, b) => degree.get(b) - degree.get(a) || a - b);
  graph.place.set(focus.no, { x: 0, y: 0 });
  graph.side.set(focus.no, 0);
  forms.forEach((no, i) => {
    graph.place.set(no, {
      x: i % 2 ? 26 : -26,
      y: Math.round(
        Math.ceil((i + 1) / 2) *
          ((Math.max(tall, forms.length * 2) * step) / (forms.length + 2)) *
          (i % 2 ? 1 : -1),
      ),
    });
    graph.side.set(no, 0);
  });
}

// Which heading a term stands under: the term in question and its forms first, models of a disease last.
function groupsOf(focus) {
  const kindRank = (id) => META.kinds.findIndex((k) => k[0] === kindOf(node(id)));
  const rank = (id) =>
    typeof id !== "number"
      ? 200 + META.kinds.findIndex((k) => "more:" + k[0] === id)
      : id === focus.no
        ? 0
        : inFocus.has(id) && node(id).k === focus.k && !isModel(id)
          ? 0
          : kindOf(node(id)) === "Disease" && isModel(id)
            ? 90
            : 1 + kindRank(id);
  const of =
    {
      Disease: isNarrow() ? "the disease" : "the disease and its forms",
      CellProduct: isNarrow() ? "the product" : "the product and narrower ones",
    }[kindOf(focus)] || "in question";
  const name = (id) =>
    rank(id) === 0
      ? of
      : rank(id) === 90
        ? "animal models"
        : rank(id) < 90
          ? kindName(node(id), true)
          : "not drawn";
  return { rank, name };
}

// A hub keeps its weightiest neighbours, as many as the window can show with a label each; the rest stands as one
// node a kind that says how many. What a person asked for stands whatever the window.
function fitted(list, degree, rows, heads) {
  const kept = list.filter((no) => state.open.includes(no) || no === state.focus);
  const urgent = urgency();
  const rest = list
    .filter((no) => !kept.includes(no))
    .sort((a, b) => urgent(b) - urgent(a) || degree.get(b) - degree.get(a) || a - b);
  for (let most = Math.min(SIDE_CAP, rows - 1); ; most--) {
    const hidden = new Map(),
      shown = capped(kept, rest, most, hidden);
    if (most > 6 && shown.length + heads(shown) > rows && !state.more.length && !state.open.length) continue;
    hidden.forEach((n, id) => graph.hidden.set(id, n));
    return shown;
  }
}

function capped(kept, rest, most, hidden) {
  const room = Math.max(6, most - kept.length);
  const shown = [];
  for (const no of rest) {
    const kind = kindOf(node(no)),
      id = "more:" + kind;
    if (shown.length < room || state.more.includes(kind)) shown.push(no);
    else hidden.set(id, (hidden.get(id) || 0) + 1);
  }
  return kept.slice(0, 200).concat(shown.slice(0, 600), [...hidden.keys()]);
}

// Kinds stay together; within a kind the mean place of the neighbours decides, which unties most crossings.
function order(sides, degree, groups) {
  const kindRank = (id) => (id === state.focus ? -1 : groups.rank(id));
  const at = new Map();
  const neighbours = new Map();
  for (const e of scope.shown)
    for (const [a, b] of [
      [e.from, e.to],
      [e.to, e.from],
    ]) {
      if (!neighbours.has(a)) neighbours.set(a, []);
      neighbours.get(a).push(b);
    }
  const spread = (list) =>
    list.forEach((id, i) => at.set(id, list.length > 1 ? i / (list.length - 1) - 0.5 : 0));
  for (const side of ["-1", "1"]) {
    sides[side].sort(
      (a, b) => kindRank(a) - kindRank(b) || (degree.get(b) || 0) - (degree.get(a) || 0) || (a < b ? -1 : 1),
    );
    spread(sides[side]);
  }
  for (let round = 0; round < 6; round++)
    for (const side of ["-1", "1"]) {
      const pull = new Map(
        sides[side].map((id) => {
          const near = (neighbours.get(id) || []).filter((o) => at.has(o));
          return [id, near.length ? near.reduce((sum, o) => sum + at.get(o), 0) / near.length : at.get(id)];
        }),
      );
      sides[side].sort((a, b) => kindRank(a) - kindRank(b) || pull.get(a) - pull.get(b) || (a < b ? -1 : 1));
      spread(sides[side]);
    }
}
