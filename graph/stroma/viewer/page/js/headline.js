// The answer in words, counted from the propositions around the focus before any filter but one that chooses studies.

function subjectWords() {
  if (state.path) return "How are they connected?";
  if (state.whole) return "The whole evidence graph";
  if (state.focus === null) return "No data";
  const n = node(state.focus);
  return kindOf(n) === "Disease"
    ? "Cell therapy for " + label(n.no) + ": what is the evidence?"
    : sentence(label(n.no)) + ": what is the evidence?";
}

// The answer of the page before must not pass for that of a search which found nothing.
function drawHeadline() {
  if (missedAt !== placeNowAsked()) notHere = "";
  const danger = dangerIn(notHere);
  fill(
    byId("subject"),
    danger
      ? "Nothing here can help with that"
      : notHere
        ? "Nothing here goes by “" + cut(notHere, 60) + "”"
        : subjectWords(),
  );
  drawAnswer();
  const box = byId("headline");
  if (danger)
    return fill(
      box,
      h("p", { class: "warn", id: "not-here", role: "status" }, h("b", {}, sentence(danger) + ".")),
    );
  if (notHere) return fill(box, notHereWords());
  // Counts of a part must never pass for counts of the whole.
  if (META.cut)
    box.prepend(
      h(
        "p",
        { class: "warn" },
        h("b", {}, "Part of a larger graph: "),
        META.cut,
        ". Counts are those of this part.",
      ),
    );
  if (note && note.focus === state.focus && note.topic === state.topic) box.prepend(noteWords());
}

function drawAnswer() {
  const box = byId("headline");
  tallies = [];
  if (state.path) return fill(box, pathSentence());
  if (state.focus === null)
    return fill(
      box,
      h(
        "p",
        {},
        "This graph holds no term and no proposition. Build it from data first: ",
        h("code", {}, "stroma build"),
        ", then ",
        h("code", {}, "stroma view"),
        ".",
      ),
    );
  const f = facts();
  const name = state.whole ? "the whole graph" : label(state.focus);
  if (onlyLaboratory() && scope.shown.length) {
    fill(box, laboratoryWords(name));
    tallies = scoreboards(f);
    return;
  }
  if (!f.edges.length && !state.whole && (node(state.focus).ms || []).length)
    return fill(box, measuredWords(node(state.focus)));
  if (!f.edges.length && scope.around.length)
    return fill(box, h("p", {}, "No finding here is of studies that " + chosenWords() + ". ", clearButton()));
  if (!f.edges.length)
    return fill(
      box,
      h(
        "p",
        {},
        "Nothing in this graph is stated about ",
        name,
        ". That is no evidence, not a refutation. ",
        suggestion(),
      ),
      widerWords(),
    );
  fill(
    box,
    f.clinical.length
      ? leadWords(f, name)
      : h("p", {}, backgroundWords(f.edges, name), " None is a clinical result."),
    partNote(f.edges),
    answer(f),
  );
  tallies = scoreboards(f);
}

// An empty answer is an absence of records, and no answer.
const NOTHING = [
  "Nothing is entered here on whether it helps. That is no evidence, not a refutation.",
  "Nothing is entered here on harm, neither seen nor looked for. That is an absence of records, not of harm.",
  "Nothing is entered here on how it might work.",
  "",
];

// What a filter on studies leaves empty is empty for those studies only.
const ofChosen = (text) =>
  text && choosesStudies() ? "Of studies that " + chosenWords() + ": " + text : text;

// A disease or a product: who asks whether it helps must hear that nothing is known on harm.
const isTreated = () =>
  !state.whole && state.focus !== null && ["Disease", "CellProduct"].includes(kindOf(node(state.focus)));

// The sentence of each question.
function answer(f) {
  const of = (no) => f.edges.filter((e) => topic(e) === no),
    edges = of(state.topic),
    harms = of(1);
  if (state.topic === ALL) {
    const said = f.clinical.length
      ? [
          trialWords(f),
          uncontrolledWords(f),
          benefitWords(f),
          harms.length ? harmWords(harms, 4) : "",
          decidedWords(),
          widerWords(),
        ]
      : [decidedWords(), widerWords()];
    // Trials of different diseases in one sum answer nobody's question: they stand behind a line.
    return said && state.whole
      ? h(
          "details",
          { id: "together" },
          h("summary", {}, "Benefits and harms, all diseases taken together"),
          said,
        )
      : said;
  }
  if (!edges.length && state.topic !== 3)
    return [
      h("p", { id: "nothing" }, ofChosen(NOTHING[state.topic])),
      state.topic === 0 ? decidedWords() : "",
      widerWords(),
    ];
  if (state.topic === 0)
    return [
      trialWords(f),
      uncontrolledWords(f),
      benefitWords(f),
      decidedWords(),
      widerWords(),
      isTreated() && !harms.length ? h("p", { id: "no-harm" }, ofChosen(NOTHING[1])) : "",
    ];
  if (state.topic === 1) return [harmWords(edges), widerWords()];
  return state.topic === 2 ? h("p", {}, backgroundWords(edges, "How it might work")) : useWords(edges);
}

function suggestion() {
  const best =
    node.size <= 2000
      ? node
          .all()
          .filter((n) => links(n).length)
          .sort((a, b) => links(b).length - links(a).length)[0]
      : null;
  return best ? act("Look at " + label(best.no), () => focusOn(best.no)) : "Search for another term.";
}
