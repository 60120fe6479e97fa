// The answer to "Is it safe?": what people had, what was looked for, and harms of the same products elsewhere.

// A harm of the same product elsewhere: what cells did in one disease may not be hidden from another. One that came
// by a route that was used here stands first; of any other the route is named, for no knee has harm from a spinal
// tap.
function otherDiseases(events, isFull) {
  const all = harmsElsewhere(new Set(events.map((x) => x.no))),
    same = all.filter((x) => x.isSame),
    rest = all.filter((x) => !x.isSame);
  if (!all.length) return "";
  const room = isFull ? all.length : same.length && rest.length ? 2 : 5,
    where = (x) => (isFull ? label(x.e.from) + conditionWords(x.e) : ""),
    route = (x) => (x.by.length ? listed(x.by) : "route not recorded");
  const list = (found, words) => [
    found.slice(0, room).map((x, i) => [i ? ", " : "", edgeButton(x.e, label(x.e.to)), words(x)]),
    found.length > room ? " and " + (found.length - room) + " more" : "",
  ];
  const bySame = list(same, (x) => (isFull ? " (" + where(x) + ")" : "")),
    byOther = list(rest, (x) => " (" + [route(x), where(x)].filter(Boolean).join("; ") + ")");
  return [
    h("b", {}, "The same products in other diseases"),
    same.length ? [", by the same route: ", bySame] : "",
    rest.length ? [same.length ? ";" : ",", " by another route: ", byOther] : "",
    ". ",
  ];
}

// Harms of the products of this page that were seen in people elsewhere, each once, with the routes by which it came.
function harmsElsewhere(known) {
  if (state.whole || state.focus === null || kindOf(node(state.focus)) !== "Disease") return [];
  const here = routesHere(),
    around = new Set(scope.around),
    products = new Set(scope.around.map((e) => e.from).filter((no) => kindOf(node(no)) === "CellProduct"));
  const isSeen = (e) => products.has(e.from) && isHarm(e) && e.st === 0 && e.t[0][0];
  const told = [...products]
    .flatMap((no) => links(node(no)))
    .map(edge)
    .filter((e) => isSeen(e) && !known.has(e.to) && !around.has(e))
    .sort(byEvidence)
    .map((e) => {
      const seen = findingsOf(e).filter((f) => f.g === 0 && f.d === 0),
        ways = seen.map(routeNames),
        isSame = ways.some((routes) => routes.length && routes.every((name) => here.has(name)));
      return { e, isSame, by: [...new Set(ways.flat())] };
    });
  // Of a harm that came by several routes, the one that was used here is told.
  const inOrder = [...told.filter((x) => !x.isSame), ...told.filter((x) => x.isSame)];
  return [...new Map(inOrder.map((x) => [x.e.to, x])).values()];
}

// The harms in short: no serious one and no counted one is left out. On a narrow screen what was not seen stands
// behind the line below.
function harmWords(edges, room = 12) {
  const events = harmEvents(edges),
    told = events.length ? [] : toldAsAWhole(edges);
  if (told.length)
    return h(
      "p",
      { id: "harms" },
      h("b", {}, "Harms were looked for, and told only as a whole: "),
      told.slice(0, room).map((x, i) => [i ? "; " : "", asAWholeItem(x)]),
      told.length > room ? " and " + (told.length - room) + " more, in the table" : "",
      ". No single harm was counted or named. What nobody looked for, or nobody entered here, is not in this.",
    );
  if (!events.length)
    return h(
      "p",
      { id: "harms" },
      h("b", {}, "No harm is entered here"),
      ", neither seen nor looked for. That is an absence of records, not of harm.",
    );
  const [seen, rest] = harmParts(events, room, false),
    isPart = state.topic === ALL;
  return [
    h("p", { id: "harms" }, seen),
    isPart ? "" : h("p", { id: "harms-rest", class: "sub" }, rest),
    h(
      "details",
      { id: "harm-sources" },
      h("summary", {}, "Who counted which harm" + (isNarrow() || isPart ? ", and what was not seen" : "")),
      h("p", {}, harmParts(events, events.length, true)),
    ),
  ];
}

