// The page to take along: which harms were seen, and what was never measured?

function takeHarms(edges, named) {
  const events = harmEvents(edges),
    seen = events.filter((x) => x.seen.length),
    untied = events.filter((x) => !x.seen.length && x.untied.length),
    rest = events.filter((x) => !x.seen.length && !x.untied.length);
  const line = (title, list, side) =>
    list.length
      ? h(
          "li",
          {},
          h("b", {}, title + ": "),
          list
            .slice(0, TAKE_HARMS)
            .map((x, i) => {
              const of = x[side(x)][0];
              named.add(of.f.s);
              return (i ? "; " : "") + words(harmItem(x, side(x), false));
            })
            .join(""),
          list.length > TAKE_HARMS ? " and " + (list.length - TAKE_HARMS) + " more." : ".",
        )
      : "";
  const serious = seen.filter((x) => x.serious),
    told = events.length ? [] : toldAsAWhole(edges);
  told.forEach((x) => named.add(x.f.s));
  if (!events.length && !told.length)
    return h(
      "p",
      {},
      h("b", {}, "No harm is entered here"),
      ", neither seen nor looked for. That is an absence of records, not of harm.",
    );
  return h(
    "ul",
    {},
    told.length
      ? h(
          "li",
          {},
          h("b", {}, "Looked for, and told only as a whole: "),
          told
            .slice(0, TAKE_HARMS)
            .map((x, i) => (i ? "; " : "") + words(asAWholeItem(x)))
            .join(""),
          ".",
        )
      : "",
    line("Seen, serious", serious, () => "seen"),
    line(
      "Seen",
      seen.filter((x) => !x.serious),
      () => "seen",
    ),
    line("Happened to people who had the cells, not shown to come from them", untied, () => "untied"),
    line("Looked for, not seen or not counted", rest, (x) => (x.uncounted.length ? "uncounted" : "not")),
  );
}

function takeNever(f) {
  const asked = scope.counted.filter((e) => topic(e) < 2).sort(byEvidence);
  const animals = asked.filter((e) => e.st === 4),
    claimed = asked.filter((e) => e.st === 5 && !e.gw && !narrowerFound(e).length),
    { from, to, pairs } = measuredPairs();
  const people = f.clinical.flatMap(ownSources).filter((s) => isHuman(s) && !REVIEWS.includes(s.de)),
    longest = people.filter((s) => parseFloat(s.fu)).sort((a, b) => parseFloat(b.fu) - parseFloat(a.fu))[0];
  const silent = silentOnHarm(f).length;
  const items = [
    from > 1 &&
      to > 1 &&
      pairs < from * to && [
        "Products and outcomes",
        from +
          " products and " +
          to +
          " outcomes were measured in people, but only " +
          pairs +
          " of their " +
          from * to +
          " combinations",
      ],
    silent && [
      "Harms",
      "nothing on harm is entered from " + silent + " of the " + plural(f.studies, "study", "studies"),
    ],
    animals.length && [
      "In animals or dishes only, never in people",
      plural(animals.length, "benefit or harm", "benefits and harms") +
        ", such as " +
        cut(contentWords(animals[0]), 90),
    ],
    claimed.length && [
      "Claimed by articles, measured by no study here",
      plural(claimed.length, "claim") + ", such as " + cut(propositionWords(claimed[0]), 110),
    ],
    f.trials.silent.length && [
      "Trials of which no result on benefit is entered",
      firstOf(
        f.trials.silent.map((t) => nameOfStudy(t.s)),
        4,
      ),
    ],
    longest && [
      "Time",
      "nobody is entered as followed for longer than " + longest.fu + " (" + sourceName(longest) + ")",
    ],
  ].filter(Boolean);
  return [
    h(
      "ul",
      {},
      items.map(([title, text]) => h("li", {}, h("b", {}, title + ": "), text + ".")),
    ),
    h(
      "p",
      {},
      "What is not on this page was not measured, or nobody entered it here: that says nothing for or against it.",
    ),
  ];
}
