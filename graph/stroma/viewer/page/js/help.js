// One dialog for help, paths and sharing; the words of the schemes come with the data.
let dialogOpener = null;

function openDialog(title, ...content) {
  const box = byId("dialog");
  dialogOpener = document.activeElement;
  fill(
    box,
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "dialog-title" }, title),
      h("button", { type: "button", class: "close", "aria-label": "Close", onclick: closeDialog }, "×"),
    ),
    content,
  );
  if (!box.open) box.showModal();
}

function closeDialog() {
  const box = byId("dialog");
  if (box.open) box.close();
  if (dialogOpener && document.contains(dialogOpener)) dialogOpener.focus();
}

const sampleMark = (st, thin, harm, counted, size = 9) => {
  const p = META.predicates.findIndex((x) => (x.name === "causesAdverseEvent") === !!harm);
  return p < 0 ? "" : markSvg({ st, th: thin ? [0] : [], p, ec: counted }, size);
};

// The marks that are there, in words.
function legendItems() {
  // Small where a narrow screen has the whole key above its marks.
  const size = isNarrow() ? 7 : 9,
    mark = (st, thin, harm, counted) => sampleMark(st, thin, harm, counted, size);
  const key = (is, sign, words) => (is ? [h("span", { class: "key" }, sign, " " + words)] : []);
  const harms = scope.topic.filter(isHarm),
    decided = scope.topic.filter(isDecision),
    tried = scope.topic.find(isTrial);
  const plain = scope.topic.filter((e) => !isHarm(e) && !isTrial(e) && !isDecision(e)),
    seen = harms.filter((e) => e.st === 0);
  return [
    META.stances.map((s, st) =>
      st
        ? key(
            plain.some((e) => e.st === st),
            mark(st),
            s[1],
          )
        : [
            key(plain.some(isFirm), mark(0), s[1]),
            key(plain.some(isThin), mark(0, true), META.said.thin),
            key(
              plain.some((e) => e.st === 0 && !isFirm(e) && !isThin(e)),
              mark(0, true),
              META.said.notNarrower,
            ),
          ],
    ),
    key(tried, tried && markSvg(tried, size), TRIAL_WORDS),
    [...new Set(decided.map(stanceWords))].map((words) =>
      key(
        true,
        markSvg(
          decided.find((e) => stanceWords(e) === words),
          size,
        ),
        words,
      ),
    ),
    key(seen.some(isFirm), mark(0, false, true), "harm " + META.harm[0]),
    key(
      seen.some((e) => !isFirm(e)),
      mark(0, true, true),
      "harm " + META.harm[0] + ", but thin",
    ),
    key(harms.some(isUntied), mark(2, false, true, 1), "harm " + META.untied[1]),
    key(
      harms.some((e) => e.st === 2 && !isUntied(e)),
      mark(2, false, true),
      "harm looked for; not seen, or not counted",
    ),
  ].flat(3);
}

// The key stands directly above the marks. Where counts have every mark, they are the key; a narrow screen folds them.
function drawLegend() {
  const box = byId("legend"),
    key = (...words) => h("li", { class: "key" }, words);
  box.hidden = !scope.topic.length || state.view === "article";
  const kinds =
    state.view === "graph" && (state.whole || state.path)
      ? META.kinds.filter((k) =>
          scope.shown.some((e) => kindOf(node(e.from)) === k[0] || kindOf(node(e.to)) === k[0]),
        )
      : [];
  const more = [
    ["map", "table"].includes(state.view)
      ? key(
          h("b", { class: "lv" }, state.view === "map" ? "L1–L5" : "1–5"),
          " evidence level, 1 best; ",
          h("b", { class: "lv" }, "ref"),
          " reference, no study",
        )
      : "",
    state.view === "map" && !isNarrow() ? key("larger: more people") : "",
    kinds.map((k) => key(kindSvg(k[0]), " " + k[1])),
  ];
  if (tallies.length && !isNarrow() && more.flat().some(Boolean)) add(tallies[tallies.length - 1], more);
  fill(
    box,
    tallies.length && !isNarrow()
      ? tallies
      : [
          h(
            "ul",
            { class: "score", "aria-label": "Marks" },
            legendItems().map((item) => h("li", {}, item)),
            more,
          ),
          tallies.length ? h("details", {}, h("summary", {}, "How many of each"), tallies) : "",
        ],
  );
}

