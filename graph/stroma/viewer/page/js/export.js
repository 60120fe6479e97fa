// What can be taken along: a link, the rows, the query; the picture is in picture.js.
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

const fileName = (end) =>
  "stroma-" +
  (state.focus === null ? "graph" : fold(label(state.focus)).replace(/ /g, "-").slice(0, 40)) +
  "." +
  end;

// A cell that starts like a formula would run in a spreadsheet.
function csvCell(value) {
  const text = plain(value === undefined || value === null ? "" : value);
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function csvText() {
  const head = [
    "subject",
    "predicate",
    "object",
    "condition",
    "stance",
    "stance_in_words",
    "level",
    "participants",
    "participants_at_best_level",
    "people_in_words",
    "compared_with_active",
    "supports",
    "inconclusive",
    "disputes",
    "animal",
    "in_vitro",
    "references",
    "events",
    "thin",
    "weaker_disagrees",
    "narrower_disagrees",
    "retracted",
    "under_concern",
    "sources",
    "source_ids",
    "proposition",
    "data_as_of",
    "version",
  ];
  const lines = tableRows().map((e) => [
    label(e.from),
    predicate(e).name,
    label(e.to),
    e.c === undefined ? "" : label(e.c),
    stance(e)[0],
    stanceWords(e),
    e.lv || "",
    e.n || "",
    e.na === undefined ? e.n || "" : e.na || "",
    e.pw || (e.n ? plural(e.n, "person", "people") : ""),
    e.va || "",
    ...e.t[0],
    tallyWords(e, 1),
    tallyWords(e, 2),
    tallyWords(e, 3),
    isHarm(e) ? eventWords(e) : "",
    whyThin(e).join("; "),
    String(!!e.wd),
    String(!!e.nd),
    goneSources(e)
      .map((s) => s.id)
      .join("; "),
    sourcesOf(e)
      .filter(isDoubted)
      .map((s) => s.id)
      .join("; "),
    sourcesOf(e)
      .map((s) => s.id)
      .join("; "),
    sourcesOf(e)
      .map((s) => identifiers(s).map(([text]) => text)[0] || "")
      .join("; "),
    META.base + e.id,
    META.data || "",
    META.version || "",
  ]);
  return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// The name of a file that holds a part of the rows says so.
const saveCsv = () =>
  save(fileName((filterCount() || state.find ? "part." : "") + "csv"), "text/csv;charset=utf-8", csvText());

// The query that gives the propositions of this view; run it with `stroma query`.
function sparqlText() {
  const iris = state.whole
    ? []
    : state.path
      ? []
      : [...inFocus, ...state.open]
          .map((no) => node(no).iri)
          .filter(isWeb)
          .sort();
  const only = (name, values) =>
    values.length ? "  FILTER (?" + name + " IN (" + values.join(", ") + "))\n" : "";
  const predicates = (
    state.topic === ALL || state.path
      ? META.predicates
      : META.predicates.filter((p) => p.topic === state.topic)
  )
    .map((p) => p.name)
    .filter((name) => !filters.predicate.size || filters.predicate.has(name));
  const pair = state.path ? [...new Set(pathEdges().map((e) => "proposition:" + e.id))] : [];
  return (
    "# " +
    byId("subject").textContent.replace(/[\r\n]/g, " ") +
    "\nPREFIX st: <https://w3id.org/stroma/vocab/>\n" +
    "PREFIX proposition: <https://w3id.org/stroma/proposition/>\n" +
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n" +
    "SELECT DISTINCT ?proposition ?subject ?predicate ?object ?condition ?stance ?level WHERE {\n" +
    (pair.length ? "  VALUES ?proposition { " + pair.join(" ") + " }\n" : "") +
    (iris.length
      ? "  VALUES ?term {\n" +
        iris.map((i) => "    <" + i.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent) + ">\n").join("") +
        "  }\n  VALUES ?place { rdf:subject rdf:object st:inCondition }\n  ?proposition ?place ?term .\n"
      : "") +
    "  ?proposition a st:Proposition ;\n    rdf:subject ?subject ;\n    rdf:predicate ?predicate ;\n" +
    "    rdf:object ?object ;\n    st:stance ?stance .\n" +
    "  OPTIONAL { ?proposition st:inCondition ?condition }\n" +
    "  OPTIONAL { ?proposition st:bestLevel ?level }\n" +
    only(
      "predicate",
      predicates.map((p) => "st:" + p),
    ) +
    only(
      "stance",
      [...filters.stance].filter((s) => s !== "thin").map((s) => "st:" + s),
    ) +
    "}\nORDER BY ?subject ?predicate ?object ?condition\n"
  );
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
  openDialog(
    "Take this view along",
    h(
      "p",
      {},
      "The address bar always holds this view: who opens this file with it sees the same.",
      ["table", "article"].includes(state.view) ? " PNG and SVG are pictures of the graph." : "",
    ),
    h(
      "div",
      { class: "tools-row" },
      item("share-link", "Copy link", () => copy(location.href.split("#")[0] + toHash(), "The link")),
      item("share-png", "PNG", () => {
        closeDialog();
        savePng();
      }),
      item("share-svg", "SVG", () => {
        closeDialog();
        saveSvg();
      }),
      item("share-csv", "CSV", saveCsv),
      item("share-print", "Print", () => {
        closeDialog();
        window.print();
      }),
    ),
    h("h3", {}, "SPARQL of this view"),
    h(
      "p",
      { class: "sub" },
      filterCount()
        ? "Topic, relation and stance are in the query; further filters are the page's own."
        : "Run it with stroma query.",
    ),
    h(
      "textarea",
      { id: "share-text", rows: "14", readonly: true, "aria-label": "SPARQL query", spellcheck: "false" },
      query,
    ),
    h(
      "p",
      {},
      item("share-sparql", "Copy SPARQL", () => copy(query, "The query")),
    ),
  );
}
