// The answer in words, counted from the propositions around the focus before any filter.
const REVIEWS = ["meta analysis", "systematic review"];
const CONTROLLED = ["randomised controlled", "crossover randomised", "non randomised controlled"];
const isHuman = (s) => !s.ref && !["animal", "in vitro"].includes(s.de);
const cluster = (s) => s.same === undefined ? s.no : s.same;
const isBenefit = (e) => ["ameliorates", "improves", "prevents", "cures"].includes(predicate(e).name);

function facts() {
  const edges = scope.around;
  const clinical = edges.filter((e) => topic(e) < 2);
  const human = new Map();
  clinical.flatMap(sourcesOf).filter(isHuman).forEach((s) => human.set(s.no, s));
  const papers = [...human.values()];
  const studies = new Set(papers.filter((s) => !REVIEWS.includes(s.de)).map(cluster));
  const controlled = new Set(papers.filter((s) => CONTROLLED.includes(s.de)).map(cluster));
  const benefit = edges.filter(isBenefit);
  return {
    edges, clinical, benefit,
    studies: studies.size,
    controlled: controlled.size,
    reviews: papers.filter((s) => REVIEWS.includes(s.de)).length,
    trials: trials(benefit),
    animal: new Set(edges.flatMap(sourcesOf).filter((s) => ["animal", "in vitro"].includes(s.de)).map((s) => s.no)).size,
    count: (st) => benefit.filter((e) => e.st === st),
  };
}

// Placebo- or sham-controlled trials with a controlled result on benefit, by what they found on their main goal.
function trials(benefit) {
  const found = new Map();
  for (const e of benefit) for (const f of findingsOf(e)) {
    const s = source(f.s);
    if (!s || s.ref || REVIEWS.includes(s.de) || !(f.lv <= 2) || !["placebo", "sham"].includes(f.ce)) continue;
    const key = cluster(s);
    if (!found.has(key)) found.set(key, { s, directions: new Set() });
    const trial = found.get(key);
    trial.directions.add(f.d);
    if (s.pk === "efficacy" && (s.pm === "met" || s.pm === "not met")) Object.assign(trial, { s, met: s.pm === "met" });
  }
  const all = [...found.values()].sort((a, b) => (a.s.y || 0) - (b.s.y || 0));
  return {
    all,
    met: all.filter((t) => t.met === true),
    missed: all.filter((t) => t.met === false),
    other: all.filter((t) => t.met === undefined),
  };
}

const sourceButton = (s, words) => act(words || sourceName(s), () => select("source", s.id));
const edgeButton = (e, words) => act(words || propositionWords(e), () => select("edge", e.id));
const named = (trialList) => trialList.length ? [" (", trialList.map((t, i) => [i ? ", " : "", sourceButton(t.s, sourceName(t.s) + (t.s.pub && t.s.pub.includes("congress") ? ", congress report" : ""))]), ")"] : "";

function subjectWords() {
  if (state.path) return "How are they connected?";
  if (state.whole) return "The whole evidence graph";
  if (state.focus === null) return "No data";
  const n = node(state.focus);
  return kindOf(n) === "Disease" ? "Cell therapy for " + label(n.no) + ": what is the evidence?" : sentence(label(n.no)) + ": what is the evidence?";
}

function drawHeadline() {
  fill(byId("subject"), subjectWords());
  drawAnswer();
  // Counts of a part must never pass for counts of the whole.
  if (META.cut) byId("headline").prepend(h("p", { class: "warn" }, h("b", {}, "Part of a larger graph: "), META.cut, ". Counts are those of this part."));
}

function drawAnswer() {
  const box = byId("headline");
  if (state.path) return fill(box, pathSentence());
  if (state.focus === null) return fill(box, h("p", {}, "This graph holds no term and no proposition. Build it from data first: ", h("code", {}, "stroma build"), ", then ", h("code", {}, "stroma view"), "."));
  const f = facts();
  const name = state.whole ? "the whole graph" : label(state.focus);
  if (!f.edges.length) return fill(box, h("p", {}, "Nothing in this graph is stated about ", name, ". That is no evidence, not a refutation. ", suggestion()));
  if (!f.clinical.length) return fill(box, h("p", {}, backgroundWords(f, name)), scoreboard(f.edges, "All " + f.edges.length + " propositions"));
  const forms = !state.whole && inFocus.size > 1 ? " and " + plural(inFocus.size - 1, "narrower term or model", "narrower terms and models") : "";
  return fill(box,
    h("p", { class: "lead" }, h("b", {}, plural(f.studies, "human study", "human studies")), " of ", name, forms, ", ", h("b", {}, f.controlled + " controlled"),
      f.reviews ? "; " + plural(f.reviews, "review") : "", f.animal ? "; " + plural(f.animal, "animal or laboratory study", "animal or laboratory studies") + " kept apart" : "", "."),
    trialWords(f), benefitWords(f), f.benefit.length ? scoreboard(f.benefit, plural(f.benefit.length, "possible benefit") + " asked about") : "");
}

