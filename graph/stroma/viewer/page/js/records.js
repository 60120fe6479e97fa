// Two questions about the records themselves: what did nobody measure, and was a study retracted?

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
