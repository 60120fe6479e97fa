// How two terms are connected: the cheapest way, where a well supported hop is cheap and a kind-of hop is dear.
const HOP_COST = [1, 1.6, 2.2, 1.5, 1.8, 6];

function neighboursOf(no) {
  const out = [];
  for (const at of links(node(no))) {
    const e = edge(at);
    const other = e.from === no ? e.to : e.to === no ? e.from : undefined;
    if (other !== undefined && passes(e)) out.push({ no: other, e, cost: 1 + HOP_COST[e.st] + (e.st === 0 && !isFirm(e) ? 0.2 : 0) });
  }
  const n = node(no);
  for (const other of [...(n.b || []), ...(n.nw || []), ...(n.mo || []), ...(n.of === undefined ? [] : [n.of])]) out.push({ no: other, e: null, cost: 2.6 });
  return out;
}

// Dijkstra with a bound on the work: a page must answer.
function findPath(from, to) {
  const cost = new Map([[from, 0]]), came = new Map(), done = new Set();
  let open = [from];
  while (open.length && done.size < 4000) {
    let at = open[0];
    for (const no of open) if (cost.get(no) < cost.get(at)) at = no;
    if (at === to) break;
    open = open.filter((no) => no !== at);
    done.add(at);
    for (const hop of neighboursOf(at)) {
      const total = cost.get(at) + hop.cost;
      if (done.has(hop.no) || (cost.has(hop.no) && cost.get(hop.no) <= total)) continue;
      if (!cost.has(hop.no)) open.push(hop.no);
      cost.set(hop.no, total);
      came.set(hop.no, { from: at, ...hop });
    }
  }
  if (from !== to && !came.has(to)) return null;
  const hops = [];
  for (let at = to; at !== from; at = came.get(at).from) hops.unshift(came.get(at));
  return hops;
}

let pathNow = { key: "", hops: null };
function pathHops() {
  const key = state.path.join("-") + toHash();
  if (pathNow.key !== key) pathNow = { key, hops: findPath(state.path[0], state.path[1]) };
  return pathNow.hops;
}

const pathStops = () => { const hops = pathHops(); return hops ? [state.path[0], ...hops.map((hop) => hop.no)] : state.path; };

function pathEdges() {
  inFocus = new Set(state.path);
  const hops = pathHops() || [];
  const pairs = hops.map((hop) => [hop.from, hop.no].sort().join("-"));
  const all = new Set(hops.flatMap((hop) => hop.e ? links(node(hop.from)).map(edge).filter((e) => passes(e) && pairs.includes([e.from, e.to].sort().join("-"))) : []));
  return [...all].sort((a, b) => a.no - b.no);
}

function pathSentence() {
  const hops = pathHops();
  const ends = [h("b", {}, label(state.path[0])), " and ", h("b", {}, label(state.path[1]))];
  const leave = act("Leave the path", () => { state.path = null; change({ step: true }); }, { id: "leave-path" });
  if (!hops) return h("p", {}, "Under the present filters nothing in this graph connects ", ends, ". ", filterCount() ? clearButton() : "", " ", leave);
  if (!hops.length) return h("p", {}, "Both ends are the same term. ", leave);
  return [h("p", { class: "lead" }, ends, " are ", plural(hops.length, "step"), " apart:"),
    h("ol", { class: "path" }, hops.map((hop) => h("li", {}, hop.e
      ? [markSvg(hop.e, 8), " ", edgeButton(hop.e), ": ", stanceWords(hop.e), ", ", levelWords(hop.e.lv), ", ", plural(sourceNos(hop.e).length, "source")]
      : [nodeButton(hop.from), kindStep(hop.from, hop.no), nodeButton(hop.no), h("span", { class: "sub" }, " (a classification, no evidence)")]))), h("p", {}, leave)];
}

function kindStep(a, b) {
  if ((node(a).b || []).includes(b)) return " is a kind of ";
  if (node(a).of === b) return " is a model of ";
  return (node(a).mo || []).includes(b) ? " has the model " : " has the kind ";
}

function openPath(from) {
  const ends = [from === undefined ? state.focus : from, null];
  const box = (i, name) => {
    const id = "path-" + i;
    const input = h("input", { id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": id + "-hits", "aria-autocomplete": "list", autocomplete: "off", value: ends[i] === null || ends[i] === undefined ? "" : label(ends[i]) });
    const list = h("ul", { id: id + "-hits", class: "hits", role: "listbox", "aria-label": name, hidden: true });
    combobox(input, list, "node", (hit) => { ends[i] = hit.no; input.value = hit.name; });
    return h("div", { class: "find" }, h("label", { for: id }, name), input, list);
  };
  const go = h("button", { type: "button", id: "path-go", class: "primary", onclick: () => {
    if (ends[0] === null || ends[0] === undefined || ends[1] === null) return fill(byId("path-note"), "Choose both ends from the lists.");
    closeDialog();
    Object.assign(state, { path: ends.slice(), whole: false, view: "graph", sel: null });
    change({ step: true });
    tell(byId("headline").textContent);
  } }, "Show the path");
  openDialog("How are two terms connected?", h("p", {}, "The way that rests on the best supported propositions, under the present filters."), box(0, "From"), box(1, "To"), h("p", { id: "path-note", role: "alert" }), h("p", {}, go));
  byId(ends[0] === null || ends[0] === undefined ? "path-0" : "path-1").focus();
}
