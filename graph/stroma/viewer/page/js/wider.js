// What was asked of a wider disease that includes the one in the middle?

// The disease that a proposition asks about.
const diseaseOf = (e) => (e.c !== undefined ? e.c : e.to);

// Studies in people with a result on this question for a wider disease and none for the one in the middle: a form
// has few of its own, and harms are often pooled over several diseases. Which studies these are is told by
// `wider_studies` (graph/stroma/queries/wider.py) too.
function widerStudies(no) {
  if (state.focus === null || state.whole || state.path || kindOf(node(state.focus)) !== "Disease") return [];
  const own = narrower(state.focus),
    wide = wider(state.focus),
    inPeople = (e) =>
      findingsOf(e)
        .filter((f) => f.g === 0)
        .map((f) => [f, source(f.s)])
        .filter(([, s]) => s && s.de && isHuman(s));
  const seen = new Set(
    scope.around
      .filter((e) => topic(e) === no && own.has(diseaseOf(e)))
      .flatMap(inPeople)
      .map(([, s]) => cluster(s)),
  );
  // A study that states its diseases, and none that is this one, wider or narrower, had nobody with it.
  const hadNobody = (s) => (s.dis || []).length && !s.dis.some((d) => own.has(d) || wide.has(d));
  // The nearest first; the root of all diseases is no wider disease.
  return [...wide]
    .filter((d) => d !== state.focus && (node(d).b || []).length)
    .sort((a, b) => wider(b).size - wider(a).size || a - b)
    .map((d) => {
      const found = new Map(),
        asked = links(node(d))
          .map(edge)
          .filter((e) => topic(e) === no && diseaseOf(e) === d);
      const sources = asked
        .flatMap(inPeople)
        .filter(([f, s]) => isChosen(f) && !seen.has(cluster(s)) && !hadNobody(s))
        .map(([, s]) => s);
      for (const s of sources.sort((a, b) => (b.n || 0) - (a.n || 0) || a.no - b.no))
        if (!found.has(cluster(s))) found.set(cluster(s), s);
      found.forEach((_, key) => seen.add(key));
      return { no: d, studies: [...found.values()] };
    })
    .filter((g) => g.studies.length);
}

// One sentence for the question that is chosen; among everything one for each, for a sum of both would answer neither.
const widerWords = () =>
  [0, 1].filter((no) => [no, ALL].includes(state.topic)).map((no) => widerSentence(no, state.topic === ALL));

function widerSentence(no, isOneOfTwo) {
  const groups = widerStudies(no),
    all = groups.flatMap((g) => g.studies),
    most = isLow() ? 6 : NAMES;
  if (!all.length) return "";
  // Few are told with what they found, in a sentence of their own; of many the names.
  const isTold = !isOneOfTwo && all.length <= 3,
    names = (room) => widerNames(groups, room, isTold ? no : undefined);
  const asked = isOneOfTwo ? ", " + META.topics[no][1].toLowerCase().replace("?", "") : "";
  return [
    h(
      "p",
      { class: "wider-studies" },
      "Asked of a wider disease that includes it" + asked + ": ",
      h("b", {}, widerCount(all)),
      " (",
      names(most),
      all.length > most ? " and " + (all.length - most) + " more" : "",
      "). Whom each enrolled stands in its record.",
    ),
    all.length > most
      ? h(
          "details",
          {},
          h("summary", {}, "All " + all.length + " of a wider disease"),
          h("p", {}, names(all.length), "."),
        )
      : "",
  ];
}

function widerCount(all) {
  const reviews = all.filter((s) => REVIEWS.includes(s.de)).length,
    studies = all.length - reviews;
  const counts = [
    studies ? plural(studies, "study", "studies") : "",
    reviews ? plural(reviews, "review") : "",
  ];
  return counts.filter(Boolean).join(" and ");
}

// The studies by disease, as many as there is room for; with what they found on a question where one is given.
function widerNames(groups, room, question) {
  const isTold = question !== undefined,
    name = (s) => (s.au ? "" : cut(s.l, isTold ? 90 : 36) + (s.y ? " " + s.y : ""));
  let left = room;
  const parts = groups.map((g) => {
    const own = g.studies.slice(0, left);
    left -= own.length;
    if (!own.length) return "";
    const named = own.map((s, i) => [
      i ? (isTold ? "; " : ", ") : "",
      sourceButton(s, name(s)),
      isTold ? [" ", widerResult(s, g.no, question)] : "",
    ]);
    return [nodeButton(g.no), ": ", named];
  });
  return parts.filter(Boolean).map((part, i) => [i ? "; " : "", part]);
}

// What a study found on this question for the wider disease, in the words of the record: the worst of it where
// harms are asked about.
function widerResult(s, disease, no) {
  const found = (s.f || [])
    .map(finding)
    .filter((f) => topic(edgeOf(f)) === no && diseaseOf(edgeOf(f)) === disease)
    .sort((a, b) => byHarm(edgeOf(a), edgeOf(b)) || a.no - b.no);
  return found.length
    ? [
        "“",
        cut(found[0].l.replace(/[.]$/, ""), 160) + "”",
        found[0].v ? ", " + cut(found[0].v, 80) : "",
        found.length > 1 ? ", and " + plural(found.length - 1, "other result") : "",
      ]
    : "";
}

// The term in the middle and all that is wider.
function wider(no, seen = new Set([no])) {
  for (const b of node(no).b || []) if (!seen.has(b)) wider(b, seen.add(b));
  return seen;
}
