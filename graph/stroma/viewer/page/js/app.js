// Wiring: every act changes the state, then everything is drawn from it.

const DRAW = { graph: drawGraph, map: drawMap, table: drawTable, article: drawArticle };

function select(what, id) {
  if (what) state.take = false;
  state.sel = what ? [what, id] : null;
  const focused =
    document.activeElement && document.activeElement.dataset
      ? document.activeElement.dataset.edge
      : undefined;
  if (what === "node") {
    const at = lookUp(node, "curie", id);
    if (at !== undefined) graph.cursor = at;
  }
  change({ keep: true });
  if (focused !== undefined) {
    const again = document.querySelector('.view:not([hidden]) .markbtn[data-edge="' + focused + '"]');
    if (again) again.focus();
  }
  if (what && window.innerWidth <= 900) goToPanel();
}

function focusOn(no, asked) {
  miss("");
  Object.assign(state, {
    focus: no,
    open: [],
    more: [],
    path: null,
    whole: false,
    sel: null,
    find: "",
    columns: kindOf(node(no)) === "CellProduct" ? "diseases" : "outcomes",
  });
  graph.cursor = no;
  state.topic = asked === undefined ? bestTopic() : asked;
  change({ step: true });
  tell(byId("subject").textContent + " " + byId("headline").textContent);
}

// The first question that anything here answers; who asks about a route asks what it does to people.
function bestTopic() {
  const edges = around();
  const has = (no) => edges.some((e) => topic(e) === no);
  return (state.focus !== null && kindOf(node(state.focus)) === "Route" && has(1)) ||
    (edges.length && edges.every((e) => topic(e) === 1))
    ? 1
    : has(0)
      ? 0
      : ALL;
}

function toggleOpen(no) {
  const at = state.open.indexOf(no);
  if (at < 0) state.open.push(no);
  else state.open.splice(at, 1);
  graph.cursor = no;
  change({ step: true });
  say(
    label(no) +
      (at < 0 ? " expanded" : " collapsed") +
      ", " +
      plural(scope.shown.length, "proposition") +
      " shown",
  );
}

function goBack() {
  if (past.length < 2) return;
  past.pop();
  fromHash(past[past.length - 1]);
  change({});
  tell("Back: " + byId("subject").textContent);
}

// A damaged line of data shows itself when it is first needed: say so, and leave the rest usable.
function change(what) {
  try {
    redraw(what || {});
  } catch (error) {
    trouble(error);
    throw error;
  }
}

function redraw({ step, keep, filters: isFilter }) {
  reckon();
  document.body.classList.toggle("taking", isTaking());
  byId("take").hidden = !isTaking();
  byId("open-take").disabled = !isTreated() || !!state.path || isTaking();
  if (isTaking()) {
    drawTake();
    return remember(step);
  }
  if (!keep) {
    drawHeadline();
    drawTopics();
    drawViews();
    drawFilters();
    drawLegend();
  }
  drawActive();
  measureRoom();
  drawPanel();
  for (const view of VIEWS) byId("view-" + view).hidden = !isShown(view);
  VIEWS.filter(isShown).forEach((view) => (view === "graph" && keep ? lightGraph() : DRAW[view]()));
  remember(step);
  if (isFilter) say(scope.shown.length + " of " + plural(scope.topic.length, "proposition") + " shown");
}

// The views end where the window ends, so that the first screen holds them; a high window has room for the last
// line too.
function measureRoom() {
  const work = byId("stage").parentNode;
  work.style.setProperty(
    "--room",
    Math.round(
      window.innerHeight -
        work.getBoundingClientRect().top -
        window.scrollY -
        (window.innerHeight < 1000 ? 8 : 52),
    ) + "px",
  );
}

// A very wide screen has room for the map beside the graph.
const isShown = (view) =>
  view === state.view ||
  (window.innerWidth >= 2200 && ["graph", "map"].includes(view) && ["graph", "map"].includes(state.view));

