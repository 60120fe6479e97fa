// What is looked at, as one small object; the address keeps it, so that a link opens the same view.
const LISTS = ["kind", "predicate", "stance", "level", "group", "control", "route", "donor", "region"];
const VIEWS = ["graph", "map", "table", "article"];
const state = {
  focus: null,
  open: [],
  more: [],
  topic: 0,
  view: "graph",
  sel: null,
  path: null,
  article: 0,
  whole: false,
  columns: "outcomes",
  find: "",
  sort: "",
  take: false,
};
const filters = {};
const past = [];

function noFilters() {
  LISTS.forEach((name) => {
    filters[name] = new Set();
  });
  Object.assign(filters, { n: 0, from: 0, to: 0 });
}
noFilters();

function filterCount() {
  return (
    LISTS.reduce((sum, name) => sum + filters[name].size, 0) +
    (filters.n ? 1 : 0) +
    (filters.from || filters.to ? 1 : 0)
  );
}

const nodeKey = (no) => node(no).curie;

function toHash() {
  const q = new URLSearchParams();
  if (state.focus !== null) q.set("focus", nodeKey(state.focus));
  if (state.open.length) q.set("open", state.open.map(nodeKey).join(" "));
  q.set("topic", state.topic === ALL ? "all" : META.topics[state.topic][0]);
  q.set("view", state.view);
  if (state.sel) q.set("sel", state.sel.join(":"));
  if (state.path) q.set("path", state.path.map(nodeKey).join(" "));
  if (state.whole) q.set("whole", "1");
  if (state.columns !== "outcomes") q.set("columns", state.columns);
  if (state.view === "article" && article(state.article)) q.set("article", article(state.article).id);
  if (state.find) q.set("find", state.find);
  if (state.sort) q.set("sort", state.sort);
  if (state.take) q.set("take", "1");
  for (const name of LISTS) if (filters[name].size) q.set("f." + name, [...filters[name]].join("|"));
  for (const name of ["n", "from", "to"]) if (filters[name]) q.set("f." + name, filters[name]);
  return "#" + q.toString();
}

// A map, because an address may name __proto__.
const TABLES = new Map([
  ["node", [node, "curie"]],
  ["edge", [edge, "id"]],
  ["source", [source, "id"]],
]);

// Lines are found by their text first, so that a deep link does not parse the whole graph.
function lookUp(get, field, value) {
  const at = get.has(
    (get === edge ? "[" : JSON.stringify(field) + ":") +
      JSON.stringify(value).replace(/[<>&]/g, (c) => "\\u00" + c.charCodeAt(0).toString(16)),
  );
  return at < 0 ? undefined : at;
}

// The slug of a study or reference that stands where a term is wanted.
function sourceSlug(text) {
  const slug = text.replace(/^(study|reference):/, "");
  return lookUp(node, "curie", text) === undefined && lookUp(source, "id", slug) !== undefined ? slug : "";
}

// Returns what in the address could not be understood; the rest holds.
function fromHash(hash) {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  const unknown = [];
  const find = (get, field, value) => {
    const at = lookUp(get, field, value);
    if (at === undefined) unknown.push(cut(value, 40));
    return at;
  };
  const nodes = (text) =>
    (text || "")
      .split(" ")
      .filter(Boolean)
      .map((c) => find(node, "curie", c))
      .filter((no) => no !== undefined);
  if (q.has("focus")) {
    const slug = sourceSlug(q.get("focus")),
      at = slug ? undefined : find(node, "curie", q.get("focus"));
    if (at !== undefined) state.focus = at;
    if (slug) q.set("sel", "source:" + slug);
  }
  state.open = nodes(q.get("open"));
  state.more = [];
  if (q.has("topic")) {
    const at = [...META.topics.map((t) => t[0]), "all"].indexOf(q.get("topic"));
    if (at < 0) unknown.push(cut(q.get("topic"), 40));
    else state.topic = at;
  }
  if (q.has("view")) {
    if (VIEWS.includes(q.get("view"))) state.view = q.get("view");
    else unknown.push(cut(q.get("view"), 40));
  }
  state.sel = null;
  if (q.has("sel")) {
    const [what, ...rest] = q.get("sel").split(":");
    const table = TABLES.get(what);
    const at = table && find(table[0], table[1], rest.join(":"));
    if (at !== undefined) state.sel = [what, rest.join(":")];
    else if (!table) unknown.push(cut(q.get("sel"), 40));
  }
  const ends = nodes(q.get("path"));
  state.path = ends.length === 2 ? ends : null;
  state.whole = q.get("whole") === "1";
  state.columns = q.get("columns") === "diseases" ? "diseases" : "outcomes";
  if (q.has("article")) state.article = find(article, "id", q.get("article")) || 0;
  state.find = cut(q.get("find") || "", 200);
  state.sort = q.get("sort") || "";
  state.take = q.get("take") === "1";
  noFilters();
  for (const name of LISTS)
    (q.get("f." + name) || "")
      .split("|")
      .filter(Boolean)
      .forEach((v) => filters[name].add(v));
  for (const name of ["n", "from", "to"]) filters[name] = Math.max(0, parseInt(q.get("f." + name), 10) || 0);
  return unknown;
}

function selected(what) {
  if (!state.sel || state.sel[0] !== what) return undefined;
  return lookUp(...TABLES.get(what), state.sel[1]);
}

// A step is something Back undoes; a filter or a selection is not.
function remember(isStep) {
  const hash = toHash();
  const isNew = isStep && past[past.length - 1] !== hash;
  if (isNew || !past.length) past.push(hash);
  else past[past.length - 1] = hash;
  try {
    if (isNew && past.length > 1) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  } catch (_) {
    // A notebook's frame has no address of its own.
  }
  byId("back").disabled = past.length < 2;
}

// A browser may refuse to keep anything for a file; the page then just forgets.
const memory = {
  get(key) {
    try {
      return localStorage.getItem("stroma." + key);
    } catch (_) {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem("stroma." + key, value);
    } catch (_) {
      /* forget */
    }
  },
};
