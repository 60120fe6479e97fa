// What is said of a search: how it was understood, what of it is not here, and where nothing goes by its words.

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

const noteDown = (words, missing, { things = [], unused = [], harms = [], told = [], records = "" } = {}) => {
  note = { words, missing, things, unused, harms, told, records, focus: state.focus, topic: state.topic };
};

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
