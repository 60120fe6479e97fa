// The answer in words, counted from the propositions around the focus before any filter but one that chooses studies.
// What a link or a search asked for and this page does not hold.
let notHere = "",
  missedAt = "";
const placeNowAsked = () => [state.focus, state.topic, state.whole, state.path].join("/");
const miss = (asked) => {
  notHere = asked;
  missedAt = placeNowAsked();
};
// How a search was understood, for as long as the page and the question stay: what of it is missing here, what else was
// asked in the same breath, which words were not used, and harms that are no answer.
let note = null;
// How many propositions have which stance: with their marks they are the key that stands above the views.
let tallies = [];
const noteDown = (words, missing, { things = [], unused = [], harms = [], told = [], records = "" } = {}) => {
  note = { words, missing, things, unused, harms, told, records, focus: state.focus, topic: state.topic };
};

const sourceButton = (s, words) => act(words || sourceName(s), () => select("source", s.id));
const edgeButton = (e, words) => act(words || propositionWords(e), () => select("edge", e.id));
const NAMES = 12;
// A narrow screen and a long list of trials get numbers; the names stand behind one line.
let isBrief = false,
  areTrialsNamed = false;
const nameTrials = () => {
  areTrialsNamed = true;
  change({});
  const first = byId("trials").querySelector("a");
  if (first) first.focus();
};
// Trials of a product in several diseases are no one body of evidence: each stands with its disease, and their
// people are in no sum.
const isOfProduct = () =>
  !state.whole && !state.path && state.focus !== null && kindOf(node(state.focus)) === "CellProduct";
const diseasesOf = (s) => (s.dis || []).map(nameOf);
const countDiseases = (trialList) => new Set(trialList.flatMap((t) => diseasesOf(t.s))).size;
const isSpread = (trialList) => isOfProduct() && countDiseases(trialList) > 1;
const namesDisease = (s) =>
  diseasesOf(s).length > 0 &&
  isOfProduct() &&
  new Set(scope.counted.filter(isBenefit).map(diseaseOf)).size > 1;
const inWhich = (s) => (namesDisease(s) ? diseasesOf(s).join(" and ") : "");
// How a result is known, where that is not first-hand from a journal, and that an endpoint is a surrogate: the same
// for what was met and what was not. Of several trials how many of them.
const howWords = (how) => META.thin[how].replace(/ only$/, "");
const knownWords = (s, isGoal = true) => listed(((isGoal && s.gk) || s.hk || []).map(howWords));
function knownOf(trialList) {
  const counts = new Map();
  trialList.flatMap((t) => t.s.gk || []).forEach((how) => counts.set(how, (counts.get(how) || 0) + 1));
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(
      ([how, n]) =>
        (trialList.length === 1 ? "" : (n < trialList.length ? n : n === 2 ? "both" : "all") + " ") +
        howWords(how),
    )
    .join(", ");
}
const trialName = (t, more, isGoal = true) => [
  sourceButton(t.s, sourceName(t.s)),
  [inWhich(t.s), t.s.n, knownWords(t.s, isGoal), more].filter(Boolean).map((words) => ", " + words),
];
const inBrackets = (trialList, more = () => "", most = NAMES, isGoal = true) => [
  trialList.slice(0, most).map((t, i) => [i ? "; " : "", trialName(t, more(t), isGoal)]),
  trialList.length > most ? " and " + (trialList.length - most) + " more" : "",
];
// Names in brackets, after the number of people where more than one trial makes it; without names how these are known.
function named(trialList, more, isGoal = true) {
  if (!trialList.length) return "";
  const size =
    trialList.length > 1 && people(trialList)
      ? isSpread(trialList)
        ? "in " + countDiseases(trialList) + " diseases"
        : peopleWords(trialList)
      : "";
  return size && isBrief
    ? " (" + [size, isGoal ? knownOf(trialList) : ""].filter(Boolean).join("; ") + ")"
    : [" (", size ? size + ": " : "", inBrackets(trialList, more, NAMES, isGoal), ")"];
}
const peopleWords = (trialList) =>
  plural(people(trialList), "person", "people") +
  (trialList.some((t) => !t.s.n) ? " and those of unknown number" : "");

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

