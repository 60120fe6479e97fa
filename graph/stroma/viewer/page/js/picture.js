// The graph as a picture that stands alone: title, marks with their words, and what it does not say.
async function withGraph(act) {
  if (state.view !== "graph") { state.view = "graph"; change({}); }
  await loadVis();
  await Promise.resolve();
  if (!graph.net) return say("There is no graph to save.");
  requestAnimationFrame(() => requestAnimationFrame(act));
}

const saveSvg = () => withGraph(() => save(fileName("svg"), "image/svg+xml", svgText()));

// Twice the size of the screen, so that it may go on a slide.
function savePng() {
  withGraph(() => {
    const picture = new Image(), address = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width * 2, picture.height * 2];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => save(fileName("png"), "image/png", blob));
    };
    picture.onerror = () => say("This browser cannot draw the picture; save it as SVG.");
    picture.src = address;
  });
}

// The answer to the question that is chosen stands under the title: marks alone would mislead.
function answerSvg(wide, words) {
  const el = svg("g"), ctx = document.createElement("canvas").getContext("2d"), lines = [""];
  ctx.font = FONT + "px system-ui, sans-serif";
  const text = [...byId("headline").querySelectorAll("p")].filter((p) => !p.closest(".score") && p.id !== "not-here").map((p) => { const copy = p.cloneNode(true); copy.querySelectorAll("details, #name-trials").forEach((d) => d.remove()); return copy.textContent.trim(); }).join(" ");
  for (const word of text.split(/\s+/)) {
    const line = (lines[lines.length - 1] + " " + word).trim();
    if (ctx.measureText(line).width < wide - 28) lines[lines.length - 1] = line;
    else if (lines.length === 6) { lines[5] += " …"; break; }
    else lines.push(word);
  }
  lines.forEach((line, i) => el.append(words(line, { x: 14, y: 46 + i * 17 })));
  return { el, high: 40 + lines.length * 17 };
}

// Where the page itself has title, answer and legend, as on paper, the picture is only what was drawn, without empty edges.
function svgText(isAlone = true) {
  const box = byId("canvas"), wide = box.clientWidth, high = box.clientHeight, c = graph.colours;
  const { x: midX, y: midY } = graph.net.getViewPosition(), scale = graph.net.getScale();
  const at = (p) => [(p.x - midX) * scale + wide / 2, (p.y - midY) * scale + high / 2];
  const name = byId("subject").textContent;
  const words = (text, attrs) => { const t = svg("text", { fill: c.text, "font-size": FONT, ...attrs }); t.textContent = text; return t; };
  const said = isAlone ? answerSvg(wide, words) : { el: "", high: 0 }, top = said.high;
  const body = svg("g", { transform: "translate(0 " + top + ")" });
  for (const b of graph.bundles.values()) body.append(lineSvg(b, at(placeNow(b.from)), at(placeNow(b.to))));
  for (const id of graph.place.keys()) body.append(termSvg(id, at(placeNow(id))));
  for (const head of graph.heads) {
    const [x, y] = at(head);
    body.append(words(head.text, { x: x - head.side * 7, y: y + 4, "font-size": FONT - 1, "font-weight": 600, fill: c.none, "text-anchor": head.side < 0 ? "end" : "start" }));
  }
  for (const m of graph.marks) body.append(m.more ? words("+" + m.more, { x: m.x - 3, y: m.y + 4, "font-size": 10 }) : signSvg(m.e, m.x, m.y, FONT / 2));
  for (const b of graph.boxes) {
    const t = words(b.text, { x: b.x + 2, y: b.y + b.h - 4, ...(b.font.startsWith("bold") ? { "font-weight": "bold" } : {}) });
    if (typeof b.id === "number") { const full = svg("title"); full.textContent = label(b.id); t.append(full); }
    body.append(t);
  }
  const foot = isAlone ? legendSvg(wide, words) : { el: "", high: 0 }, all = top + high + foot.high;
  const drawn = isAlone ? [0, all] : drawnRows(at, high);
  const el = svg("svg", { xmlns: SVG, width: wide, height: drawn[1] - drawn[0], viewBox: [0, drawn[0], wide, drawn[1] - drawn[0]].join(" "), "font-family": "system-ui, sans-serif" });
  const title = svg("title");
  title.textContent = name;
  if (isAlone) foot.el.setAttribute("transform", "translate(0 " + (top + high) + ")");
  el.append(title, svg("rect", { width: wide, height: all, fill: c.back }), isAlone ? words(cut(name, Math.floor(wide / 9)), { x: 14, y: 26, "font-size": 17, "font-weight": "bold" }) : "", said.el, body, foot.el);
  return new XMLSerializer().serializeToString(el);
}

