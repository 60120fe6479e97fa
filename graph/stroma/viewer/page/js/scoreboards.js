// How many propositions have which stance? With their marks these counts are the key above the views.

let tallies = [];

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
  const isOfHarms = edges.every(isHarm);
  return h(
    "ul",
    { class: "score", "aria-label": words },
    h("li", { class: "what", title }, words + ":"),
    META.stances.flatMap((_, st) =>
      ofStance(edges, st, isOfHarms).map((of) => scoreItem(of, st, { key, isOfHarms, edges })),
    ),
  );
}

// A harm that happened without being tied to the cells stands apart from one that nobody had.
function ofStance(edges, st, isOfHarms) {
  const of = edges.filter((e) => e.st === st),
    groups = isOfHarms && st === 2 ? [of.filter(isUntied), of.filter((e) => !isUntied(e))] : [of];
  return groups.filter((group) => group.length);
}

function scoreItem(of, st, { key, isOfHarms, edges }) {
  const weak = st ? [] : of.filter(isWeak),
    narrower = st ? [] : of.filter((e) => !isWeak(e) && e.nd),
    sample = sampleOf(of, st, weak.length + narrower.length);
  const means = isOfHarms
    ? "A harm counts as seen when any report in people shows it."
    : edges.every(isSafety)
      ? null
      : META.stances[st][2];
  const button = h(
    "button",
    {
      type: "button",
      id: "only-" + key + (isOfHarms ? "harm-" : "") + signOf(sample) + st,
      "aria-pressed": isOnly(st) ? "true" : "false",
      title: means,
      onclick: () => showStance(st),
    },
    markSvg(sample, 8),
    " ",
    h("b", {}, of.length),
    " " + (isOfHarms ? harmScoreWords(of[0], st) : META.stances[st][1]),
    scoreChip(weak.length, of.length, "thin", isSolid(sample) ? weak[0] : undefined),
    scoreChip(narrower.length, of.length, META.said.wide),
  );
  return h("li", {}, button);
}

// The mark of all: a full one unless none of them has full support.
function sampleOf(of, st, notFirm) {
  if (st) return of[0];
  return notFirm === of.length ? of.find((e) => !isFirm(e)) : { ...of[0], th: [], nd: 0 };
}

function harmScoreWords(e, st) {
  if (st !== 2) return META.harm[st];
  return isUntied(e) ? META.untied[1] : "looked for; not seen, or not counted";
}

// How many of them rest on little, with their own mark where that of all is another.
function scoreChip(n, all, words, own) {
  if (!n) return "";
  const said =
    n < all ? [own ? [markSvg(own, 6), " "] : "", n + " " + words] : n > 1 ? "all " + words : words;
  return [" ", h("span", { class: "thin" }, said)];
}

// Whether a harm was seen, and whether a product was judged safe, are two questions with two sorts of answer.
function safetyScores(edges) {
  const harms = edges.filter(isHarm),
    safe = edges.filter((e) => !isHarm(e));
  return [
    harms.length ? scoreboard(harms, plural(harms.length, "possible harm") + " asked about") : "",
    safe.length
      ? scoreboard(
          safe,
          plural(safe.length, "proposition") + " that a product is safe, as its studies put it",
        )
      : "",
  ].filter(Boolean);
}
