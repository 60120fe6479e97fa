// What stands behind a mark: the findings for it beside those against, and what must not be read without them.

function edgePanel(e) {
  const found = findingsOf(e).sort((a, b) => (a.lv || 9) - (b.lv || 9) || a.no - b.no);
  return [
    h("p", { class: "kind" }, META.topics[topic(e)][1]),
    askedHeading(e),
    verdictLine(e),
    h("p", { class: "sub" }, whatStanceMeans(e)),
    warnings(e),
    tallyTable(e),
    beside(e),
    differences(e),
    found.length ? bothSides(e, found) : [e.gw ? "" : unmeasuredHere(), narrowerPanel(e)],
    e.gone.length
      ? [heading("Retracted, not counted (" + e.gone.length + ")"), e.gone.map(finding).map(findingCard)]
      : "",
    claimsOn(e),
    alsoBetween(e),
  ];
}

const askedHeading = (e) =>
  h(
    "h2",
    {},
    nodeButton(e.from),
    " " + relationWords(e) + " ",
    nodeButton(e.to),
    e.c === undefined ? "" : [" in ", nodeButton(e.c)],
    h("span", { class: "ask" }, " ?"),
  );

const verdictLine = (e) =>
  h(
    "p",
    { class: "verdict" },
    markSvg(e),
    " ",
    h("b", {}, sentence(stanceWords(e))),
    " · ",
    levelWords(e.lv),
    e.lv ? h("span", { class: "sub" }, " (" + META.levels[e.lv - 1][1] + ")") : "",
  );

function whatStanceMeans(e) {
  if (isHarm(e)) return "A harm counts as seen when any report in people shows it.";
  if (isTrial(e)) return "That somebody studied it says nothing about whether it helps.";
  if (isDecision(e))
    return "A regulator decided it, for one region and at one time; it is no result of a study.";
  if (isSafety(e))
    return (
      "“Safe” is the word of the studies for the people they followed: the harms that were looked for and " +
      "counted stand beside it."
    );
  if (e.gw) return "What measured it was retracted and counts nowhere. That is not the same as refuted.";
  return stance(e)[2];
}

// What must be known before the stance is passed on.
function warnings(e) {
  const warn = (words, id = null) => (words ? h("p", { class: "warn", id }, sentence(words) + ".") : "");
  return [
    warn(e.va, "against-active"),
    warn(noticeWords(e), "notices"),
    thinWarning(e),
    warn(e.wd && META.said.weaker),
    warn(e.nd && META.said.narrower + ": they are not all for it"),
    warn(partWords(e) && "only " + partWords(e) + ". Stance and counts are those of all"),
  ];
}

function thinWarning(e) {
  if (isWeak(e)) return h("p", { class: "warn" }, h("b", {}, "Thin: "), listed(whyThin(e)) + ".");
  if (!(e.th || []).length) return "";
  const words = sentence(thinReasons(e)) + ": this is about our reading, not about the study.";
  return h("p", { class: "sub" }, words);
}

const MOST_DIFFERENCES = 12;

function differences(e) {
  const pairs = e.x || [],
    rest = pairs.length - MOST_DIFFERENCES;
  if (!pairs.length) return "";
  return [
    heading("What differs where they disagree"),
    h(
      "ul",
      {},
      pairs.slice(0, MOST_DIFFERENCES).map((no) => h("li", {}, META.conflicts[no].l)),
      rest > 0 ? h("li", {}, "and " + rest + " more pairs") : "",
    ),
  ];
}

const unmeasuredHere = () =>
  h("p", { class: "empty" }, "No study in this graph measured this. That is not the same as refuted.");

// What the two sides of a statement are called.
function sideNames(e) {
  if (isHarm(e)) return ["Reported as a harm", "Not seen, or not shown to come from it"];
  if (isSafety(e)) return ["No safety concern told", "Safety unclear, or a concern told"];
  if (isTrial(e)) return ["Studied it", "Did not"];
  if (isDecision(e)) return ["Approved", "Not approved, or no longer"];
  return ["For", "No effect shown, or against"];
}

// A side on which nothing stands is told too, unless nobody could stand there.
function bothSides(e, found) {
  const [yes, no] = sideNames(e);
  const sides = [
    [yes, found.filter((f) => f.d === 0)],
    [no, found.filter((f) => f.d > 0)],
  ].filter(([, list]) => list.length || !isTrial(e));
  return h(
    "div",
    { class: "sides" },
    sides.map(([name, list]) =>
      h(
        "section",
        { "aria-label": name },
        heading(name + " (" + plural(list.length, "finding") + ")"),
        list.length ? list.map(findingCard) : h("p", { class: "empty" }, "none in this graph"),
      ),
    ),
  );
}
