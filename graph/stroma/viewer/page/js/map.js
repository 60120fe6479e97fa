// The evidence map: who was given what, and what was measured. Each mark is one proposition; nothing is merged.

const MAP_ROWS = 40,
  MAP_COLUMNS = 36,
  MAP_MARKS = 9;

function mapCells() {
  const rows = new Map(),
    columns = new Map(),
    cells = new Map();
  const byDisease = state.columns === "diseases";
  for (const e of scope.shown) {
    const disease = e.c !== undefined ? e.c : kindOf(node(e.to)) === "Disease" ? e.to : undefined;
    // The disease as a whole, and its forms, share one column: the form stands beside the mark.
    const whole =
      !byDisease && inFocus.has(e.to) && kindOf(node(e.to)) === "Disease" && !state.whole ? "whole" : e.to;
    const key = byDisease ? (disease === undefined ? "none" : disease) : whole;
    rows.set(e.from, (rows.get(e.from) || 0) + weight(e));
    columns.set(key, (columns.get(key) || 0) + weight(e) + (key === "whole" ? 1e6 : 0));
    const at = e.from + "/" + key;
    if (!cells.has(at)) cells.set(at, []);
    cells.get(at).push(e);
  }
  const urgent = state.topic === 1 ? urgency() : () => 0;
  const sorted = (m) =>
    [...m]
      .sort((a, b) => urgent(b[0]) - urgent(a[0]) || b[1] - a[1] || label(a[0]).localeCompare(label(b[0])))
      .map(([no]) => no);
  return { rows: sorted(rows), columns: sorted(columns), cells };
}

const weight = (e) => 10 + (6 - (e.lv || 6)) * 4 + Math.min(30, sizeOf(e)) / 10;

function columnName(key) {
  if (key === "whole")
    return ["the disease as a whole", "judged safe overall"][state.topic] || "the disease itself";
  return key === "none" ? "no disease named" : label(key);
}

// What fits a first look, and how much does not.
function mapPart() {
  const { rows, columns, cells } = mapCells(),
    isAll = state.more.includes("map");
  const shownRows = rows.slice(0, isAll ? 400 : MAP_ROWS),
    shownColumns = columns.slice(0, isAll ? 200 : MAP_COLUMNS);
  return {
    rows,
    shownRows,
    shownColumns,
    cells,
    hidden: rows.length - shownRows.length + columns.length - shownColumns.length,
  };
}

function drawMap() {
  const part = mapPart(),
    { rows, shownRows, shownColumns, cells, hidden } = part;
  const box = byId("view-map");
  if (!rows.length) return fill(box, nothing());
  const drawn = shownRows.flatMap((r) =>
    shownColumns.flatMap((c) => (cells.get(r + "/" + c) || []).slice(0, MAP_MARKS)),
  );
  fill(
    box,
    mapTools(),
    shortNames(drawn),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Evidence map, scrolls sideways" },
      mapTable(part),
    ),
    h("p", { id: "map-tip", "aria-hidden": "true", hidden: true }),
    hidden > 0 ? moreOfMap(hidden) : "",
  );
  // Its foot is on the first screen, whatever stands above it.
  const foot = box.querySelector(".scroll");
  foot.style.maxHeight = "max(340px, calc(var(--room) - " + foot.offsetTop + "px))";
  sayColumns();
}

function mapTable({ shownRows, shownColumns, cells }) {
  const term = (no, words) =>
    h("button", { type: "button", title: label(no), onclick: () => select("node", nodeKey(no)) }, words);
  const columnHead = (c) =>
    typeof c === "number" ? term(c, cutMiddle(label(c), 64)) : h("span", {}, columnName(c));
  const head = h(
    "tr",
    {},
    h("td", { class: "corner" }),
    shownColumns.map((c) => h("th", { scope: "col" }, h("div", {}, columnHead(c)))),
  );
  const line = (r) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, term(r, cut(label(r), 120))),
      shownColumns.map((c) => cell(cells.get(r + "/" + c))),
    );
  return h(
    "table",
    { class: "map" },
    h("caption", { class: "vh" }, "Evidence map: rows are products, columns are " + state.columns),
    h("thead", {}, head),
    h("tbody", {}, shownRows.map(line)),
  );
}

// What a blank means, and what stands across.
function mapTools() {
  const choose = (name) => {
    state.columns = name;
    change({});
    byId("columns-" + name).focus();
  };
  const button = (name) =>
    h(
      "button",
      {
        type: "button",
        id: "columns-" + name,
        "aria-pressed": state.columns === name ? "true" : "false",
        onclick: () => choose(name),
      },
      name,
    );
  const blank = filterCount() ? "" : h("b", {}, blankWords());
  return h(
    "div",
    { class: "tools-row" },
    h("span", { class: "sub" }, blank, h("span", { id: "map-more" })),
    h("span", {}, "Columns:"),
    ["outcomes", "diseases"].map(button),
  );
}

function moreOfMap(hidden) {
  const show = () => {
    state.more.push("map");
    change({});
  };
  const words = "Show " + hidden + " more rows and columns";
  return h("p", {}, h("button", { type: "button", onclick: show }, words));
}

// Columns beyond the edge are said: a map that ends there would hide what was measured.
function sayColumns() {
  const box = byId("view-map").querySelector(".scroll"),
    note = byId("map-more");
  const draw = () => {
    const edge = box.getBoundingClientRect().right;
    const beyond = [...box.querySelectorAll("thead th")].filter(
      (th) => th.getBoundingClientRect().right > edge + 2,
    ).length;
    note.textContent = beyond ? " " + plural(beyond, "more column") + " to the right: scroll." : "";
  };
  box.addEventListener("scroll", draw, { passive: true });
  draw();
}

// Who reads by keyboard sees the words of a mark or a cut name when it has the focus, as the pointer does.
function mapTip() {
  const tip = byId("map-tip"),
    at = document.activeElement;
  if (!tip) return;
  tip.hidden = !(at && at.title && at.closest("table.map") && at.matches(":focus-visible"));
  tip.textContent = tip.hidden ? "" : at.title;
}

// Arrow keys move between the marks of the map.
function mapKeys(event) {
  const move = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const from = document.activeElement;
  if (!move || !from || !from.closest("table.map")) return;
  const all = [...byId("view-map").querySelectorAll(".markbtn")];
  const box = from.getBoundingClientRect();
  let best = null,
    least = Infinity;
  for (const one of all) {
    const b = one.getBoundingClientRect();
    const dx = b.left - box.left,
      dy = b.top - box.top;
    const along = move[1] ? dx * move[1] : dy * move[0],
      off = Math.abs(move[1] ? dy : dx);
    if (along > 2 && along + off * 3 < least) {
      least = along + off * 3;
      best = one;
    }
  }
  event.preventDefault();
  if (best) best.focus();
}