function noteWords() {
  const isHere = (thing) =>
    thing.middle === (state.whole ? null : state.focus) && thing.topic === state.topic;
  const last = note.things[note.things.length - 1];
  return h(
    "p",
    {
      class: note.missing || note.things.length || note.unused.length || note.told.length ? "warn" : "sub",
      id: "note",
      role: "status",
    },
    note.words + (/[?]$/.test(note.words) ? " " : ". "),
    note.told.map((words) => h("b", {}, sentence(words) + ". ")),
    note.unused.length
      ? h("b", {}, "Not used: " + note.unused.map((w) => "“" + w + "”").join(", ") + ". ")
      : "",
    note.missing
      ? [
          h("b", {}, "Nothing here was asked about " + note.missing + " in that question. "),
          "That is no evidence, not a refutation. What follows is about " +
            leanOrWhole(state.whole ? null : state.focus) +
            ". ",
        ]
      : "",
    note.records === "never" ? neverWords() : note.records === "retracted" ? retractedWords() : "",
    note.harms.length
      ? [
          "Another question: ",
          note.harms.map((thing, i) => [i ? ", " : "", act(thing.name, () => openThing(thing))]),
          ". ",
        ]
      : "",
    note.things.length
      ? [
          h(
            "b",
            {},
            "You asked " + (["two", "three", "four"][note.things.length - 2] || "several") + " things: ",
          ),
          joined(
            note.things.map((thing) =>
              isHere(thing) ? h("b", {}, thing.name + " (shown)") : act(thing.name, () => openThing(thing)),
            ),
          ),
          /[?]$/.test(last.name) && !isHere(last) ? "" : ".",
        ]
      : "",
  );
}

const some = (list, words, most = 6) => [
  list.slice(0, most).map((x, i) => [i ? "; " : "", words(x)]),
  list.length > most ? " and " + (list.length - most) + " more" : "",
];
const askOf = () =>
  state.whole || state.focus === null
    ? ""
    : (kindOf(node(state.focus)) === "CellProduct" ? " --product " : " --disease ") +
      JSON.stringify(label(state.focus));

// How many products, how many outcomes, and how many of their pairs were measured in people.
function measuredPairs() {
  const helps = scope.counted.filter((e) => isBenefit(e) && e.t[0].some(Boolean)),
    on = (e) => (isOwn(e) && kindOf(node(e.to)) === "Disease" ? "whole" : e.to),
    size = (of) => new Set(helps.map(of)).size;
  return { from: size((e) => e.from), to: size(on), pairs: size((e) => e.from + "/" + on(e)) };
}

// What nobody measured: in people at all, of what articles claim, by trials whose result is not entered, and the
// blanks of the map.
function neverWords() {
  const asked = scope.around.filter((e) => topic(e) < 2),
    animals = asked.filter((e) => e.st === 4).sort(byEvidence),
    claimed = asked.filter((e) => e.st === 5 && !e.gw && !narrowerFound(e).length),
    silent = facts().trials.silent;
  const { from, to, pairs } = measuredPairs();
  const part = (list, words, item) =>
    list.length ? [h("b", {}, plural(list.length, ...words) + ": "), some(list, item), ". "] : "";
  return [
    h("b", {}, "Never measured here. "),
    from > 1 && to > 1
      ? from +
        " products and " +
        to +
        " outcomes were measured in people, but of their " +
        from * to +
        " pairs only " +
        pairs +
        ": each of the others is a blank of the evidence map. "
      : "",
    part(
      animals,
      [
        "benefit or harm measured in animals or dishes only",
        "benefits and harms measured in animals or dishes only",
      ],
      edgeButton,
    ),
    part(claimed, ["claim that no study here measured", "claims that no study here measured"], edgeButton),
    part(
      silent,
      [
        "randomised trial of which no result on benefit is entered",
        "randomised trials of which no result on benefit is entered",
      ],
      trialName,
    ),
    "What others measured and one product never: ",
    h(
      "code",
      {},
      "stroma ask never-measured --product NAME" + (askOf().startsWith(" --product") ? "" : askOf()),
    ),
    "; the trials: ",
    h("code", {}, "stroma ask trials-without-results" + askOf()),
    ". ",
  ];
}

// Whether a source was retracted, and as of when that is known.
function retractedWords() {
  const all = [...new Set(scope.around.flatMap((e) => [...sourcesOf(e), ...goneSources(e)]))].filter(
      (s) => s && !s.ref,
    ),
    gone = all.filter(isGone),
    doubted = all.filter(isDoubted);
  const asOf = META.data ? ", as of " + META.data : "";
  return [
    gone.length
      ? [
          h("b", {}, plural(gone.length, "study", "studies") + " retracted"),
          ", shown and counted nowhere: ",
          some(gone, (s) => [sourceButton(s), ", " + s.rx]),
          ". ",
        ]
      : [
          h("b", {}, "No retraction is entered"),
          " for any of the " + plural(all.length, "study", "studies") + " here" + asOf + ". ",
        ],
    doubted.length
      ? [
          h("b", {}, plural(doubted.length, "study", "studies") + " under an expression of concern: "),
          some(doubted, (s) => [sourceButton(s), ", " + s.uc]),
          ". ",
        ]
      : "No expression of concern is entered either. ",
    "That anybody looked for a notice is not recorded: the DOI of each study leads to its journal. ",
  ];
}

