// What opens when an answer or a study is chosen?

function openAnswer(hit) {
  state.take = false;
  if (hit.middle === null) Object.assign(state, { whole: true, path: null, open: [], more: [] });
  else if (hit.middle !== state.focus || state.whole || state.path) focusOn(hit.middle, hit.topic);
  if (hit.topic !== undefined) state.topic = hit.topic;
  state.sel = hit.sel || null;
  state.find = hit.find || "";
  if (hit.find) state.view = "table";
  noFilters();
  for (const [name, values] of Object.entries(hit.filter || {}))
    values.forEach((value) => filters[name].add(value));
  noteDown("Read as: " + hit.name, hit.missing, hit);
  change({ step: true });
  tell(byId("headline").textContent);
}

// One of several things that were asked; the note that names them all stays.
function openThing(thing) {
  const { things, harms } = note;
  openAnswer({ ...thing, things, harms: thing.topic === 1 && harms.includes(thing) ? [] : harms });
}

// The page that a study or reference belongs to: the one on show where it says anything there, else that of its
// disease.
function homeOf(s) {
  const edges = (s.f || []).map((no) => edgeOf(finding(no))),
    here = new Set(scope.around);
  if (state.whole || edges.some((e) => here.has(e)) || (s.dis || []).some((no) => inFocus.has(no)))
    return state.focus;
  const counts = new Map();
  for (const no of [...(s.dis || []), ...edges.flatMap((e) => [e.c, e.to])])
    if (typeof no === "number" && kindOf(node(no)) === "Disease") counts.set(no, (counts.get(no) || 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best ? best[0] : edges.length ? edges[0].from : state.focus;
}

function openSource(s, read = "") {
  const home = homeOf(s),
    before = state.focus;
  if (home !== before || state.path) focusOn(home);
  const told = [
    read,
    home !== before ? sourceName(s) + " is about " + label(home) + ", whose page this is" : "",
  ]
    .filter(Boolean)
    .join(". ");
  if (told) {
    noteDown(told, "");
    drawHeadline();
  }
  select("source", s.id);
  say("");
}
