// Graph and map as SVG, with their marks and what these mean.

// A text in lines of a width.
function linesOf(text, wide, font) {
  const ctx = document.createElement("canvas").getContext("2d"),
    lines = [""];
  ctx.font = font;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = (lines[lines.length - 1] + " " + word).trim();
    if (ctx.measureText(line).width < wide || !lines[lines.length - 1]) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

// What was drawn: the graph as it stands in the window.
function graphDrawing(words) {
  const box = byId("canvas"),
    wide = box.clientWidth,
    high = box.clientHeight,
    c = graph.colours;
  const { x: midX, y: midY } = graph.net.getViewPosition(),
    scale = graph.net.getScale();
  const at = (p) => [(p.x - midX) * scale + wide / 2, (p.y - midY) * scale + high / 2],
    el = svg("g");
  for (const b of graph.bundles.values()) el.append(lineSvg(b, at(placeNow(b.from)), at(placeNow(b.to))));
  for (const id of graph.place.keys()) el.append(termSvg(id, at(placeNow(id))));
  for (const head of graph.heads) {
    const [x, y] = at(head);
    el.append(
      words(head.text, {
        x: x - head.side * 7,
        y: y + 4,
        "font-size": FONT - 1,
        "font-weight": 600,
        fill: c.none,
        "text-anchor": head.side < 0 ? "end" : "start",
      }),
    );
  }
  for (const m of graph.marks)
    el.append(
      m.more
        ? words("+" + m.more, { x: m.x - 3, y: m.y + 4, "font-size": 10 })
        : signSvg(m.e, m.x, m.y, FONT / 2),
    );
  for (const b of graph.boxes) {
    const t = words(b.text, {
      x: b.x + 2,
      y: b.y + b.h - 4,
      ...(b.font.startsWith("bold") ? { "font-weight": "bold" } : {}),
    });
    if (typeof b.id === "number") {
      const full = svg("title");
      full.textContent = label(b.id);
      t.append(full);
    }
    el.append(t);
  }
  return { el, wide, high, at, edges: graph.marks.filter((m) => !m.more).map((m) => m.e) };
}

// The evidence map: also the rows and columns beyond the edge of the screen.
function mapDrawing(words) {
  const { shownRows, shownColumns, cells, hidden } = mapPart(),
    c = graph.colours,
    el = svg("g"),
    edges = [];
  const first = 184,
    each = 82,
    head = 128,
    face = FONT + "px system-ui, sans-serif",
    wide = Math.max(560, first + each * shownColumns.length + 14);
  const rule = (y) =>
    el.append(
      svg("path", { d: "M14," + y + "H" + (wide - 14), stroke: c.none, "stroke-width": 0.5, opacity: 0.6 }),
    );
  const more = (e) =>
    [
      e.lv ? (e.lv < 6 ? "L" : "") + levelTag(e.lv) : "",
      tagged(e) === undefined ? "" : abbreviation(tagged(e)) || briefName(tagged(e)),
      partTag(e) && partTag(e).textContent,
    ]
      .filter(Boolean)
      .join(" ");
  shownColumns.forEach((key, i) =>
    linesOf(columnName(key), head - 6, face)
      .slice(0, 4)
      .forEach((line, n) =>
        el.append(
          words(line, {
            transform: "translate(" + (first + each * i + 14 + n * 14) + " " + (head - 6) + ") rotate(-90)",
          }),
        ),
      ),
  );
  let y = head;
  for (const row of shownRows) {
    rule(y);
    const name = linesOf(label(row), first - 26, face),
      top = y;
    name.forEach((line, n) => el.append(words(line, { x: 14, y: top + 15 + n * 14 })));
    let low = top + 8 + name.length * 14;
    shownColumns.forEach((key, i) => {
      const x = first + each * i,
        list = (cells.get(row + "/" + key) || []).sort(byEvidence);
      let at = top;
      for (const e of list.slice(0, MAP_MARKS)) {
        const lines = linesOf(more(e), each - 24, "10" + face.slice(String(FONT).length));
        el.append(signSvg(e, x + 9, at + 11, 6));
        lines.forEach((line, n) =>
          el.append(words(line, { x: x + 20, y: at + 15 + n * 11, "font-size": 10 })),
        );
        edges.push(e);
        at += 8 + Math.max(1, lines.length) * 11;
      }
      if (list.length > MAP_MARKS) {
        el.append(words("+" + (list.length - MAP_MARKS), { x: x + 4, y: at + 12, "font-size": 10 }));
        at += 16;
      }
      low = Math.max(low, at);
    });
    y = low + 4;
  }
  rule(y);
  if (hidden > 0) {
    y += 18;
    el.append(words("and " + hidden + " more rows and columns", { x: 14, y }));
  }
  return { el, wide, high: y + 6, edges };
}

// From the first to the last row of what stands in the window.
function drawnRows(at, high) {
  const rows = [
    ...[...graph.place.keys()].map((id) => at(placeNow(id))[1]),
    ...graph.heads.map((head) => at(head)[1]),
  ];
  return [Math.max(0, Math.min(...rows) - 24), Math.min(high, Math.max(...rows) + 24)];
}

function lineSvg(b, [x1, y1], [x2, y2]) {
  const bend = Math.abs(bends(b)) * graph.side.get(b.from) * -0.25 * Math.abs(y2 - y1);
  const shown = visEdge(b, graph.bundles.size);
  return svg("path", {
    d: "M" + [x1, y1] + "Q" + [(x1 + x2) / 2 + (bend || 0), (y1 + y2) / 2, x2, y2],
    fill: "none",
    stroke: shown.color.color,
    "stroke-width": shown.width,
    opacity: shown.color.opacity,
    "stroke-dasharray": shown.dashes ? shown.dashes.join(" ") : "none",
  });
}

function termSvg(id, [x, y]) {
  const kind = typeof id === "number" ? kindOf(node(id)) : "",
    points = KIND_POINTS[kind],
    c = graph.colours;
  const colour = typeof id === "number" && node(id).k !== undefined ? c.kind[node(id).k] : c.none;
  const look = {
    fill: kind === "Route" || !kind ? c.back : colour,
    stroke: colour,
    "stroke-width": 1.5,
    transform: "translate(" + x + " " + y + ")" + (id === state.focus ? " scale(1.4)" : ""),
  };
  return points ? svg("polygon", { points, ...look }) : svg("circle", { r: kind ? 6 : 5, ...look });
}

function signSvg(e, x, y, r) {
  const points = outline(e.st, r),
    c = graph.colours;
  const look = {
    fill: isSolid(e) ? colourOf(e) : c.back,
    stroke: colourOf(e),
    "stroke-width": 1.6,
    "stroke-dasharray": e.st === 5 ? "2 2" : "none",
  };
  const g = svg(
    "g",
    { transform: "translate(" + x + " " + y + ")" },
    points
      ? svg("polygon", { ...look, points: points.map((p) => p.join(",")).join(" ") })
      : svg("circle", { ...look, r }),
  );
  const sign = svg("text", {
    y: r * 0.5,
    "font-size": r * 1.4,
    "font-weight": "bold",
    "text-anchor": "middle",
    fill: isSolid(e) ? c.back : colourOf(e),
  });
  sign.textContent = signOf(e);
  g.append(sign);
  return g;
}

// The marks that are drawn, each kind once, in rows as wide as the picture.
function legendSvg(wide, words, edges) {
  const el = svg("g"),
    ctx = document.createElement("canvas").getContext("2d"),
    seen = new Set();
  ctx.font = FONT + "px system-ui, sans-serif";
  let x = 14,
    y = 20;
  for (const e of edges) {
    const text = isTrial(e)
        ? TRIAL_WORDS
        : isHarm(e)
          ? "harm " + stanceWords(e) + (isThin(e) ? ", but thin" : "")
          : stanceWords(e),
      long = ctx.measureText(text).width + 36;
    if (seen.has(text)) continue;
    seen.add(text);
    if (x + long > wide && x > 14) {
      x = 14;
      y += 22;
    }
    el.append(signSvg(e, x + 7, y - 4, FONT / 2), words(text, { x: x + 18, y }));
    x += long;
  }
  const last =
    (state.view === "map" ? "L1–L5: evidence level, 1 best; ref: reference, no study. " : "") +
    blankWords() +
    " Reports what studies reported; no medical advice. " +
    originWords();
  linesOf(last, wide - 28, FONT + "px system-ui, sans-serif").forEach((line) => {
    y += 17;
    el.append(words(line, { x: 14, y: y + 7, fill: graph.colours.none, "font-size": FONT - 1 }));
  });
  return { el, high: y + 21 };
}
