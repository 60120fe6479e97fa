// What stands behind a mark: the findings for it beside those against, and what must not be read without them.

function edgePanel(e) {
  const found = findingsOf(e).sort((a, b) => (a.lv || 9) - (b.lv || 9) || a.no - b.no);
  const [yes, no] = isHarm(e)
    ? ["Reported as a harm", "Not seen, or not shown to come from it"]
    : isSafety(e)
      ? ["No safety concern told", "Safety unclear, or a concern told"]
      : isTrial(e)
        ? ["Studied it", "Did not"]
        : isDecision(e)
          ? ["Approved", "Not approved, or no longer"]
          : ["For", "No effect shown, or against"];
  const sides = [
    [yes, found.filter((f) => f.d === 0)],
    [no, found.filter((f) => f.d > 0)],
  ].filter(([name, list]) => list.length || !isTrial(e));
  return [
    h("p", { class: "kind" }, META.topics[topic(e)][1]),
    h(
      "h2",
      {},
      nodeButton(e.from),
      " " + relationWords(e) + " ",
      nodeButton(e.to),
      e.c === undefined ? "" : [" in ", nodeButton(e.c)],
      h("span", { class: "ask" }, " ?"),
    ),
    h(
      "p",
      { class: "verdict" },
      markSvg(e),
      " ",
      h("b", {}, sentence(stanceWords(e))),
      " · ",
      levelWords(e.lv),
      e.lv ? h("span", { class: "sub" }, " (" + META.levels[e.lv - 1][1] + ")") : "",
    ),
    h(
      "p",
      { class: "sub" },
      isHarm(e)
        ? "A harm counts as seen when any report in people shows it."
        : isTrial(e)
          ? "That somebody studied it says nothing about whether it helps."
          : isDecision(e)
            ? "A regulator decided it, for one region and at one time; it is no result of a study."
            : isSafety(e)
              ? "“Safe” is the word of the studies for the people they followed: the harms that were " +
                "looked for and counted stand beside it."
              : e.gw
                ? "What measured it was retracted and counts nowhere. That is not the same as refuted."
                : stance(e)[2],
    ),
    e.va ? h("p", { class: "warn", id: "against-active" }, sentence(e.va) + ".") : "",
    noticeWords(e) ? h("p", { class: "warn", id: "notices" }, sentence(noticeWords(e)) + ".") : "",
    isWeak(e)
      ? h("p", { class: "warn" }, h("b", {}, "Thin: "), listed(whyThin(e)) + ".")
      : (e.th || []).length
        ? h(
            "p",
            { class: "sub" },
            sentence(thinReasons(e)) + ": this is about our reading, not about the study.",
          )
        : "",
    e.wd ? h("p", { class: "warn" }, sentence(META.said.weaker) + ".") : "",
    e.nd ? h("p", { class: "warn" }, sentence(META.said.narrower) + ": they are not all for it.") : "",
    partWords(e)
      ? h("p", { class: "warn" }, "Only " + partWords(e) + ". Stance and counts are those of all.")
      : "",
    tallyTable(e),
    beside(e),
    (e.x || []).length
      ? [
          heading("What differs where they disagree"),
          h(
            "ul",
            {},
            e.x.slice(0, 12).map((no) => h("li", {}, META.conflicts[no].l)),
            e.x.length > 12 ? h("li", {}, "and " + (e.x.length - 12) + " more pairs") : "",
          ),
        ]
      : "",
    found.length
      ? h(
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
        )
      : [
          e.gw
            ? ""
            : h(
                "p",
                { class: "empty" },
                "No study in this graph measured this. That is not the same as refuted.",
              ),
          narrowerPanel(e),
        ],
    e.gone.length
      ? [heading("Retracted, not counted (" + e.gone.length + ")"), e.gone.map(finding).map(findingCard)]
      : "",
    claimsOn(e),
    alsoBetween(e),
  ];
}
