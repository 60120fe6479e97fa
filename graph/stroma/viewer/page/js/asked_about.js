// What was asked about several terms together, and which row of the table holds the words of a question?

const nameAs = (no, topicNo) =>
  leanOrWhole(no) + (topicNo === undefined || topicNo === ALL ? "" : ": " + META.topics[topicNo][1]);

const leanOrWhole = (no) => (no === null ? "the whole graph" : leanName(no));

// The questions to which anything in this group is an answer, on the page of a term or in the whole graph.
function topicsWith(middle, group) {
  const at = META.groups.indexOf(group),
    edges = middle === null ? edge.all() : edgesOn(middle);
  return META.topics
    .map((_, no) => no)
    .filter((no) => edges.some((e) => topic(e) === no && e.t[at].some(Boolean)));
}

// What was asked about all terms together; else about those that anything was asked about, and which the others are.
function askedAbout(middle, narrowed, asked) {
  const found = narrowed.length ? asking(middle, narrowed, asked) : undefined,
    names = (list) => listed(list.map((x) => leanName(x.no)));
  if (found || !narrowed.length) return { found, missing: "" };
  const known = narrowed.filter((x) => asking(middle, [x], asked)),
    unknown = narrowed.filter((x) => !known.includes(x));
  return {
    found: unknown.length && known.length ? asking(middle, known, asked) : undefined,
    missing: unknown.length ? names(unknown) : names(known) + " together",
  };
}

const edgesOn = (no) =>
  [...new Set([...closure(no)].flatMap((one) => [...links(node(one)), ...(node(one).via || [])]))].map(edge);

const edgesAbout = (no) => edgesOn(no).filter((e) => e.st !== 5);

// What was asked about all these terms on that page. Of a product in a disease the disease as a whole, or its safety as
// such, is selected, beside which its single outcomes and harms stand; of an outcome the outcome itself, for one of its
// propositions would pass for all; a route filters.
function asking(middle, terms, asked) {
  const all = terms.map((x) => [closure(x.no), new Set(node(x.no).via), x.no]),
    ends = (e) => [e.from, e.to, e.c];
  const fits = edgesAbout(middle).filter(
    (e) =>
      (asked === undefined ? !isTrial(e) : topic(e) === asked) &&
      all.every(([own, via]) => via.has(e.no) || ends(e).some((no) => own.has(no))),
  );
  const exact = (e) => all.filter(([, , no]) => ends(e).includes(no)).length,
    isWhole = (e) => (predicate(e).name === "ameliorates" || isSafety(e)) && e.to === middle;
  const [best] = fits.sort(
    (a, b) =>
      exact(b) - exact(a) ||
      (topic(a) === 1) - (topic(b) === 1) ||
      isWhole(b) - isWhole(a) ||
      byEvidence(a, b),
  );
  if (!best) return undefined;
  const route = terms.find((x) => kindOf(node(x.no)) === "Route"),
    term = terms[0].no;
  // What was asked of a narrower outcome stands for the wider one.
  const shown = ends(best).includes(term) ? term : closure(term).has(best.to) ? best.to : undefined;
  const isOne =
    fits.length === 1 || terms.length > 1 || (isWhole(best) && best.from === term) || shown === undefined;
  return {
    topic: topic(best),
    route: route && label(route.no),
    sel: route ? null : isOne ? ["edge", best.id] : ["node", nodeKey(shown)],
  };
}

// Words that name nothing by themselves may stand in a row of the table: "does it help walking".
function rowsWith(words, middle, asked) {
  const fits = edgesOn(middle)
    .filter((e) => (asked === undefined || topic(e) === asked) && rowHolds(e, words))
    .sort(byEvidence);
  if (!fits.length) return null;
  const no = asked === undefined ? topic(fits[0]) : asked,
    find = words.join(" ");
  return {
    what: "answer",
    middle,
    topic: no,
    find,
    name:
      label(middle) +
      ": " +
      plural(fits.filter((e) => topic(e) === no).length, "row") +
      " with “" +
      find +
      "”",
    hint: "table",
  };
}