// What happened to people, and the rest; each sort of harm begins a line.
function harmParts(events, room, isFull) {
  const seen = events.filter((x) => x.seen.length),
    others = events.filter((x) => !x.seen.length),
    untied = others.filter((x) => x.untied.length);
  const list = (items, side, most) => [
    items.slice(0, most).map((x, i) => [i ? ", " : "", harmItem(x, side, isFull)]),
    items.length > most ? " and " + (items.length - most) + " more, in the table" : "",
  ];
  const sort = (name, items, side, most) =>
    items.length ? [h("b", {}, name), list(items, side, most), ". "] : "";
  return [
    [
      seen.length ? seenWords(seen, others, room, list) : noneSeenWords(untied),
      ownLine(sort(sentence(META.untied[1]) + ": ", untied, "untied", untied.length)),
    ],
    unseenWords(others, events, room, isFull, sort),
  ];
}

const UNASKED = "What nobody looked for, or nobody entered here, is not in these counts.";

function silentOnHarmWords(most) {
  const f = facts(),
    silent = silentOnHarm(f);
  return silent.length
    ? [
        "Nothing on harm is entered from ",
        h("b", {}, silent.length + " of the " + plural(f.studies, "study", "studies")),
        " (",
        some(silent, (s) => sourceButton(s), most),
        "). ",
      ]
    : "";
}

function noneSeenWords(untied) {
  const none = untied.length
    ? "No harm that was tied to the cells is entered here, but some that happened. "
    : "No harm seen in people was entered here. ";
  return h("b", {}, none);
}

// The serious ones all, then the others by the share of people who had them, none of which with a share is left out.
function seenWords(seen, others, room, list) {
  const serious = seen.filter((x) => x.serious),
    other = seen.filter((x) => !x.serious),
    counted = other.filter((x) => x.share >= 0).length;
  const noSerious = others.some((x) => x.serious)
    ? "No serious one was put down to the cells here. "
    : "No serious one was entered here. ";
  const inOrder = counted > 1 ? ", by the share of people who had it: " : ": ";
  return [
    ownLine(
      h("b", {}, plural(seen.length, "kind") + " of harm seen in people"),
      ". ",
      serious.length ? [h("b", {}, "Serious: "), list(serious, "seen", serious.length), ". "] : noSerious,
    ),
    !other.length
      ? ""
      : other.length > 3 && state.topic === ALL && isLow()
        ? ownLine(h("b", {}, "Seriousness not recorded: "), harmsLink(other.length), ". ")
        : ownLine(
            h("b", {}, "Seriousness not recorded"),
            inOrder,
            list(other, "seen", Math.max(room, counted)),
            ". ",
          ),
  ];
}

const harmsLink = (count) =>
  act(plural(count, "kind"), () => {
    state.topic = 1;
    change({ step: true });
  });

// What was looked for: told without a count, not seen, and harms of the same products elsewhere. A narrow screen has
// of these the serious ones only; the others stand behind a line.
function unseenWords(others, events, room, isFull, sort) {
  const isWhole = isFull || !isNarrow(),
    open = others.filter((x) => !x.untied.length),
    most = isFull ? room : 4;
  const uncounted = open.filter((x) => x.uncounted.length && (isWhole || x.serious)),
    not = open.filter((x) => !x.uncounted.length);
  return [
    ownLine(
      sort("Looked for, told without a count: ", uncounted, "uncounted", most),
      isWhole ? sort("Looked for; not seen: ", not, "not", most) : "",
      silentOnHarmWords(isFull ? room : 2),
    ),
    ownLine(isWhole ? otherDiseases(events, isFull) : "", UNASKED),
  ];
}
