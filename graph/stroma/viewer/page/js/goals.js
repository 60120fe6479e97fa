// What did a trial come to: its primary efficacy endpoint, and what it found on all that it measured?

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

const UNREAD = "had a main goal whose result is unclear or was not read here";
const hasOtherGoal = (t) => !!t.s.pk && t.s.pk !== "efficacy";

// Whether of half of those with efficacy as their main goal, or more, nobody read here if it was reached.
function isMostlyUnread(trialList) {
  const efficacy = trialList.filter((t) => t.met !== undefined || !hasOtherGoal(t)),
    unread = efficacy.filter((t) => t.met === undefined).length;
  return unread > 0 && unread * 2 >= efficacy.length;
}

// How many came to what, and who they are, in the order in which they are told. Of half of them or more nobody read
// it: then that stands first, and no "0 met", which would pass for their result.
const goalColumns = (rows) =>
  rows.some(isMostlyUnread) ? ["unread", "met", "missed", "other"] : ["met", "missed", "unread", "other"];

const ENDPOINT = "the primary efficacy endpoint",
  UNCLEAR = "unclear or not read here";

// What the trials of one line came to, by column; `say` has a long name in full where it stands first.
function goalCells(own, say) {
  const decided = own.filter((t) => t.met !== undefined),
    open = own.filter((t) => t.met === undefined),
    met = decided.filter((t) => t.met);
  const isNoneTold = own.length > 1 && decided.length > 0 && !isMostlyUnread(own),
    isMetTold = met.length > 0 || isNoneTold;
  const cell = (list, words, more) => ({ list, words, more, isNoneTold: isNoneTold && !more, isGoal: true });
  return {
    unread: cell(
      open.filter((t) => !hasOtherGoal(t)),
      () => [say.has(ENDPOINT) ? UNCLEAR : say("had a main goal " + UNCLEAR, UNCLEAR), "unclear or not read"],
      foundWords,
    ),
    met: cell(met, () => ["met " + say(ENDPOINT, "it"), "met"]),
    missed: cell(
      decided.filter((t) => !t.met),
      () => [isMetTold ? "did not" : "did not meet " + say(ENDPOINT, "it"), "did not"],
    ),
    other: cell(open.filter(hasOtherGoal), () => ["had another main goal", "other goal"], foundWords),
  };
}

const OUTCOME_COLUMNS = ["good", "none", "both", "bare"];

// The main goal of a trial was often another outcome: here counts what it found on this one.
function outcomeCells(own) {
  const compared = own.filter((t) => t.directions.size),
    good = compared.filter((t) => t.directions.has(0));
  const cell = (list, words, isNoneTold = false) => ({
    list,
    words: () => [words],
    isNoneTold,
    isGoal: false,
  });
  return {
    good: cell(
      good.filter((t) => t.directions.size === 1),
      "found a benefit",
      own.length > 1,
    ),
    none: cell(
      compared.filter((t) => !good.includes(t)),
      "found none",
      own.length > 1,
    ),
    both: cell(
      good.filter((t) => t.directions.size > 1),
      "found both, by measure or group",
    ),
    bare: cell(
      own.filter((t) => !t.directions.size),
      "compared no groups on it",
    ),
  };
}
