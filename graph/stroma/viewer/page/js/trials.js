// What did the randomised trials find? The largest by name, then all of them by what they compared with.

// That a review pools more than is entered: what is counted here is a part of what was done.
function pooledWords() {
  const more = reviewsOfMore();
  return more.length
    ? [
        " (",
        more.map((s, i) => [
          i ? "; " : "",
          isBrief ? "a review, " : "",
          sourceButton(s),
          (isBrief ? ", " : " ") + poolsMore(s, isBrief),
        ]),
        ")",
      ]
    : "";
}

// All randomised trials, told apart by what they compared with; a vote without the sizes would mislead.
function trialWords(f) {
  const t = f.trials;
  const isOutcome = state.focus !== null && !state.whole && kindOf(node(state.focus)) === "Outcome";
  const isLong = isNarrow() || t.all.length > NAMES;
  isBrief = isLong || (isLow() && !areTrialsNamed && !isOutcome);
  const silent = t.silent.length
    ? [
        " No result on benefit is entered here of ",
        h("b", {}, plural(t.silent.length, (t.all.length ? "further " : "") + "randomised trial")),
        " (",
        inBrackets(t.silent),
        ").",
      ]
    : "";
  if (!t.all.length)
    return f.benefit.length || silent
      ? h(
          "p",
          {},
          f.benefit.length
            ? "No randomised controlled trial " +
                (choosesStudies() ? "of these" : "here") +
                " reports on benefit."
            : "",
          silent,
        )
      : "";
  if (isOutcome)
    return h(
      "p",
      {},
      t.all.length > 1 ? "Of " : "The ",
      h(
        "b",
        {},
        t.all.length > 1
          ? plural(t.all.length, "randomised controlled trial")
          : "one randomised controlled trial",
      ),
      " entered here that measured it, ",
      byControl(t.all, outcomeParts),
      ".",
    );
  const first = t.all[0],
    isAlone = t.all.filter((x) => x.kind === first.kind).length === 1;
  // The largest trial has been told already where nothing else was compared with the same.
  const others = isAlone ? t.all.slice(1) : t.all;
  // What all of them were compared with follows at once.
  const isSaid = isBrief && others.length === t.all.length && others.every((x) => x.kind === first.kind);
  const who = [
      namesDisease(first.s) ? inWhich(first.s) : "",
      first.s.n ? plural(first.s.n, "person", "people") : "",
    ],
    which = [
      [...who, isSaid ? "" : "against " + (comparatorNames([first]) || CONTROLS[first.kind][0])]
        .filter(Boolean)
        .join(", "),
      knownWords(first.s),
      t.all.length === 1 && first.met === undefined ? foundWords(first) : "",
    ]
      .filter(Boolean)
      .join("; ");
  const lead =
    t.all.length === 1
      ? [
          "The ",
          h("b", {}, "one randomised controlled trial entered here"),
          widerStudies(0).length ? " on exactly this form" : "",
          " that looked for benefit",
          pooledWords(),
          ", ",
        ]
      : [
          "Of ",
          h("b", {}, plural(t.all.length, "randomised controlled trial") + " entered here"),
          isSpread(t.all) ? " in " + countDiseases(t.all) + " diseases" : "",
          " that looked for benefit",
          pooledWords(),
          ", the largest, ",
        ];
  return [
    h(
      "p",
      { id: "trials" },
      lead,
      sourceButton(first.s),
      which ? " (" + which + "), " : ", ",
      h("b", {}, goalWords(first)),
      ".",
      t.all.length === 1 ? sidesWords(first) : "",
      others.length
        ? [others.length < t.all.length ? " The others, " : " Of all, ", byControl(others, goalParts), "."]
        : "",
      !isBrief
        ? silent
        : isLong
          ? ""
          : [
              t.silent.length
                ? [
                    " No result on benefit is entered here of ",
                    h("b", {}, plural(t.silent.length, "further randomised trial")),
                    ".",
                  ]
                : "",
              others.length || t.silent.length
                ? [" ", act("Name the trials", nameTrials, { id: "name-trials" })]
                : "",
            ],
    ),
    isLong && (others.length || silent)
      ? h(
          "details",
          {},
          h("summary", {}, "Which trials"),
          h("p", {}, inBrackets(t.all, goalWords, t.all.length), ".", silent),
        )
      : "",
  ];
}

// What the other treatment was: no better than cortisone is not no better than nothing.
const comparatorNames = (trialList) =>
  trialList.every((t) => CONTROLS[t.kind][1].includes("active"))
    ? [...new Set(trialList.flatMap((t) => [...t.against]))].join(" or ")
    : "";

// One stretch of the sentence for each kind of control, that of the largest trial first.
function byControl(all, partsOf) {
  return [...new Set(all.map((t) => t.kind))].map((kind, i) => {
    const own = all.filter((t) => t.kind === kind);
    const by = comparatorNames(own);
    return [
      i ? "; against " : "against ",
      h("b", {}, CONTROLS[kind][0]),
      by ? ", " + by : "",
      " (",
      plural(own.length, "trial"),
      "): ",
      joined(partsOf(own)),
    ];
  });
}
