// What can be taken along: a link, a picture, the rows, the query.
function save(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const a = h("a", { download: name });
  a.href = address;
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(name + " saved");
}

const fileName = (end) => "stroma-" + (state.focus === null ? "graph" : fold(label(state.focus)).replace(/ /g, "-").slice(0, 40)) + "." + end;

// A cell that starts like a formula would run in a spreadsheet.
function csvCell(value) {
  const text = plain(value === undefined || value === null ? "" : value);
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function csvText() {
  const head = ["subject", "predicate", "object", "condition", "stance", "stance_in_words", "level", "participants", "human_for", "human_no_effect", "human_against", "animal", "in_vitro", "references", "events", "thin", "weaker_disagrees", "narrower_disagrees", "sources", "proposition"];
  const lines = tableRows().map((e) => [label(e.from), predicate(e).name, label(e.to), e.c === undefined ? "" : label(e.c), stance(e)[0], stanceWords(e), levelShort(e.lv), e.n || "", ...e.t[0], tallyWords(e.t[1]), tallyWords(e.t[2]), tallyWords(e.t[3]), isHarm(e) ? eventWords(e) : "", (e.th || []).map((t) => META.thin[t]).join("; "), e.wd ? "yes" : "", e.nd ? "yes" : "", sourcesOf(e).map((s) => s.id).join("; "), META.base + e.id]);
  return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

const saveCsv = () => save(fileName("csv"), "text/csv;charset=utf-8", csvText());

async function withGraph(act) {
  if (state.view !== "graph") { state.view = "graph"; change({}); }
  await loadVis();
  await Promise.resolve();
  if (!graph.net) return say("There is no graph to save.");
  requestAnimationFrame(() => requestAnimationFrame(act));
}

function savePng() {
  withGraph(() => {
    const from = byId("canvas").querySelector("canvas");
    const canvas = document.createElement("canvas");
    canvas.width = from.width;
    canvas.height = from.height;
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = graph.colours.back;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(from, 0, 0);
    canvas.toBlob((blob) => save(fileName("png"), "image/png", blob));
  });
}

function svgText() {
  const box = byId("canvas");
  const wide = box.clientWidth, high = box.clientHeight, c = graph.colours;
  const { x: midX, y: midY } = graph.net.getViewPosition(), scale = graph.net.getScale();
  const at = (id) => { const p = placeNow(id); return [(p.x - midX) * scale + wide / 2, (p.y - midY) * scale + high / 2]; };
  const el = svg("svg", { xmlns: SVG, width: wide, height: high, viewBox: "0 0 " + wide + " " + high, "font-family": "system-ui, sans-serif" });
  const title = svg("title");
  title.textContent = byId("subject").textContent;
  el.append(title, svg("rect", { width: wide, height: high, fill: c.back }));
  for (const b of graph.bundles.values()) {
    const [x1, y1] = at(b.from), [x2, y2] = at(b.to);
    const same = b.edges.every((e) => e.st === b.edges[0].st);
    el.append(svg("line", { x1, y1, x2, y2, stroke: same ? colourOf(b.edges[0]) : c.none, "stroke-width": 1.4, opacity: 0.6 }));
  }
  for (const id of graph.place.keys()) {
    const [x, y] = at(id);
    const points = typeof id === "number" && KIND_POINTS[kindOf(node(id))];
    const look = { fill: typeof id === "number" && node(id).k !== undefined ? c.kind[node(id).k] : c.none, transform: "translate(" + x + " " + y + ")" + (id === state.focus ? " scale(1.8)" : "") };
    el.append(points ? svg("polygon", { points, ...look }) : svg("circle", { r: 6, ...look }));
  }
  for (const m of graph.marks) {
    const points = outline(m.e.st, 6);
    const look = { fill: isSolid(m.e) ? colourOf(m.e) : c.back, stroke: colourOf(m.e), "stroke-width": 1.6, "stroke-dasharray": m.e.st === 5 ? "2 2" : "none" };
    el.append(points ? svg("polygon", { ...look, points: points.map(([x, y]) => (x + m.x) + "," + (y + m.y)).join(" ") }) : svg("circle", { ...look, cx: m.x, cy: m.y, r: 6 }));
    const sign = svg("text", { x: m.x, y: m.y + 3, "font-size": 8, "text-anchor": "middle", fill: isSolid(m.e) ? c.back : colourOf(m.e) });
    sign.textContent = signOf(m.e);
    el.append(sign);
  }
  for (const b of graph.boxes) { const t = svg("text", { x: b.x + 2, y: b.y + b.h - 4, "font-size": b.font.startsWith("bold") ? 14 : FONT, fill: c.text }); t.textContent = b.text; el.append(t); }
  return new XMLSerializer().serializeToString(el);
}

const saveSvg = () => withGraph(() => save(fileName("svg"), "image/svg+xml", svgText()));

// The query that gives the propositions of this view; run it with `stroma query`.
function sparqlText() {
  const iris = state.whole ? [] : state.path ? [] : [...inFocus, ...state.open].map((no) => node(no).iri).filter(isWeb).sort();
  const only = (name, values) => values.length ? "  FILTER (?" + name + " IN (" + values.join(", ") + "))\n" : "";
  const predicates = (state.topic === ALL || state.path ? META.predicates : META.predicates.filter((p) => p.topic === state.topic)).map((p) => p.name).filter((name) => !filters.predicate.size || filters.predicate.has(name));
  const pair = state.path ? [...new Set(pathEdges().map((e) => "proposition:" + e.id))] : [];
  return "# " + byId("subject").textContent.replace(/[\r\n]/g, " ") + "\nPREFIX st: <https://w3id.org/stroma/vocab/>\nPREFIX proposition: <https://w3id.org/stroma/proposition/>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\nSELECT DISTINCT ?proposition ?subject ?predicate ?object ?condition ?stance ?level WHERE {\n"
    + (pair.length ? "  VALUES ?proposition { " + pair.join(" ") + " }\n" : "")
    + (iris.length ? "  VALUES ?term {\n" + iris.map((i) => "    <" + i.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent) + ">\n").join("") + "  }\n  VALUES ?place { rdf:subject rdf:object st:inCondition }\n  ?proposition ?place ?term .\n" : "")
    + "  ?proposition a st:Proposition ;\n    rdf:subject ?subject ;\n    rdf:predicate ?predicate ;\n    rdf:object ?object ;\n    st:stance ?stance .\n  OPTIONAL { ?proposition st:inCondition ?condition }\n  OPTIONAL { ?proposition st:bestLevel ?level }\n"
    + only("predicate", predicates.map((p) => "st:" + p)) + only("stance", [...filters.stance].filter((s) => s !== "thin").map((s) => "st:" + s))
    + "}\nORDER BY ?subject ?predicate ?object ?condition\n";
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (_) {
    // A file, or an old browser, may not use the clipboard: select the text instead.
    const box = byId("share-text");
    box.value = text;
    box.select();
    return say("Press Ctrl+C to copy " + what);
  }
  say(what + " copied");
}

function openShare() {
  const query = sparqlText();
  const item = (id, words, act) => h("button", { type: "button", id, onclick: act }, words);
  openDialog("Take this view along", h("p", {}, "The address bar always holds this view: who opens this file with it sees the same."),
    h("div", { class: "tools-row" }, item("share-link", "Copy link", () => copy(location.href.split("#")[0] + toHash(), "The link")), item("share-png", "PNG", () => { closeDialog(); savePng(); }), item("share-svg", "SVG", () => { closeDialog(); saveSvg(); }), item("share-csv", "CSV", saveCsv), item("share-print", "Print", () => { closeDialog(); window.print(); })),
    h("h3", {}, "SPARQL of this view"), h("p", { class: "sub" }, filterCount() ? "Topic, relation and stance are in the query; further filters are the page's own." : "Run it with stroma query."),
    h("textarea", { id: "share-text", rows: "14", readonly: true, "aria-label": "SPARQL query", spellcheck: "false" }, query), h("p", {}, item("share-sparql", "Copy SPARQL", () => copy(query, "The query"))));
}