function kindSvg(kind) {
  const at = META.kinds.findIndex((k) => k[0] === kind);
  return svg(
    "svg",
    {
      width: 16,
      height: 16,
      viewBox: "-8 -8 16 16",
      class: "kindmark k" + at + (kind === "Route" ? " open" : ""),
      "aria-hidden": "true",
    },
    KIND_POINTS[kind] ? svg("polygon", { points: KIND_POINTS[kind] }) : svg("circle", { r: 5.5 }),
  );
}

const WORDS = [
  [
    "proposition",
    "One thing that can be true or not: a product, what it does, and in which disease. All studies that " +
      "measured it stand together.",
  ],
  [
    "primary efficacy endpoint",
    "The one result that a trial named beforehand as the test of whether the treatment works. Met: it " +
      "came out as hoped. A trial whose main goal was safety has none.",
  ],
  [
    "ameliorates",
    "Makes the disease as a whole better, by the main result of a trial; single results stand beside it.",
  ],
  [
    "controlled, randomised",
    "Compared with people who did not get the cells; randomised: chance decided who did.",
  ],
  ["placebo, sham", "A treatment without cells that looks the same, so that nobody knows who got them."],
];

function openHelp() {
  openDialog(
    "What the words and marks mean",
    h("h3", {}, "Stance: what the evidence of one proposition amounts to"),
    h(
      "p",
      {},
      "The findings at the best level present decide; nothing is averaged, and people, animals and cells " +
        "in a dish are never added up.",
    ),
    h(
      "dl",
      { class: "glossary" },
      META.stances.map((s, st) => [h("dt", {}, sampleMark(st), " " + s[1]), h("dd", {}, s[2])]),
      h("dt", {}, sampleMark(0, true), " " + META.said.thin),
      h(
        "dd",
        {},
        "Supported, yet it rests on little: " +
          META.thin.filter((_, i) => i !== META.reading).join("; ") +
          ". The panel says which.",
      ),
      h("dt", {}, sampleMark(0, true), " " + META.said.notNarrower),
      h("dd", {}, sentence(META.said.narrower) + "."),
    ),
    h(
      "p",
      {},
      "For a harm: ",
      sampleMark(0, false, true),
      " " + META.harm[0] + " in people, ",
      sampleMark(2, false, true, 1),
      " " + META.untied[1] + ": people had it after the cells, and no study tied it to them, ",
      sampleMark(2, false, true),
      " looked for; not seen, or not counted. A grey T: " +
        TRIAL_WORDS +
        ". A grey R: approved by a regulator, which is no result.",
    ),
    h("h3", {}, "Level: how well a finding was made"),
    h(
      "dl",
      { class: "glossary" },
      META.levels.map((l, i) => [h("dt", {}, levelTag(i + 1)), h("dd", {}, l[1])]),
    ),
    h(
      "p",
      {},
      "Source of the scheme: ",
      link(
        "OCEBM Levels of Evidence Working Group, Oxford 2011",
        "https://www.cebm.ox.ac.uk/resources/levels-of-evidence/ocebm-levels-of-evidence",
      ),
      ". The level belongs to the finding: a change within one arm of a randomised trial is level 4.",
    ),
    h("h3", {}, "Other words"),
    h(
      "dl",
      { class: "glossary" },
      WORDS.flatMap(([word, text]) => [h("dt", {}, word), h("dd", {}, text)]),
    ),
    h("h3", {}, "How studies are counted"),
    h("p", {}, COUNTED),
    h("h3", {}, "Three different nothings"),
    h(
      "p",
      {},
      "A blank: nobody measured it here, unless a filter hides it. ",
      h("b", {}, "Not supported"),
      ": it was measured, without effect. ",
      h("b", {}, "No evidence here"),
      ": a text claims it and no study in this graph measured it. None of them means refuted.",
    ),
    h("h3", {}, "Keys"),
    h(
      "dl",
      { class: "glossary keys-list" },
      [
        ["/", "search"],
        ["1 2 3 4", "graph, map, table, article"],
        ["arrows", "walk the graph, or the marks of the map"],
        ["Enter", "expand or collapse a term in the graph; open a mark"],
        ["F", "put the term in the middle"],
        ["+ − 0", "zoom, fit"],
        ["Backspace", "back"],
        ["P", "path"],
        ["Esc", "close, unselect"],
        ["?", "this help"],
      ].map(([k, t]) => [h("dt", {}, h("kbd", {}, k)), h("dd", {}, t)]),
    ),
    h("p", { class: "warn" }, "This page reports what studies reported. It gives no medical advice."),
  );
}