// From the first to the last row of what stands in the window.
function drawnRows(at, high) {
  const rows = [...[...graph.place.keys()].map((id) => at(placeNow(id))[1]), ...graph.heads.map((head) => at(head)[1])];
  return [Math.max(0, Math.min(...rows) - 24), Math.min(high, Math.max(...rows) + 24)];
}

function lineSvg(b, [x1, y1], [x2, y2]) {
  const bend = Math.abs(bends(b)) * graph.side.get(b.from) * -0.25 * Math.abs(y2 - y1);
  const shown = visEdge(b, graph.bundles.size);
  return svg("path", { d: "M" + [x1, y1] + "Q" + [(x1 + x2) / 2 + (bend || 0), (y1 + y2) / 2, x2, y2], fill: "none", stroke: shown.color.color, "stroke-width": shown.width, opacity: shown.color.opacity, "stroke-dasharray": shown.dashes ? shown.dashes.join(" ") : "none" });
}

function termSvg(id, [x, y]) {
  const kind = typeof id === "number" ? kindOf(node(id)) : "", points = KIND_POINTS[kind], c = graph.colours;
  const colour = typeof id === "number" && node(id).k !== undefined ? c.kind[node(id).k] : c.none;
  const look = { fill: kind === "Route" || !kind ? c.back : colour, stroke: colour, "stroke-width": 1.5, transform: "translate(" + x + " " + y + ")" + (id === state.focus ? " scale(1.4)" : "") };
  return points ? svg("polygon", { points, ...look }) : svg("circle", { r: kind ? 6 : 5, ...look });
}

function signSvg(e, x, y, r) {
  const points = outline(e.st, r), c = graph.colours;
  const look = { fill: isSolid(e) ? colourOf(e) : c.back, stroke: colourOf(e), "stroke-width": 1.6, "stroke-dasharray": e.st === 5 ? "2 2" : "none" };
  const g = svg("g", { transform: "translate(" + x + " " + y + ")" }, points ? svg("polygon", { ...look, points: points.map((p) => p.join(",")).join(" ") }) : svg("circle", { ...look, r }));
  const sign = svg("text", { y: r * 0.5, "font-size": r * 1.4, "font-weight": "bold", "text-anchor": "middle", fill: isSolid(e) ? c.back : colourOf(e) });
  sign.textContent = signOf(e);
  g.append(sign);
  return g;
}

// The marks that are drawn, each kind once, in rows as wide as the picture.
function legendSvg(wide, words) {
  const el = svg("g"), ctx = document.createElement("canvas").getContext("2d"), seen = new Set();
  ctx.font = FONT + "px system-ui, sans-serif";
  let x = 14, y = 20;
  for (const m of graph.marks) {
    const text = isTrial(m.e) ? TRIAL_WORDS : isHarm(m.e) ? "harm " + stanceWords(m.e) + (isThin(m.e) ? ", but thin" : "") : stanceWords(m.e), long = ctx.measureText(text).width + 36;
    if (m.more || seen.has(text)) continue;
    seen.add(text);
    if (x + long > wide && x > 14) { x = 14; y += 22; }
    el.append(signSvg(m.e, x + 7, y - 4, FONT / 2), words(text, { x: x + 18, y }));
    x += long;
  }
  el.append(words("A blank was never measured here. Reports what studies reported; no medical advice. Stroma", { x: 14, y: y + 24, fill: graph.colours.none, "font-size": FONT - 1 }));
  return { el, high: y + 38 };
}

// Paper is white, has no folded lines, and no row of names to ask for.
let themeBefore = null;

function beforePrint() {
  if (themeBefore !== null) return;
  themeBefore = document.documentElement.dataset.theme;
  setTheme("light");
  if (graph.net && isShown("graph")) {
    // A canvas would be stretched; this is the same picture, sharp at any size.
    graph.colours = graphColours();
    const picture = document.importNode(new DOMParser().parseFromString(svgText(false), "image/svg+xml").documentElement, true);
    picture.setAttribute("class", "on-paper");
    byId("canvas-box").append(picture);
  }
  areTrialsNamed = true;
  drawHeadline();
  document.querySelectorAll("#headline details, #panel details").forEach((d) => { d.open = true; });
}

function afterPrint() {
  if (themeBefore === null) return;
  document.querySelectorAll(".on-paper").forEach((picture) => picture.remove());
  setTheme(themeBefore);
  themeBefore = null;
  change({});
}
