// How a trial is named in a sentence: by whom, in which disease, with how many people, and how its result is known.

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

// Names, after the number of people where more than one trial makes it; without names how these are known.
function namesOf(trialList, more, isGoal = true) {
  const size = trialList.length > 1 ? sizeWords(trialList) : "";
  if (size && isBrief) return [size, isGoal ? knownOf(trialList) : ""].filter(Boolean).join("; ");
  return [size ? size + ": " : "", inBrackets(trialList, more, NAMES, isGoal)];
}

const sizeWords = (trialList) => {
  if (!people(trialList)) return "";
  return isSpread(trialList) ? "in " + countDiseases(trialList) + " diseases" : peopleWords(trialList);
};

const peopleWords = (trialList) =>
  plural(people(trialList), "person", "people") +
  (trialList.some((t) => !t.s.n) ? " and those of unknown number" : "");

const joined = (parts) => parts.map((part, i) => [i ? (i === parts.length - 1 ? " and " : ", ") : "", part]);
