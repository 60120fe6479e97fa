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