function trialWords(f) {
  const t = f.trials;
  if (t.all.length && state.focus !== null && kindOf(node(state.focus)) === "Outcome" && !state.whole) return outcomeWords(t.all);
  if (!t.all.length) return f.benefit.length ? h("p", {}, "No placebo- or sham-controlled trial here reports on benefit.") : "";
  return h("p", {}, "Of ", h("b", {}, plural(t.all.length, "placebo- or sham-controlled trial")), " that looked for benefit, ",
    h("b", {}, t.met.length + " met the primary efficacy endpoint"), named(t.met), ", ",
    h("b", {}, t.missed.length + " did not"), named(t.missed),
    t.other.length ? [" and ", h("b", {}, t.other.length + " had no clear efficacy result"), named(t.other)] : "", ".");
}

// The main goal of a trial was often another outcome: here counts what it found on this one.
function outcomeWords(all) {
  const by = (test) => all.filter((t) => test(t.directions.has(0), t.directions.size > 1));
  const better = by((good, both) => good && !both), none = by((good) => !good), both = by((good, mixed) => good && mixed);
  return h("p", {}, "Of ", h("b", {}, plural(all.length, "placebo- or sham-controlled trial")), " that measured it, ",
    h("b", {}, better.length + " found a benefit"), named(better), ", ", h("b", {}, none.length + " found none"), named(none),
    both.length ? [" and ", h("b", {}, both.length + " found both, by measure or group"), named(both)] : "", ".");
}

function benefitWords(f) {
  if (!f.benefit.length) return "";
  const contested = f.count(1).sort((a, b) => (a.lv || 9) - (b.lv || 9) || (b.n || 0) - (a.n || 0));
  const supported = f.count(0);
  const firm = supported.filter((e) => !isThin(e));
  const words = !supported.length ? "No benefit is supported by a controlled study."
    : !firm.length ? (supported.length === 1 ? "The one supported benefit is thin" : "All " + supported.length + " supported benefits are thin") + ": " + thinWords(supported) + "."
      : firm.length + " of " + plural(supported.length, "supported benefit") + " rest on more than thin evidence.";
  return h("p", {}, words, contested.length
    ? [" Contested: ", contested.slice(0, 2).map((e, i) => [i ? "; " : "", edgeButton(e)]), contested.length > 2 ? [" and ", stanceButton(1, contested.length - 2 + " more")] : "", "."] : "");
}

function thinWords(edges) {
  const counts = new Map();
  edges.forEach((e) => e.th.forEach((t) => counts.set(t, (counts.get(t) || 0) + 1)));
  return listed([...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 3).map(([t, n]) => META.thin[t].split(" (")[0] + " (" + n + ")"));
}

function backgroundWords(f, name) {
  const people = f.edges.filter((e) => e.t[0].some(Boolean)).length;
  const reference = f.edges.filter((e) => e.t[3].some(Boolean) && !e.t[0].some(Boolean)).length;
  const contested = f.count.length && f.edges.filter((e) => e.st === 1).length;
  return sentence(name) + ": " + plural(f.edges.length, "proposition") + ", " + people + " measured in people, " + f.edges.filter((e) => e.st === 4).length
    + " in animals or in vitro only, " + reference + " from references; " + contested + " contested. None is a clinical result.";
}

const stanceButton = (st, words) => act(words, () => showStance(st));

function showStance(st) {
  filters.stance = new Set([META.stances[st][0]]);
  if (!state.whole) state.topic = scope.around.some((e) => isBenefit(e) && e.st === st) ? 0 : ALL;
  change({ filters: true });
}

function scoreboard(edges, words) {
  return h("ul", { class: "score", "aria-label": words },
    h("li", { class: "what" }, words + ":"),
    META.stances.map((s, st) => {
      const of = edges.filter((e) => e.st === st);
      if (!of.length) return "";
      const thin = of.filter(isThin).length;
      const sample = thin === of.length && st === 0 ? of[0] : { ...of[0], th: st === 0 ? [] : of[0].th };
      return h("li", {}, h("button", { type: "button", title: s[2], onclick: () => showStance(st) }, markSvg(sample, 8), " ", h("b", {}, of.length), " " + s[1], thin ? h("span", { class: "thin" }, thin === of.length ? (thin > 1 ? "all thin" : "thin") : thin + " thin") : ""));
    }));
}

function suggestion() {
  const best = node.size <= 2000 ? node.all().filter((n) => links(n).length).sort((a, b) => links(b).length - links(a).length)[0] : null;
  return best ? act("Look at " + label(best.no), () => focusOn(best.no)) : "Search for another term.";
}
