// The path in words: what was asked directly about its ends, its steps, and the dialog that asks for both ends.

// All propositions that link the two terms of a step, that of the step first.
function between(hop) {
  if (!hop.e) return [];
  const others = stepsFrom(hop.from)
    .filter((step) => step.no === hop.no && step.e && step.e !== hop.e)
    .sort((a, b) => a.cost - b.cost || a.e.no - b.e.no);
  return [...new Set([hop.e, ...others.map((step) => step.e)])];
}

let pathNow = { key: "", hops: null };

function pathHops() {
  const key = state.path.join("-") + toHash();
  if (pathNow.key !== key) pathNow = { key, hops: findPath(state.path[0], state.path[1]) };
  return pathNow.hops;
}

const pathStops = () => {
  const hops = pathHops();
  return hops ? [state.path[0], ...hops.map((hop) => hop.no)] : state.path;
};

function pathEdges() {
  inFocus = new Set(state.path);
  return [...new Set((pathHops() || []).flatMap(between))].sort((a, b) => a.no - b.no);
}

function pathSentence() {
  const hops = pathHops();
  const ends = [h("b", {}, label(state.path[0])), " and ", h("b", {}, label(state.path[1]))];
  const leave = act(
    "Leave the path",
    () => {
      state.path = null;
      change({ step: true });
    },
    { id: "leave-path" },
  );
  if (!hops)
    return h(
      "p",
      {},
      filterCount() ? "Under the present filters nothing" : "Nothing",
      " in this graph connects ",
      ends,
      " within " + STEPS + " steps. ",
      filterCount() ? clearButton() : "",
      " ",
      leave,
    );
  if (!hops.length) return h("p", {}, "Both ends are the same term. ", leave);
  return [
    directWords(),
    h("p", { class: "lead" }, ends, " are ", plural(hops.length, "step"), " apart:"),
    h(
      "ol",
      { class: "path" },
      hops.map((hop) =>
        h(
          "li",
          {},
          hop.e
            ? [
                markSvg(hop.e, 8),
                " ",
                edgeButton(hop.e),
                ": ",
                stanceWords(hop.e),
                ", ",
                levelWords(hop.e.lv),
                ", ",
                plural(sourceNos(hop.e).length, "source"),
                between(hop).length > 1
                  ? h(
                      "span",
                      { class: "sub" },
                      "; the best supported of " +
                        between(hop).length +
                        " propositions: " +
                        countedStances(between(hop)),
                    )
                  : "",
              ]
            : [
                nodeButton(hop.from),
                kindStep(hop.from, hop.no),
                nodeButton(hop.no),
                h("span", { class: "sub" }, " (a classification, no evidence)"),
              ],
        ),
      ),
    ),
    h("p", { class: "sub" }, "A chain of steps does not show that its ends are related. ", leave),
  ];
}

// What was asked about the two themselves, or narrower terms: a way round never stands for it.
function directEdges() {
  const [one, two] = state.path.map((no) => {
    const seen = new Set([no]);
    for (const at of seen) (node(at).nw || []).forEach((next) => seen.add(next));
    return seen;
  });
  const isBoth = (e) =>
    [e.from, e.to, e.c].some(
      (a, i, ends) => one.has(a) && ends.some((b, j) => i !== j && b !== a && two.has(b)),
    );
  const exact = (e) => state.path.filter((no) => [e.from, e.to, e.c].includes(no)).length;
  return [...new Set([...one].flatMap((no) => links(node(no))))]
    .map(edge)
    .filter((e) => passes(e) && isBoth(e))
    .sort((a, b) => exact(b) - exact(a) || isTrial(a) - isTrial(b) || byEvidence(a, b));
}

function directWords() {
  const edges = directEdges();
  if (!edges.length)
    return h("p", { id: "direct" }, "Nothing here was asked directly about both or narrower terms.");
  return h(
    "p",
    { id: "direct" },
    h("b", {}, "Asked directly"),
    " about both or narrower terms: ",
    plural(edges.length, "proposition"),
    " (",
    countedStances(edges),
    "): ",
    edges.slice(0, 3).map((e, i) => [i ? "; " : "", edgeButton(e), " (", stanceWords(e), ")"]),
    edges.length > 3 ? " and " + (edges.length - 3) + " more." : ".",
  );
}

function countedStances(edges) {
  const counts = new Map();
  edges.forEach((e) => {
    const words = (isHarm(e) ? "harm " : "") + stanceWords(e);
    counts.set(words, (counts.get(words) || 0) + 1);
  });
  return listed(
    [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([words, n]) => n + " " + words),
  );
}

function kindStep(a, b) {
  if ((node(a).b || []).includes(b)) return " is a kind of ";
  if (node(a).of === b) return " is a model of ";
  if (node(a).ct === b) return " is made of ";
  if (node(b).ct === a) return " is the cell type of ";
  return (node(a).mo || []).includes(b) ? " has the model " : " has the kind ";
}

function openPath(from) {
  const ends = [from === undefined ? state.focus : from, null];
  const box = (i, name) => {
    const id = "path-" + i;
    const input = h("input", {
      id,
      type: "text",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": id + "-hits",
      "aria-autocomplete": "list",
      autocomplete: "off",
      value: ends[i] === null || ends[i] === undefined ? "" : label(ends[i]),
    });
    const list = h("ul", {
      id: id + "-hits",
      class: "hits",
      role: "listbox",
      "aria-label": name,
      hidden: true,
    });
    combobox(input, list, "node", (hit) => {
      ends[i] = hit.no;
      input.value = hit.name;
    });
    return h("div", { class: "find" }, h("label", { for: id }, name), input, list);
  };
  const go = h(
    "button",
    {
      type: "button",
      id: "path-go",
      class: "primary",
      onclick: () => {
        if (ends[0] === null || ends[0] === undefined || ends[1] === null)
          return fill(byId("path-note"), "Choose both ends from the lists.");
        closeDialog();
        notHere = "";
        Object.assign(state, { path: ends.slice(), whole: false, view: "graph", sel: null });
        change({ step: true });
        tell(byId("headline").textContent);
      },
    },
    "Show the path",
  );
  openDialog(
    "How are two terms connected?",
    h(
      "p",
      {},
      "The best supported way of at most four steps, under the present filters; stroma path says the " +
        "same. A path is no evidence that its ends are related.",
    ),
    box(0, "From"),
    box(1, "To"),
    h("p", { id: "path-note", role: "alert" }),
    h("p", {}, go),
  );
  byId(ends[0] === null || ends[0] === undefined ? "path-0" : "path-1").focus();
}