function notHereWords() {
  const near = /^\S+:\S+$/.test(notHere) ? [] : searchFor(notHere).slice(0, 3),
    isLong = isSentence(notHere);
  // Names under which people look for a thing are no names of it: it is offered, and never opened by itself.
  const isMeant = (x) =>
      x.what === "node" && (node(x.no).look || []).some((name) => within(wordsOf(fold(name)), fold(notHere))),
    meant = fold(notHere) ? indexed().filter(isMeant).slice(0, 3) : [],
    saying = studiesSaying(notHere),
    others = near.filter((x) => !isMeant(x) && !saying.some((y) => y.what === x.what && y.no === x.no));
  const declined = declinedIn(notHere, readWords(notHere).rest),
    isRead = fold(notHere) !== "",
    isOnTerm = state.focus !== null && !state.whole && !state.path;
  return h(
    "p",
    { class: "warn", id: "not-here", role: "status" },
    h(
      "b",
      {},
      declined
        ? sentence(declined) + ". "
        : "Nothing goes by “" +
            cut(notHere, 60) +
            "” here" +
            (isLong || near.length || meant.length || saying.length || !isRead
              ? ". "
              : ", and no study on it is entered. "),
    ),
    isRead ? "" : "The names here are in English letters. ",
    isOnTerm
      ? [
          "What follows is about " + label(state.focus) + ": ",
          act(
            "back to it",
            () => {
              notHere = "";
              drawHeadline();
            },
            { id: "back-to-it" },
          ),
          ". ",
        ]
      : "",
    saying.length || declined
      ? ""
      : isLong
        ? "The search finds names and answers no sentence: choose one of its candidates, or a question below."
        : near.length || meant.length
          ? ""
          : [
              "That is no evidence, not a refutation. Search for another name, or make a page on it with ",
              h("code", {}, "stroma view"),
              ".",
            ],
    meant.length
      ? [
          " Who looks for it may mean ",
          joined(meant.map((x) => act(cut(x.name, 80), () => focusOn(x.no)))),
          ".",
        ]
      : "",
    saying.length
      ? [
          " Its words stand in the records of these studies: ",
          saying.map((x, i) => [i ? "; " : "", act(cut(x.name, 80), () => openSource(source(x.no)))]),
          ".",
        ]
      : "",
    others.length
      ? [
          " Shares a word with it: ",
          others.map((x, i) => [
            i ? "; " : "",
            act(cut(x.name, 80), () => (x.what === "node" ? focusOn(x.no) : openSource(source(x.no)))),
          ]),
          ".",
        ]
      : "",
  );
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

// Who filters by animals or dishes is told of these, and not of people.
const onlyLaboratory = () =>
  filters.group.size > 0 &&
  [...filters.group].every((name) => META.groups.indexOf(name) === 1 || META.groups.indexOf(name) === 2);

function laboratoryWords(name) {
  const chosen = [...filters.group],
    at = chosen.map((group) => META.groups.indexOf(group)),
    where = listed(chosen.map((group) => (group === "in vitro" ? group : "in " + group)));
  const own = (e) => ownFindings(e).filter((f) => at.includes(f.g)),
    edges = scope.shown.filter((e) => own(e).length),
    studies = new Set(edges.flatMap(own).map((f) => f.s)).size;
  const sides = edges.map((e) => new Set(own(e).map((f) => f.d === 0))),
    both = sides.filter((found) => found.size > 1).length,
    good = sides.filter((found) => found.size === 1 && found.has(true)).length,
    none = edges.length - both - good,
    inPeople = edges.filter((e) => e.t[0].some(Boolean)).length;
  return [
    h(
      "p",
      { class: "lead" },
      h("b", {}, plural(studies, "study", "studies") + " " + where),
      " on " + name + (state.topic === ALL ? "" : ": " + META.topics[state.topic][1]),
    ),
    h(
      "p",
      { id: "laboratory" },
      "What they found on ",
      h("b", {}, plural(edges.length, "proposition")),
      ": " +
        listed(
          [
            good ? good + (state.topic === 1 ? " seen or called safe" : " for it") : "",
            none ? none + (state.topic === 1 ? " not seen or unclear" : " without effect or against it") : "",
            both ? both + " both" : "",
          ].filter(Boolean),
        ) +
        ". ",
      inPeople
        ? inPeople + " of these " + (inPeople === 1 ? "was" : "were") + " measured in people too. "
        : "None of these was measured in people here. ",
      "A result in animals or dishes is none in people. ",
      act("Back to people", () => {
        filters.group.clear();
        change({ filters: true });
      }),
      ".",
    ),
  ];
}

// A scale or an instrument is no subject of a statement: what was measured with it is.
function measuredWords(n) {
  const found = n.ms.map(edge).sort(byEvidence),
    wider = (n.b || []).map((no, i) => [i ? ", " : "", act(label(no), () => focusOn(no))]);
  return [
    h(
      "p",
      { class: "lead" },
      label(n.no),
      " is what studies measured with: ",
      h("b", {}, plural(found.length, "proposition")),
      " here rest on it (",
      countedStances(found),
      ").",
    ),
    h(
      "ul",
      { class: "rels" },
      found
        .slice(0, 12)
        .map((e) =>
          h(
            "li",
            {},
            markSvg(e, 8),
            " ",
            edgeButton(e),
            " ",
            h("span", { class: "sub" }, stanceWords(e) + " · " + levelWords(e.lv)),
          ),
        ),
    ),
    found.length > 12 ? h("p", { class: "sub" }, "and " + (found.length - 12) + " more") : "",
    wider.length ? h("p", {}, "All that is known here on ", wider, ".") : "",
  ];
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
    reviews = all.filter((s) => REVIEWS.includes(s.de)).length,
    most = isLow() ? 6 : NAMES;
  if (!all.length) return "";
  const count = [
    all.length > reviews ? plural(all.length - reviews, "study", "studies") : "",
    reviews ? plural(reviews, "review") : "",
  ]
    .filter(Boolean)
    .join(" and ");
  // Few are told with what they found, in a sentence of their own; of many the names.
  const isTold = !isOneOfTwo && all.length <= 3,
    told = (s, d) => (isTold ? [" ", widerResult(s, d, no)] : "");
  const names = (room) => {
    let left = room;
    return groups
      .map((g) => {
        const own = g.studies.slice(0, left);
        left -= own.length;
        return own.length
          ? [
              nodeButton(g.no),
              ": ",
              own.map((s, i) => [
                i ? (isTold ? "; " : ", ") : "",
                sourceButton(s, s.au ? "" : cut(s.l, isTold ? 90 : 36) + (s.y ? " " + s.y : "")),
                told(s, g.no),
              ]),
            ]
          : "";
      })
      .filter(Boolean)
      .map((part, i) => [i ? "; " : "", part]);
  };
  return [
    h(
      "p",
      { class: "wider-studies" },
      "Asked of a wider disease that includes it" +
        (isOneOfTwo ? ", " + META.topics[no][1].toLowerCase().replace("?", "") : "") +
        ": ",
      h("b", {}, count),
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

// The counts that belong to each question: the same number as on its button.
function scoreboards(f) {
  const edges = state.topic === ALL ? f.edges : f.edges.filter((e) => topic(e) === state.topic);
  if (!edges.length) return [];
  if (state.topic === ALL) return allScores(edges);
  if (state.topic === 0) return helpScores(f.groups);
  if (state.topic === 1) return safetyScores(edges);
  if (state.topic === 2) return [scoreboard(edges, "Of " + plural(edges.length, "proposition"))];
  const uses = edges.filter((e) => !isTrial(e) && !isDecision(e));
  return [
    h("ul", { class: "score" }, trialCount(edges.filter(isTrial)), decisionCounts(edges.filter(isDecision))),
    uses.length ? scoreboard(uses, plural(uses.length, "proposition") + " on established use") : "",
  ].filter((list) => list && list.children.length);
}

// "Supported" means seen where it is a harm: the two are never counted together.
function allScores(edges) {
  const seen = edges.filter(isHarm),
    tried = edges.filter(isTrial),
    decided = edges.filter(isDecision);
  const rest = edges.filter((e) => !isHarm(e) && !isTrial(e) && !isDecision(e));
  const apart = listed(
    [seen.length ? "harms" : "", tried.length ? "mere trials" : "", decided.length ? "decisions" : ""].filter(
      Boolean,
    ),
  );
  const counts = rest.length
    ? scoreboard(
        rest,
        apart
          ? plural(rest.length, "proposition") + " other than " + apart
          : "All " + plural(rest.length, "proposition"),
      )
    : h("ul", { class: "score" });
  return [
    rest.length || tried.length || decided.length
      ? add(counts, [trialCount(tried), decisionCounts(decided)])
      : "",
    seen.length ? scoreboard(seen, plural(seen.length, "possible harm") + " asked about") : "",
  ].filter(Boolean);
}

const trialCount = (tried) =>
  tried.length
    ? h(
        "li",
        { class: "what" },
        markSvg(tried[0], 8),
        " " + plural(tried.length, "proposition") + " " + TRIAL_WORDS,
      )
    : "";

// Decisions of regulators by what was decided.
const decisionCounts = (decided) =>
  [...new Set(decided.map(stanceWords))].map((words) => {
    const same = decided.filter((e) => stanceWords(e) === words);
    return h(
      "li",
      { class: "what" },
      markSvg(same[0], 8),
      " " + plural(same.length, "proposition") + " on approval: " + words,
    );
  });

const HELP_COUNTED =
  "Counted: what was asked of the term or of a narrower one, as its card of stroma show counts it.";

// People and models of a disease are never counted together, nor what was asked of a term and what merely used it.
function helpScores({ asked, models, beyond }) {
  const isUse = state.focus !== null && kindOf(node(state.focus)) === "Route";
  return [
    asked.length ? scoreboard(asked, benefitCount(asked), { title: HELP_COUNTED }) : "",
    models.length
      ? scoreboard(models, benefitCount(models) + " in laboratory models of a disease", {
          key: "model-",
          title: "Animals or cells that stand for a disease; a card counts them with the model.",
        })
      : "",
    beyond.length
      ? scoreboard(
          beyond,
          benefitCount(beyond) +
            (isUse
              ? " asked by studies that used it"
              : state.open.length
                ? " of the terms laid open beside it"
                : " of products made from it, or by studies of its cells"),
          { key: "beyond-", title: "Not about the term itself: its card does not count them." },
        )
      : "",
  ].filter(Boolean);
}

function benefitCount(edges) {
  const benefits = edges.filter(isBenefit).length,
    other = edges.length - benefits;
  return (
    (benefits || !other ? plural(benefits, "possible benefit") : "") +
    (benefits && other ? " and " : "") +
    (other ? plural(other, "comparison") : "")
  );
}

const FORM = {
  Disease: ["form", "forms"],
  CellProduct: ["narrower product", "narrower products"],
  Outcome: ["single outcome", "single outcomes"],
};

// Who was studied: people first; what is no study of people is said apart.
function leadWords(f, name) {
  const n = state.whole ? null : node(state.focus);
  const others = n ? [...inFocus].filter((no) => no !== n.no).map(node) : [];
  const made = others.filter((o) => o.k !== (n && n.k) && kindOf(o) === "CellProduct");
  const forms = others.filter((o) => o.k === (n && n.k) && o.of === undefined);
  const kind = n ? kindOf(n) : "";
  const about =
    kind === "Route"
      ? " that used " + name
      : made.length
        ? " of " + name + (others.length > made.length ? " and" : " or") + " "
        : " of " + name;
  const products = made.length
    ? plural(made.length, "product") + " made from " + (kind === "Tissue" ? "it" : "such cells")
    : "";
  return h(
    "p",
    { class: "lead", title: COUNTED },
    h("b", {}, plural(f.studies, "human study", "human studies")),
    made.length ? [" of the ", products] : about,
    forms.length && !made.length
      ? [" (", plural(forms.length, ...(FORM[kind] || ["narrower term", "narrower terms"])), " included)"]
      : "",
    choosesStudies() ? " that " + chosenWords() : "",
    ", ",
    h("b", {}, f.controlled + " controlled"),
    f.reviews ? ", and " + plural(f.reviews, "review") : "",
    ".",
    f.retracted ? h("b", {}, " " + plural(f.retracted, "study", "studies") + " retracted, not counted.") : "",
    f.animal && !isNarrow()
      ? " Counted apart: " + plural(f.animal, "study", "studies") + " in animals or in vitro."
      : "",
  );
}

// A mark is a whole proposition; of a route's propositions often only some studies used the route.
function partNote(edges) {
  const part = edges.filter((e) => partWords(e)).length,
    used = chosenWords();
  const how = used || "used " + label(state.focus);
  return part
    ? h(
        "p",
        { class: used ? "warn" : "sub", id: "part-note" },
        used
          ? "The studies, trials and harms counted here are those that " +
              used +
              ". Stance, level and people of a mark count all studies"
          : "A mark gives all the evidence on its proposition",
        "; “1/3” beside it: one of its three sources " + how + ".",
      )
    : "";
}

const goalWords = (t) =>
  t.met === true
    ? "met its primary efficacy endpoint"
    : t.met === false
      ? "did not meet its primary efficacy endpoint"
      : t.s.pk && t.s.pk !== "efficacy"
        ? "had another main goal"
        : UNREAD;
// What a trial found on all that it measured: a benefit on one measure must not hide no effect or the opposite on
// another.
function foundWords(t) {
  const on = [...t.on],
    good = on.filter(([, found]) => found.has(0)),
    bySurrogate = good.every(([no]) => no !== "whole" && node(no).su);
  if (!on.length) return "no comparison between groups entered";
  if (!good.length)
    return t.directions.has(2)
      ? t.directions.has(1)
        ? "no effect shown, and the opposite"
        : "the opposite"
      : "no effect shown";
  if (t.directions.has(2)) return "for and against";
  if (t.directions.size === 1) return bySurrogate ? "a surrogate improved" : "some benefit";
  if (t.on.has("whole") && !t.on.get("whole").has(0))
    return (
      "no effect shown on the disease; " +
      (bySurrogate ? "a surrogate improved" : "some benefit on single measures")
    );
  return "some benefit, and no effect shown on other measures";
}

// The sides of one trial by name; empty where all it found points one way.
function sidesWords(t) {
  if (t.directions.size < 2) return "";
  const names = (test) =>
    [...t.on]
      .filter(([, found]) => test(found))
      .map(([no]) =>
        no === "whole" ? "the disease as a whole" : label(no) + (node(no).su ? " (a surrogate)" : ""),
      );
  const said = [
    ["for and against", (found) => found.has(0) && found.size > 1],
    ["no effect shown", (found) => found.has(1) && found.size === 1],
    ["against", (found) => found.has(2) && !found.has(0)],
    ["for", (found) => found.has(0) && found.size === 1],
  ]
    .map(([words, test]) => [words, names(test)])
    .filter(([, list]) => list.length);
  return " It found " + said.map(([words, list]) => words + ": " + cut(listed(list), 200)).join("; ") + ".";
}
const joined = (parts) => parts.map((part, i) => [i ? (i === parts.length - 1 ? " and " : ", ") : "", part]);

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

// Studies without a control group that met their primary efficacy endpoint: a regulator may have decided by one of
// them.
function metWithoutControls(edges) {
  const met = new Map();
  for (const s of edges.flatMap(ownSources))
    if (
      isHuman(s) &&
      !REVIEWS.includes(s.de) &&
      !CONTROLLED.includes(s.de) &&
      s.pk === "efficacy" &&
      s.pm === "met"
    )
      met.set(cluster(s), s);
  return [...met.values()].sort((a, b) => (b.n || 0) - (a.n || 0) || a.no - b.no);
}
const goalOf = (s) => (s.pe ? ": " + cut(s.pe, 90) : "");

function uncontrolledWords(f) {
  const met = isOfProduct() ? metWithoutControls(f.benefit) : [];
  return met.length
    ? h(
        "p",
        { id: "met-uncontrolled" },
        "Without a control group, ",
        some(
          met,
          (s) => [
            sourceButton(s),
            " (",
            [inWhich(s), s.n ? plural(s.n, "person", "people") : ""].filter(Boolean).join(", "),
            ") met its primary efficacy endpoint" + goalOf(s),
          ],
          3,
        ),
        ".",
      )
    : "";
}

// Whether it is still allowed belongs beside whether it helps: that a regulator approved a product, and that it was
// withdrawn.
const decisionsOn = () =>
  isOfProduct()
    ? scope.around.filter((e) => isDecision(e) && e.from === state.focus && e.st !== 5).sort(byEvidence)
    : [];
const decisionName = {
  0: "Approved for ",
  1: "Approved in one region, not or no longer in another, for ",
  2: "Not approved, or withdrawn, for ",
};

function decidedWords() {
  const decided = decisionsOn();
  return decided.length
    ? h(
        "p",
        { id: "decided" },
        decided.map((e) => [
          h("b", {}, decisionName[e.st] || "A decision on ", label(e.to)),
          decisionWords(e, 125),
          ". ",
        ]),
      )
    : "";
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

const UNREAD = "had a main goal whose result is unclear or was not read here";
const hasOtherGoal = (t) => !!t.s.pk && t.s.pk !== "efficacy";
// Whether of half of those with efficacy as their main goal, or more, nobody read here if it was reached.
function isMostlyUnread(trialList) {
  const efficacy = trialList.filter((t) => t.met !== undefined || !hasOtherGoal(t)),
    unread = efficacy.filter((t) => t.met === undefined).length;
  return unread > 0 && unread * 2 >= efficacy.length;
}

function goalParts(own) {
  const met = own.filter((t) => t.met === true),
    missed = own.filter((t) => t.met === false),
    rest = own.filter((t) => t.met === undefined);
  const other = rest.filter(hasOtherGoal),
    unread = rest.filter((t) => !hasOtherGoal(t));
  if (own.length === 1 && !rest.length)
    return [
      [h("b", {}, met.length ? "1 met" : "1 did not meet", " the primary efficacy endpoint"), named(own)],
    ];
  const part = (list, words, more) =>
    list.length ? [[h("b", {}, list.length + " " + words), named(list, more)]] : [];
  const beyond = [...part(other, "had another main goal", foundWords), ...part(unread, UNREAD, foundWords)],
    known = [...met, ...missed];
  if (!isMostlyUnread(own))
    return known.length
      ? [
          [h("b", {}, met.length + " met the primary efficacy endpoint"), named(met)],
          [h("b", {}, missed.length + " did not"), named(missed)],
          ...beyond,
        ]
      : beyond;
  // What was not read stands first: "0 met" would pass for the result of those too.
  return [
    ...part(unread, UNREAD, foundWords),
    ...part(met, "met the primary efficacy endpoint"),
    ...part(missed, "did not meet " + (met.length ? "it" : "the primary efficacy endpoint")),
    ...part(other, "had another main goal", foundWords),
  ];
}

// The main goal of a trial was often another outcome: here counts what it found on this one.
function outcomeParts(own) {
  const by = (test) =>
    own.filter((t) => t.directions.size && test(t.directions.has(0), t.directions.size > 1));
  const both = by((good, mixed) => good && mixed),
    bare = own.filter((t) => !t.directions.size);
  return [
    [by((good, mixed) => good && !mixed), "found a benefit"],
    [by((good) => !good), "found none"],
    [both, "found both, by measure or group"],
    [bare, "compared no groups on it"],
  ]
    .filter(([list], i) => list.length || (i < 2 && own.length > 1))
    .map(([list, words]) => [
      h("b", {}, (own.length > 1 ? list.length + " " : "") + words),
      named(list, undefined, false),
    ]);
}

function benefitWords(f) {
  if (!f.benefit.length) return "";
  const contested = f.count(1).sort((a, b) => (a.lv || 9) - (b.lv || 9) || (b.n || 0) - (a.n || 0));
  const supported = f.count(0);
  const firm = supported.filter(isFirm);
  // What only studies without a control group contest is no contradiction among controlled ones.
  const isControlled = (e) => e.lv && e.lv <= 3,
    loose = contested.filter((e) => !isControlled(e)).length;
  const words = !supported.length
    ? contested.length > loose
      ? "No benefit is supported by controlled studies without contradiction."
      : "No benefit is supported by a controlled study."
    : !firm.length
      ? notFirmWords(supported) + ": " + thinWords(supported) + "."
      : firm.length +
        " of " +
        plural(supported.length, "supported benefit") +
        (firm.length === 1 ? " is" : " are") +
        " firm: neither thin nor disputed by trials of narrower products or conditions.";
  const how = !loose
    ? ""
    : loose < contested.length
      ? ", " + loose + " by uncontrolled findings"
      : isLow()
        ? ", uncontrolled"
        : ", by uncontrolled findings";
  const which = isLow()
    ? [" ", stanceButton(1, contested.length + " contested"), how, "."]
    : [
        " Contested" + how.replace(/^, /, " ") + ": ",
        contested.slice(0, 2).map((e, i) => [i ? "; " : "", edgeButton(e)]),
        contested.length > 2 ? [" and ", stanceButton(1, contested.length - 2 + " more")] : "",
        ".",
      ];
  return h("p", {}, words, contested.length ? which : "");
}

// Thin by the evidence, or not upheld by narrower trials: docs/model.md keeps the two apart.
function notFirmWords(supported) {
  const one = supported.length === 1;
  if (supported.every(isWeak))
    return one
      ? "The one supported benefit is thin"
      : (supported.length === 2 ? "Both" : "All " + supported.length) + " supported benefits are thin";
  return one
    ? "The one supported benefit is not firm"
    : (supported.length === 2 ? "Neither" : "None") +
        " of the " +
        supported.length +
        " supported benefits is firm";
}

function thinWords(edges) {
  const counts = new Map();
  const add = (words) => counts.set(words, (counts.get(words) || 0) + 1);
  edges.forEach((e) => (e.th || []).filter((t) => t !== META.reading).forEach((t) => add(META.thin[t])));
  const narrower = edges.filter((e) => e.nd).length;
  const disagree = narrower
    ? META.said.narrower +
      (narrower < edges.length
        ? " with " + narrower + " of them"
        : edges.length > 1
          ? " with all of them"
          : "")
    : "";
  return [
    listed(
      [...counts]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, 3)
        .map(([words, n]) => (edges.length > 1 ? words + " (" + n + ")" : words)),
    ),
    disagree,
  ]
    .filter(Boolean)
    .join("; ");
}

function backgroundWords(edges, name) {
  const people = edges.filter((e) => e.t[0].some(Boolean)).length;
  const reference = edges.filter(
    (e) => e.t[3].some(Boolean) && !e.t.slice(0, 3).some((t) => t.some(Boolean)),
  ).length;
  const laboratory = edges.filter(
    (e) => !e.t[0].some(Boolean) && (e.t[1].some(Boolean) || e.t[2].some(Boolean)),
  ).length;
  const parts = [
    [people, "measured in people"],
    [laboratory, "in animals or in vitro only"],
    [reference, "from references only"],
    [edges.filter((e) => e.st === 5).length, "only claimed"],
  ]
    .filter(([n]) => n)
    .map(([n, words]) => n + " " + words);
  const contested = edges.filter((e) => e.st === 1).length;
  return (
    sentence(name) +
    ": " +
    plural(edges.length, "proposition") +
    (parts.length ? ", " + listed(parts) : "") +
    (contested ? "; " + contested + " contested" : "") +
    "."
  );
}

const stanceButton = (st, words) => act(words, () => showStance(st));

// A second click takes it back.
const isOnly = (st) => filters.stance.size === 1 && filters.stance.has(META.stances[st][0]);

function showStance(st) {
  const focused = document.activeElement && document.activeElement.id;
  filters.stance = new Set(isOnly(st) ? [] : [META.stances[st][0]]);
  change({ filters: true });
  if (focused && byId(focused)) byId(focused).focus();
}

function scoreboard(edges, words, { key = "", title = null } = {}) {
  const harms = edges.every(isHarm);
  return h(
    "ul",
    { class: "score", "aria-label": words },
    h("li", { class: "what", title }, words + ":"),
    // A harm that happened without being tied to the cells stands apart from one that nobody had.
    META.stances
      .flatMap((s, st) =>
        harms && st === 2
          ? [
              [s, st, isUntied],
              [s, st, (e) => !isUntied(e)],
            ]
          : [[s, st, () => true]],
      )
      .map(([s, st, fits]) => {
        const of = edges.filter((e) => e.st === st && fits(e));
        if (!of.length) return "";
        const weak = st ? 0 : of.filter(isWeak).length,
          narrower = st ? 0 : of.filter((e) => !isWeak(e) && e.nd).length;
        const sample = st
          ? of[0]
          : weak + narrower === of.length
            ? of.find((e) => !isFirm(e))
            : { ...of[0], th: [], nd: 0 };
        const chip = (n, words, own) =>
          n
            ? [
                " ",
                h(
                  "span",
                  { class: "thin" },
                  n < of.length
                    ? [isSolid(sample) && own ? [markSvg(own, 6), " "] : "", n + " " + words]
                    : n > 1
                      ? "all " + words
                      : words,
                ),
              ]
            : "";
        return h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              id: "only-" + key + (harms ? "harm-" : "") + signOf(sample) + st,
              "aria-pressed": isOnly(st) ? "true" : "false",
              title: harms
                ? "A harm counts as seen when any report in people shows it."
                : edges.every(isSafety)
                  ? null
                  : s[2],
              onclick: () => showStance(st),
            },
            markSvg(sample, 8),
            " ",
            h("b", {}, of.length),
            " " +
              (harms
                ? st === 2 && isUntied(of[0])
                  ? META.untied[1]
                  : st === 2
                    ? "looked for; not seen, or not counted"
                    : META.harm[st]
                : s[1]),
            chip(weak, "thin", of.find(isWeak)),
            chip(narrower, META.said.wide),
          ),
        );
      }),
  );
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
