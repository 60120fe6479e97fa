// What did the randomised trials find? The largest by name, then a line for each thing that they compared with, whose
// numbers stand below those of the line above.

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
  const t = f.trials,
    isOutcome = state.focus !== null && !state.whole && kindOf(node(state.focus)) === "Outcome";
  isBrief = isLongList(t) || (isLow() && !areTrialsNamed && !isOutcome);
  if (!t.all.length) return noTrialWords(f);
  if (isOutcome) return h("div", { id: "trials" }, onOutcomeWords(t.all), outcomeLines(t.all));
  return [
    h(
      "div",
      { id: "trials" },
      h("p", {}, largestWords(t), silentWords(t), t.all.length > 1 ? "" : nameLink(t)),
      goalLines(t),
    ),
    whichTrials(t),
  ];
}

// Of so many, or on so little room, names stand behind one line.
const isLongList = (t) => isNarrow() || t.all.length > NAMES;

function noTrialWords(f) {
  const none =
      "No randomised controlled trial " + (choosesStudies() ? "of these" : "here") + " reports on benefit.",
    silent = silentWords(f.trials);
  return f.benefit.length || silent ? h("p", {}, f.benefit.length ? none : "", silent) : "";
}

const onOutcomeWords = (all) =>
  h(
    "p",
    {},
    all.length > 1 ? "Of " : "The ",
    h("b", {}, all.length > 1 ? plural(all.length, TRIAL) : "one " + TRIAL),
    " entered here that measured it:",
  );

const TRIAL = "randomised controlled trial";

// How many there are, and what the largest came to; the only one with all that it found.
function largestWords(t) {
  const first = t.all[0],
    isOne = t.all.length === 1,
    about = aboutLargest(t);
  const lead = isOne
    ? [
        "The ",
        h("b", {}, "one " + TRIAL + " entered here"),
        widerStudies(0).length ? " on exactly this form" : "",
      ]
    : [
        "Of ",
        h("b", {}, plural(t.all.length, TRIAL) + " entered here"),
        isSpread(t.all) ? " in " + countDiseases(t.all) + " diseases" : "",
      ];
  return [
    lead,
    " that looked for benefit",
    pooledWords(),
    isOne ? ", " : ", the largest, ",
    sourceButton(first.s),
    about ? " (" + about + "), " : ", ",
    h("b", {}, goalWords(first)),
    ".",
    isOne ? sidesWords(first) : "",
  ];
}

// In which disease, in how many people, against what, and how that is known.
function aboutLargest(t) {
  const first = t.all[0],
    isOne = t.all.length === 1;
  // What all of them were compared with follows at once.
  const isSaid = isBrief && !isOne && t.all.every((x) => x.kind === first.kind);
  const who = [
    namesDisease(first.s) ? inWhich(first.s) : "",
    first.s.n ? plural(first.s.n, "person", "people") : "",
    isSaid ? "" : "against " + (comparatorNames([first]) || CONTROLS[first.kind][0]),
  ];
  const parts = [
    who.filter(Boolean).join(", "),
    knownWords(first.s),
    isOne && first.met === undefined ? foundWords(first) : "",
  ];
  return parts.filter(Boolean).join("; ");
}

// Trials of which no result on benefit is entered; of a long list they are named behind the line with the others.
function silentWords(t, isNamed = !isBrief || !t.all.length) {
  if (!t.silent.length) return "";
  const count = plural(t.silent.length, (t.all.length ? "further " : "") + "randomised trial");
  if (!isNamed)
    return [
      " ",
      h("b", {}, count),
      t.silent.length === 1 ? " has" : " have",
      " no result on benefit entered.",
    ];
  return [" No result on benefit is entered here of ", h("b", {}, count), " (", inBrackets(t.silent), ")."];
}

const nameLink = (t) =>
  isBrief && !isLongList(t) && (t.all.length > 1 || t.silent.length)
    ? [" ", act("Trial names", nameTrials, { id: "name-trials" })]
    : "";

function whichTrials(t) {
  if (!isLongList(t) || !(t.all.length > 1 || t.silent.length)) return "";
  return h(
    "details",
    {},
    h("summary", {}, "Which trials"),
    h("p", {}, inBrackets(t.all, goalWords, t.all.length), ".", silentWords(t, true)),
  );
}

// What the other treatment was: no better than cortisone is not no better than nothing.
const comparatorNames = (trialList) =>
  trialList.every((t) => CONTROLS[t.kind][1].includes("active"))
    ? [...new Set(trialList.flatMap((t) => [...t.against]))].join(" or ")
    : "";

const goalLines = (t) => (t.all.length > 1 ? controlLines(t.all, goalColumns, goalCells, nameLink(t)) : "");
const outcomeLines = (all) => controlLines(all, () => OUTCOME_COLUMNS, outcomeCells, "");

// Two lines for each kind of control, that of the largest trial first: the numbers, in the same columns for all, and
// whose they are.
function controlLines(all, columnsOf, cellsOf, last) {
  const rows = [...new Set(all.map((t) => t.kind))].map((kind) => all.filter((t) => t.kind === kind));
  const say = sayOnce(),
    order = columnsOf(rows),
    told = rows.map((own) => cellsOf(own, say)).map((cells) => order.map((key) => tellCell(cells[key])));
  const columns = order.map((_, i) => i).filter((i) => told.some((cells) => cells[i]));
  return h(
    "table",
    {
      class: rows.length > 1 ? "lines" : "lines one",
      "aria-label": "What the trials came to, by what they compared with",
    },
    rows.map((own, no) => [
      numberLine(
        own,
        columns.map((i) => told[no][i]),
      ),
      whoLine(told[no].filter(Boolean), columns.length, no === rows.length - 1 ? last : ""),
    ]),
  );
}
// Null where there is nothing to tell, not even that none did.
function tellCell({ list, words, more, isNoneTold, isGoal }) {
  if (!list.length && !isNoneTold) return null;
  const [full, brief = full] = words();
  return { head: list.length + " " + full, brief, who: list.length ? namesOf(list, more, isGoal) : "" };
}

function numberLine(own, cells) {
  const by = comparatorNames(own),
    last = cells.filter(Boolean).pop();
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      "Against ",
      h("b", {}, CONTROLS[own[0].kind][0]),
      by ? ", " + by : "",
      " (" + plural(own.length, "trial") + "): ",
    ),
    cells.map((cell) =>
      h("td", {}, cell && [h("b", {}, cell.head), h("span", { class: "join" }, cell === last ? ". " : "; ")]),
    ),
  );
}

// Of several numbers each is named again before its people.
function whoLine(cells, wide, last) {
  const known = cells.filter((cell) => cell.who),
    name = (cell) => (cells.length > 1 ? h("span", { class: "which" }, sentence(cell.brief) + ": ") : "");
  return h(
    "tr",
    { class: "who" },
    h(
      "td",
      { colspan: wide + 1 },
      known.map((cell) => [name(cell), cell.who, ". "]),
      last,
    ),
  );
}

// A long name in full where it stands first, in short on the lines below.
function sayOnce() {
  const said = new Set();
  const say = (full, brief) => (said.has(full) ? brief : said.add(full) && full);
  return Object.assign(say, { has: (full) => said.has(full) });
}
