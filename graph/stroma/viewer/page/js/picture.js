// The graph or the map as a picture that stands alone: title, filters, marks with their words, and what it does not
// say.
async function withGraph(act) {
  if (state.view === "map") {
    graph.colours = graphColours();
    return act();
  }
  if (state.view !== "graph") {
    state.view = "graph";
    change({});
  }
  await loadVis();
  await Promise.resolve();
  if (!graph.net) return say("There is no graph to save.");
  requestAnimationFrame(() => requestAnimationFrame(act));
}

const saveSvg = () => withGraph(() => save(fileName("svg"), "image/svg+xml", svgText()));

// Twice the size of the screen, so that it may go on a slide.
function savePng() {
  withGraph(() => {
    const picture = new Image(),
      address = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      // A wide map must stay within what a browser draws.
      const times = Math.min(2, 16000 / picture.width, 16000 / picture.height);
      [canvas.width, canvas.height] = [picture.width * times, picture.height * times].map(Math.floor);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => save(fileName("png"), "image/png", blob));
    };
    picture.onerror = () => say("This browser cannot draw the picture; save it as SVG.");
    picture.src = address;
  });
}

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

// Title, then the answer to the question that is chosen, in full, and what of it is shown: marks alone would mislead.
function answerSvg(wide, words) {
  const el = svg("g"),
    face = "px system-ui, sans-serif";
  const text = [...byId("headline").querySelectorAll("p")]
    .filter((p) => !p.closest(".score") && p.id !== "not-here")
    .map((p) => {
      const copy = p.cloneNode(true);
      copy.querySelectorAll("details, #name-trials").forEach((d) => d.remove());
      return copy.textContent.trim();
    })
    .join(" ");
  let y = 6;
  const write = (said, size, step, more) =>
    linesOf(said, wide - 28, (more["font-weight"] || "") + " " + size + face).forEach((line) => {
      y += step;
      el.append(words(line, { x: 14, y, "font-size": size, ...more }));
    });
  write(cut(byId("subject").textContent, 300), 17, 20, { "font-weight": "bold" });
  write(cut(text, 8000), FONT, 17, {});
  if (shownWords()) write(shownWords() + ". " + blankWords(), FONT, 17, { "font-weight": "bold" });
  return { el, high: y + 11 };
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

// Where the page itself has title, answer and legend, as on paper, the picture is only what was drawn, without
// empty edges.
function svgText(isAlone = true) {
  const c = graph.colours;
  const words = (text, attrs) => {
    const t = svg("text", { fill: c.text, "font-size": FONT, ...attrs });
    t.textContent = text;
    return t;
  };
  const body = isAlone && state.view === "map" ? mapDrawing(words) : graphDrawing(words),
    { wide, high } = body;
  const said = isAlone ? answerSvg(wide, words) : { el: "", high: 0 },
    top = said.high;
  const foot = isAlone ? legendSvg(wide, words, body.edges) : { el: "", high: 0 },
    all = top + high + foot.high;
  const drawn = isAlone ? [0, all] : drawnRows(body.at, high);
  const el = svg("svg", {
    xmlns: SVG,
    width: wide,
    height: drawn[1] - drawn[0],
    viewBox: [0, drawn[0], wide, drawn[1] - drawn[0]].join(" "),
    "font-family": "system-ui, sans-serif",
  });
  const title = svg("title");
  title.textContent = byId("subject").textContent;
  body.el.setAttribute("transform", "translate(0 " + top + ")");
  if (isAlone) foot.el.setAttribute("transform", "translate(0 " + (top + high) + ")");
  el.append(title, svg("rect", { width: wide, height: all, fill: c.back }), said.el, body.el, foot.el);
  return new XMLSerializer().serializeToString(el);
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

// Paper is white, has no folded lines, and no row of names to ask for.
let themeBefore = null;

function beforePrint() {
  if (themeBefore !== null) return;
  themeBefore = document.documentElement.dataset.theme;
  setTheme("light");
  if (isTaking()) return;
  byId("paper").replaceChildren(...paperFoot());
  if (graph.net && isShown("graph")) {
    // A canvas would be stretched; this is the same picture, sharp at any size.
    graph.colours = graphColours();
    const picture = document.importNode(
      new DOMParser().parseFromString(svgText(false), "image/svg+xml").documentElement,
      true,
    );
    picture.setAttribute("class", "on-paper");
    byId("canvas-box").append(picture);
  }
  areTrialsNamed = true;
  drawHeadline();
  document.querySelectorAll("#headline details, #panel details").forEach((d) => {
    d.open = true;
  });
}

// What a sheet must say of itself: from which data and where, and by which papers.
function paperFoot() {
  const sources = [...new Set(scope.shown.flatMap(sourcesOf))]
    .filter(Boolean)
    .sort((a, b) => sourceName(a).localeCompare(sourceName(b)));
  return [
    h("p", {}, originWords()),
    sources.length
      ? h(
          "p",
          {},
          h("b", {}, "Studies and references shown: "),
          sources
            .map(
              (s, i) => (i ? "; " : "") + [sourceName(s), ...identifiers(s).map(([text]) => text)].join(" "),
            )
            .join(""),
          ".",
        )
      : "",
  ].filter(Boolean);
}

function afterPrint() {
  if (themeBefore === null) return;
  document.querySelectorAll(".on-paper").forEach((picture) => picture.remove());
  setTheme(themeBefore);
  themeBefore = null;
  change({});
}