function wire() {
  roving(byId("topics"), "[role=radio]");
  roving(byId("views"), "[role=tab]");
  wireSearch();
  byId("back").addEventListener("click", goBack);
  byId("open-path").addEventListener("click", () => openPath());
  byId("open-take").addEventListener("click", openTake);
  byId("open-share").addEventListener("click", openShare);
  byId("open-help").addEventListener("click", openHelp);
  byId("theme").addEventListener("click", () => {
    setTheme(isDark() ? "light" : "dark");
    memory.set("theme", isDark() ? "dark" : "light");
    change({});
  });
  byId("open-filters").addEventListener("click", () => {
    const b = byId("open-filters");
    b.setAttribute("aria-expanded", b.getAttribute("aria-expanded") === "true" ? "false" : "true");
    drawFilters();
  });
  byId("view-map").addEventListener("keydown", mapKeys);
  byId("view-map").addEventListener("focusin", mapTip);
  byId("view-map").addEventListener("focusout", () => setTimeout(mapTip));
  byId("dialog").addEventListener("close", () => {
    if (dialogOpener && document.contains(dialogOpener)) dialogOpener.focus();
  });
  document.addEventListener("keydown", pageKeys);
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  window.addEventListener("hashchange", () => {
    if (location.hash.length < 2 || location.hash === toHash()) return;
    // The browser's own Back and Forward come here too, and so does a person who edits the address.
    const isBack = past[past.length - 2] === location.hash;
    if (isBack) past.pop();
    restore(location.hash, isBack);
  });
  let wait = 0;
  window.addEventListener("resize", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (themeBefore === null) change({});
    }, 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!memory.get("theme")) {
      setTheme("");
      change({});
    }
  });
}

function restore(hash, isBack) {
  const unknown = fromHash(hash);
  const q = new URLSearchParams(hash.slice(1)),
    asked = q.get("focus");
  const isSource = !!asked && !!sourceSlug(asked);
  if (asked && !isSource && !q.has("topic")) state.topic = state.whole ? ALL : bestTopic();
  miss(asked && !isSource && (state.focus === null || nodeKey(state.focus) !== asked) ? asked : "");
  change({ step: !isBack });
  if (unknown.length)
    say(
      "This link holds something that this page does not know: " +
        unknown.join(", ") +
        ". The rest is shown.",
    );
  byId("status").classList.toggle("warn", unknown.length > 0);
}

// The study, statement or article that the page was made for, beside its disease.
function openSelection() {
  if (META.article !== undefined) {
    state.article = lookUp(article, "id", META.article) || 0;
    state.view = "article";
  }
  if (!META.sel || lookUp(...TABLES.get(META.sel[0]), META.sel[1]) === undefined) return;
  state.sel = META.sel;
  const e = selected("edge");
  if (e !== undefined) state.topic = topic(edge(e));
}

function start() {
  setTheme(memory.get("theme"));
  state.focus = META.focus === undefined ? null : META.focus;
  state.whole = !!META.whole;
  // A frame may not have its width yet; it then gets the graph, and a redraw when it has.
  if (window.innerWidth > 0 && window.innerWidth < 700) state.view = "map";
  if (state.focus !== null && kindOf(node(state.focus)) === "CellProduct") state.columns = "diseases";
  state.topic = state.focus === null || state.whole ? ALL : bestTopic();
  openSelection();
  state.take = !!META.take;
  graph.cursor = state.focus;
  wire();
  if (location.hash.length > 1) restore(location.hash);
  else change({ step: true });
  document.body.classList.remove("starting");
  // For the tests and the benchmark, which look at what was drawn.
  window.stroma = {
    state,
    filters,
    graph,
    scope: () => scope,
    boxes: () => graph.boxes,
    csvText,
    sparqlText,
    svgText,
    labelOf: label,
    isSolid,
    signOf,
    relationWords,
    nodes: () => node.all(),
    pathOf: (a, b) => findPath(lookUp(node, "curie", a), lookUp(node, "curie", b)),
    counts: (curies) => curies.map(countsOf),
    sourceNames: () => source.all().map(sourceName),
  };
  const isReady = () => {
    document.documentElement.dataset.ready = "yes";
  };
  if (isShown("graph") && scope.shown.length && !isTaking()) loadVis().then(isReady, isReady);
  else isReady();
}

start();
