// The table: the same propositions in words, for sorting, filtering, reading aloud and taking along.
const COLUMNS = [
  ["subject", "Subject", (e) => label(e.from)],
  ["relation", "Relation", relationWords],
  ["object", "Object", (e) => label(e.to)],
  ["in", "In", (e) => (e.c === undefined ? "" : label(e.c))],
  ["stance", "Stance", (e) => e.st * 10 + (e.st || isFirm(e) ? 0 : 1)],
  ["level", "Level", (e) => e.lv || 9],
  ["people", "People", (e) => (e.na === undefined ? -sizeOf(e) : -e.na)],
  ["studies", "Studies", (e) => -sourceNos(e).length],
];
const PAGE = 150;
let tablePages = 1;

// Words as they are looked for: "not" and "no" belong to the word that they deny. A row that is not supported holds no
// "supported"; one with "no effect" may be found by "effect" too.
function tokensOf(text, isRow) {
  const words = fold(text).split(" ").filter(Boolean),
    found = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i],
      isDenied = ["not", "no"].includes(word) && words[i + 1] && !FILLERS.has(words[i + 1]);
    if (isDenied) found.push(word + " " + stem(words[i + 1]));
    if ((!isDenied || isRow) && !FILLERS.has(word)) found.push(stem(word));
    if (isDenied && (word === "not" || !isRow)) i++;
  }
  return found;
}

// Whether a row holds all these words. "No" is not in "not": a short word counts whole, a longer one from its
// beginning, so that a word that is still being typed finds its rows.
function rowHolds(e, words) {
  const own = new Set(tokensOf(fullWords(e), true)),
    all = [...own];
  return words.every((w) => own.has(w) || (w.length > 3 && all.some((o) => o.startsWith(w))));
}

// Unless a reader sorts it: the best level first, and where harms are asked about, those that people had.
const sorting = () =>
  COLUMNS.some((c) => c[0] === state.sort.replace("-", ""))
    ? state.sort
    : state.topic === 1 && !state.path
      ? ""
      : "level";

function tableRows() {
  const all = scope.shown.concat(widerRows());
  const words = tokensOf(state.find);
  const rows = words.length ? all.filter((e) => rowHolds(e, words)) : all;
  const back = sorting().startsWith("-");
  const column = COLUMNS.find((c) => c[0] === sorting().replace("-", ""));
  if (!column) return rows.sort(byHarm);
  rows.sort((a, b) => {
    const x = column[2](a),
      y = column[2](b);
    return (typeof x === "string" ? x.localeCompare(y) : x - y) * (back ? -1 : 1) || byEvidence(a, b);
  });
  return rows;
}

function drawTable() {
  const box = byId("view-table");
  if (!scope.shown.length && !widerRows().length) return fill(box, nothing());
  if (!byId("table-find")) {
    fill(
      box,
      h(
        "div",
        { class: "tools-row" },
        h("label", { for: "table-find" }, "Rows with "),
        h("input", { id: "table-find", type: "search", autocomplete: "off" }),
        h("button", { type: "button", id: "table-csv", onclick: () => saveCsv() }, "CSV"),
        h("span", { id: "table-count", class: "sub" }),
      ),
      h("div", {
        class: "scroll",
        id: "table-box",
        tabindex: "0",
        role: "region",
        "aria-label": "Table, scrolls sideways",
      }),
    );
    byId("table-find").addEventListener("input", () => {
      state.find = byId("table-find").value;
      tablePages = 1;
      drawTableBody();
      remember(false);
    });
  }
  if (byId("table-find").value !== state.find) byId("table-find").value = state.find;
  drawTableBody();
}

// The stance says already that it is thin: only the reasons follow.
const saysThin = (e) => isThin(e) && !isHarm(e) && !isTrial(e);

