// The buttons of questions and views, and what keys do wherever one is.

const VIEW_NAMES = { graph: "Graph", map: "Evidence map", table: "Table", article: "Article" };

// A narrow screen has one row for the questions and one for the views; a screen reader hears the whole name.
const BRIEF_NAMES = { help: "Helps?", harm: "Safe?", how: "How?", use: "In use?", all: "All", map: "Map" };

const nameFor = (key, name) =>
  isNarrow() && BRIEF_NAMES[key]
    ? [h("span", { "aria-hidden": "true" }, BRIEF_NAMES[key]), h("span", { class: "vh" }, name)]
    : name;

// On a narrow screen the questions stand below the title: their answer is long, and nobody scrolls for what asks it.
function placeTopics(box) {
  const next = byId(isNarrow() ? "headline" : "views");
  if (box.nextElementSibling !== next) next.before(box);
}

function drawTopics() {
  const box = byId("topics");
  placeTopics(box);
  const names = [...META.topics.map((t) => t[1]), "Everything"];
  const counts = names.map((_, i) =>
    i === ALL ? scope.counted.length : scope.counted.filter((e) => topic(e) === i).length,
  );
  fill(
    box,
    names.map((name, i) =>
      h(
        "button",
        {
          type: "button",
          role: "radio",
          id: "topic-" + i,
          "aria-checked": state.topic === i ? "true" : "false",
          tabindex: state.topic === i ? "0" : "-1",
          onclick: () => {
            state.topic = i;
            change({ step: true });
            byId("topic-" + i).focus();
          },
        },
        nameFor(i === ALL ? "all" : META.topics[i][0], name),
        " ",
        h("span", { class: "count" }, counts[i]),
      ),
    ),
  );
  box.hidden = !!state.path;
}

function drawViews() {
  fill(
    byId("views"),
    VIEWS.map((view) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: "tab-" + view,
          "aria-controls": "view-" + view,
          "aria-selected": isTab(view) ? "true" : "false",
          tabindex: isTab(view) ? "0" : "-1",
          onclick: () => showView(view),
        },
        nameFor(view, VIEW_NAMES[view]),
      ),
    ),
  );
}

const isTab = (view) => view === state.view;

function showView(view) {
  state.view = view;
  state.take = false;
  change({ step: true });
  byId("tab-" + view).focus();
}

// A key goes into the view, where the arrows walk: on its tab they would change the view.
function enterView(view) {
  showView(view);
  const into = { graph: "#canvas", map: ".markbtn", table: "#table-box" }[view];
  const go = () =>
    (document.querySelector("#view-" + view + " " + (into || "")) || byId("view-" + view)).focus();
  if (view === "graph" && !window.vis && scope.shown.length) loadVis().then(() => setTimeout(go));
  else go();
}

function pageKeys(event) {
  const isTyping =
    /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/^(checkbox|range)$/.test(event.target.type);
  if (event.key === "Escape" && !byId("dialog").open) {
    if (isTyping) event.target.blur();
    else if (state.sel) select(null);
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
  const acts = {
    "/": () => byId("search").focus(),
    "?": openHelp,
    p: () => openPath(),
    Backspace: goBack,
    1: () => enterView("graph"),
    2: () => enterView("map"),
    3: () => enterView("table"),
    4: () => enterView("article"),
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

function setTheme(name) {
  document.documentElement.dataset.theme =
    name || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
