// One harm in words: its count, the other arm, and who counted it.

// The count after the cells, and what the source says beside it: the other arm, or in full what happened.
function bothArms(f, isFull) {
  const count = countWords(f);
  if (!f.ev) return cut(f.v || "not counted", 70);
  const both = count + (f.ec ? ", controls " + f.ec[0] + (f.ec[1] ? " of " + f.ec[1] : "") : "");
  if (!isFull && f.v) return f.v.startsWith(String(f.ev[0])) ? cut(f.v.split(";")[0], 70) : both;
  return !f.v ? both : f.v.startsWith(String(f.ev[0])) ? cut(f.v, 70) : count + ": " + cut(f.v, 70);
}

// A count over patients of several diseases says so, unless those of the one disease are known or the count names
// its unit.
const pooledOver = (f) =>
  f.pop && !f.n && !(f.ev || [])[2] && ((source(f.s) || {}).dis || []).length > 1
    ? "of " + f.pop + " together"
    : "";

// Of a product the disease in which a harm was counted: the deaths of people near death are no deaths of others.
const diseaseWords = (e) =>
  state.focus !== null && !state.whole && kindOf(node(state.focus)) === "Disease"
    ? ""
    : isSafety(e)
      ? " in " + label(e.to)
      : conditionWords(e);

// The larger of the other studies that leaned the other way: one trial's deaths must not hide those of another.
function otherWay(event, first) {
  const lean = leaning(first.f),
    all = [...event.seen, ...event.untied, ...event.uncounted, ...event.not];
  const others = lean
    ? all
        .filter((x) => leaning(x.f) === -lean && x.f.s !== first.f.s)
        .sort((a, b) => b.size - a.size || a.e.no - b.e.no)
    : [];
  const both = (f) => countWords(f) + ", controls " + f.ec[0] + " of " + f.ec[1];
  const more = new Set(others.map((x) => x.f.s)).size - 1;
  const where = diseaseWords(others.length ? others[0].e : first.e),
    isElsewhere = where !== diseaseWords(first.e);
  return others.length
    ? [
        "; the other way" + (isElsewhere ? where : "") + " in ",
        edgeButton(others[0].e, sourceName(source(others[0].f.s))),
        ": " + both(others[0].f) + (more ? ", and in " + plural(more, "other") : ""),
      ]
    : "";
}

const ALL_SIDES = ["seen", "untied", "uncounted", "not"];

// What one study says of a harm, and who.
function studySays({ e, f, side, words }, first) {
  const s = source(f.s),
    count =
      side === "untied"
        ? bothArms(f, true)
        : words || (f.v ? cut(f.v, 70) : side === "uncounted" ? "told without a count" : "");
  const where = diseaseWords(e) === diseaseWords(first) ? "" : diseaseWords(e).trim();
  return [count, pooledOver(f), where, s ? (REVIEWS.includes(s.de) ? "pooled by " : "") + sourceName(s) : ""]
    .filter(Boolean)
    .join(", ");
}

// Who asked whether cells prevent what others counted as a harm measured it too: the failed trial on deaths belongs
// beside them.
function askedAsBenefit(event, first) {
  const known = new Set(eachStudy(event, ALL_SIDES).map((x) => cluster(source(x.f.s)))),
    found = new Map();
  for (const e of scope.counted.filter((o) => predicate(o).name === "prevents" && o.to === event.no))
    for (const f of ownFindings(e)) {
      const s = source(f.s),
        last = s && found.get(cluster(s));
      if (s && f.g === 0 && !known.has(cluster(s)) && (!last || (f.lv || 9) < (last.f.lv || 9)))
        found.set(cluster(s), { e, f, s });
    }
  const all = [...found.values()].sort((a, b) => (b.s.n || 0) - (a.s.n || 0) || a.f.no - b.f.no);
  return all.length
    ? [
        "; asked as a benefit too, in ",
        all
          .slice(0, 3)
          .map((x, i) => [
            i ? ", " : "",
            edgeButton(x.e, sourceName(x.s)),
            diseaseWords(x.e) === diseaseWords(first.e) ? "" : diseaseWords(x.e),
            ": " + directionsOf(x.e)[x.f.d] + (x.f.v ? " (" + cut(x.f.v, 60) + ")" : ""),
          ]),
        all.length > 3 ? " and " + (all.length - 3) + " more" : "",
      ]
    : "";
}

// In short the count after the name; in full each study, those that saw it first.
const MOST_STUDIES = 8;

function harmItem(event, side, isFull) {
  return isFull ? harmByStudy(event, side) : harmInShort(event, side);
}

function harmByStudy(event, side) {
  const first = event[side][0],
    studies = eachStudy(event, [side, ...ALL_SIDES]),
    rest = studies.length - MOST_STUDIES;
  const saw = { untied: "seen, not tied to the cells: ", not: "not seen: " };
  // What the others saw is said before the first of them.
  const turn = (x, i) => (x.side !== side && (!i || studies[i - 1].side !== x.side) && saw[x.side]) || "";
  const told = studies.slice(0, MOST_STUDIES).map((x, i) => turn(x, i) + studySays(x, first.e));
  return [
    edgeButton(first.e, label(event.no) + diseaseWords(first.e)),
    " (",
    told.join("; "),
    rest > 0 ? " and " + rest + " more" : "",
    askedAsBenefit(event, first),
    ")",
  ];
}

function harmInShort(event, side) {
  const first = event[side][0];
  // Who counted that nobody had it is one of the studies too: three deaths of fifty are less beside none of twenty.
  const studies = eachStudy(event, side === "untied" ? ALL_SIDES : [side]),
    places = new Set(studies.map((x) => diseaseWords(x.e))).size;
  // Cases are each of another study: all of them happened.
  const isCases =
    side === "seen" && studies.length > 1 && studies.length < 5 && studies.every((x) => x.f.ev && !x.f.ev[1]);
  const count = countInShort(first, side);
  const words = [
    isCases ? listed(studies.map((x) => x.words)) : count,
    pooledOver(first.f),
    count ? ofHowMany(first, studies.length, places, isCases) : "",
    side === "seen" && first.rate >= 0 && isUncompared(first.f) ? "no control group" : "",
  ]
    .filter(Boolean)
    .join(", ");
  const more = [otherWay(event, first), event.serious ? askedAsBenefit(event, first) : ""].filter(Boolean);
  return [
    edgeButton(first.e, label(event.no) + (isCases && places > 1 ? "" : diseaseWords(first.e))),
    words || more.length ? [" (", words, more, ")"] : "",
  ];
}

function countInShort({ f, words }, side) {
  if (side === "untied") return bothArms(f, false);
  return words || (side !== "seen" && f.v ? cut(f.v, 70) : "");
}

// Of how many studies the count is one.
function ofHowMany({ f }, studies, places, isCases) {
  if (isCases) return "in " + studies + " studies";
  if (REVIEWS.includes((source(f.s) || {}).de)) return "pooled";
  if (studies < 2) return "";
  return "one of " + studies + " studies" + (places > 1 ? " of " + places + " diseases" : "");
}

function asAWholeItem({ e, f }) {
  const s = source(f.s) || {},
    size = f.n || s.n;
  return [
    f.d ? h("b", {}, directionsOf(e)[f.d] + ", ") : "",
    [f.om, f.v]
      .filter(Boolean)
      .map((words) => cut(words, 70))
      .join(": ") || f.l,
    " (",
    s.id ? sourceButton(s) : "no source",
    diseaseWords(e),
    size ? ", " + plural(size, "person", "people") : "",
    f.ce ? ", against " + f.ce : "",
    ")",
  ];
}