// Which articles claim it: the way to their words.
function claimedIn(e) {
  const first = new Map(
    (e.cl || [])
      .map(claim)
      .reverse()
      .filter((c) => article(c.a))
      .map((c) => [c.a, c]),
  );
  return first.size
    ? h(
        "span",
        { class: "sub" },
        "; ",
        [...first.values()].map((c, i) => [
          i ? ", " : "",
          c.pol ? "denied in " : "claimed in ",
          act(cut(article(c.a).pub || article(c.a).l, 40), () => openArticle(c.a, c.no)),
        ]),
      )
    : "";
}

function drawTableBody() {
  const rows = tableRows(),
    widened = new Set(widerRows()),
    beyond = rows.filter((e) => widened.has(e)).length;
  byId("table-count").textContent =
    rows.length -
    beyond +
    " of " +
    plural(scope.topic.length, "proposition") +
    (beyond ? ", and " + beyond + " said of a wider kind" : "");
  const by = sorting().replace("-", "");
  const head = COLUMNS.map(([id, name]) =>
    h(
      "th",
      { scope: "col", "aria-sort": by === id ? (sorting()[0] === "-" ? "descending" : "ascending") : false },
      h(
        "button",
        {
          type: "button",
          id: "sort-" + id,
          onclick: () => {
            state.sort = sorting() === id ? "-" + id : id;
            drawTableBody();
            remember(false);
            byId("sort-" + id).focus();
          },
        },
        name,
        h("span", { "aria-hidden": "true" }, by === id ? (sorting()[0] === "-" ? " ▼" : " ▲") : ""),
      ),
    ),
  );
  const on = selected("edge");
  drawActive();
  fill(
    byId("table-box"),
    rows.length
      ? h(
          "table",
          { class: "list" },
          h("caption", { class: "vh" }, "Propositions and their evidence"),
          h("thead", {}, h("tr", {}, head)),
          h(
            "tbody",
            {},
            rows.slice(0, PAGE * tablePages).map((e) =>
              h(
                "tr",
                { class: e.no === on ? "on" : "", "data-edge": e.no },
                h(
                  "th",
                  { scope: "row" },
                  h(
                    "button",
                    {
                      type: "button",
                      class: "inline",
                      "aria-label": "Details: " + propositionWords(e),
                      onclick: () => select("edge", e.id),
                    },
                    label(e.from),
                  ),
                ),
                h("td", {}, relationWords(e)),
                h("td", {}, label(e.to)),
                h("td", {}, e.c === undefined ? "" : label(e.c)),
                h(
                  "td",
                  { class: "wide" },
                  stanceLine(e),
                  [
                    (e.th || []).length ? (saysThin(e) ? thinList(e) : thinReasons(e)) : "",
                    e.va || "",
                    e.wd ? META.said.weaker : "",
                    e.nd ? META.said.narrower : "",
                  ]
                    .filter(Boolean)
                    .map((words, i) =>
                      h("span", { class: "sub" }, (i || !saysThin(e) ? "; " : ": ") + words),
                    ),
                  widened.has(e)
                    ? h("span", { class: "sub wider" }, "; said of the wider kind ", nodeButton(widerKind(e)))
                    : "",
                ),
                h("td", {}, levelTag(e.lv)),
                h("td", { class: "num" }, peopleOf(e, false)),
                h(
                  "td",
                  {},
                  evidenceWords(e),
                  [isHarm(e) ? eventWords(e) : reportedWords(e), partWords(e)]
                    .filter(Boolean)
                    .map((words) => h("span", { class: "sub" }, "; " + words)),
                  claimedIn(e),
                ),
              ),
            ),
          ),
        )
      : h(
          "p",
          { class: "empty" },
          "No row holds these words. ",
          h(
            "button",
            {
              type: "button",
              class: "inline",
              onclick: () => {
                state.find = "";
                drawTable();
              },
            },
            "Clear them",
          ),
        ),
    rows.length > PAGE * tablePages
      ? h(
          "p",
          {},
          h(
            "button",
            {
              type: "button",
              onclick: () => {
                tablePages++;
                drawTableBody();
              },
            },
            "Show " + Math.min(PAGE, rows.length - PAGE * tablePages) + " more of " + rows.length,
          ),
        )
      : "",
  );
}
