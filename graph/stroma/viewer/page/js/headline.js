// The answer in words, counted from the propositions around the focus before any filter.
const REVIEWS = ["meta analysis", "systematic review"];
const CONTROLLED = ["randomised controlled", "crossover randomised", "non randomised controlled"];
const LABORATORY = ["animal", "in vitro"];
const isHuman = (s) => !s.ref && !LABORATORY.includes(s.de);
const cluster = (s) => s.same === undefined ? s.no : s.same;
const isBenefit = (e) => ["ameliorates", "improves", "prevents", "cures"].includes(predicate(e).name);
// What a link asked for and this page does not hold.
let notHere = "";

function facts() {
  const edges = scope.around;
  const clinical = edges.filter((e) => topic(e) < 2);
  const human = new Map();
  clinical.flatMap(ownSources).filter(isHuman).forEach((s) => human.set(s.no, s));
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
    animal: new Set(edges.flatMap(ownSources).filter((s) => LABORATORY.includes(s.de)).map((s) => s.no)).size,
    count: (st) => benefit.filter((e) => e.st === st),
  };
}

// Placebo- or sham-controlled trials with a controlled result on benefit, by what they found on their main goal.
function trials(benefit) {
  const found = new Map();
  for (const e of benefit) for (const f of ownFindings(e)) {
    const s = source(f.s);
    if (!s || s.ref || REVIEWS.includes(s.de) || !(f.lv <= 2) || !["placebo", "sham"].includes(f.ce)) continue;
    const key = cluster(s);
    if (!found.has(key)) found.set(key, { s, directions: new Set() });
    const trial = found.get(key);
    trial.directions.add(f.d);
    if (s.pk === "efficacy" && (s.pm === "met" || s.pm === "not met")) Object.assign(trial, { s, met: s.pm === "met" });
  }
  const all = [...found.values()].sort((a, b) => (a.s.y || 0) - (b.s.y || 0));
  const rest = all.filter((t) => t.met === undefined);
  const isOther = (t) => t.s.pk && t.s.pk !== "efficacy";
  return {
    all,
    met: all.filter((t) => t.met === true),
    missed: all.filter((t) => t.met === false),
    // Trials whose main goal was another one, or is not known here: what they found on benefit all the same.
    rest: [["had another main goal", isOther], ["had a main goal that is unclear or not recorded here", (t) => !isOther(t)]].flatMap(([words, test]) => [
      [rest.filter((t) => test(t) && !t.directions.has(0)), words + " and showed no effect"],
      [rest.filter((t) => test(t) && t.directions.has(0)), words + " and found some benefit"]]),
  };
}

const sourceButton = (s, words) => act(words || sourceName(s), () => select("source", s.id));
const edgeButton = (e, words) => act(words || propositionWords(e), () => select("edge", e.id));
const NAMES = 12;
const named = (trialList) => trialList.length ? [" (", trialList.slice(0, NAMES).map((t, i) => [i ? ", " : "", sourceButton(t.s, sourceName(t.s) + (t.s.pub && t.s.pub.includes("congress") ? ", congress report" : ""))]), trialList.length > NAMES ? " and " + (trialList.length - NAMES) + " more" : "", ")"] : "";

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
  const box = byId("headline");
  // Counts of a part must never pass for counts of the whole.
  if (META.cut) box.prepend(h("p", { class: "warn" }, h("b", {}, "Part of a larger graph: "), META.cut, ". Counts are those of this part."));
  if (notHere) box.prepend(h("p", { class: "warn", id: "not-here" }, h("b", {}, "The link asks for “" + cut(notHere, 60) + "”, which this page does not hold. "), state.focus === null ? "" : sentence(label(state.focus)) + " is shown instead. ", "Search for another term, or make a page on it with ", h("code", {}, "stroma view"), "."));
}

function drawAnswer() {
  const box = byId("headline");
  if (state.path) return fill(box, pathSentence());
  if (state.focus === null) return fill(box, h("p", {}, "This graph holds no term and no proposition. Build it from data first: ", h("code", {}, "stroma build"), ", then ", h("code", {}, "stroma view"), "."));
  const f = facts();
  const name = state.whole ? "the whole graph" : label(state.focus);
  if (!f.edges.length) return fill(box, h("p", {}, "Nothing in this graph is stated about ", name, ". That is no evidence, not a refutation. ", suggestion()));
  if (!f.clinical.length) return fill(box, h("p", {}, backgroundWords(f.edges, name), " None is a clinical result."), scoreboard(f.edges, "Of " + plural(f.edges.length, "proposition")));
  fill(box, leadWords(f, name), partNote(f.edges), answer(f));
}

// The sentence of each question, and the counts that belong to it: the same number as on its button.
function answer(f) {
  const of = (no) => f.edges.filter((e) => topic(e) === no);
  const edges = state.topic === ALL ? f.edges : of(state.topic);
  if (state.topic === 0) return [trialWords(f), benefitWords(f), f.benefit.length ? scoreboard(f.benefit, benefitCount(f)) : ""];
  if (!edges.length) return "";
  if (state.topic === 1) return [harmWords(edges), ...safetyScores(edges)];
  if (state.topic === 2) return [h("p", {}, backgroundWords(edges, "How it might work")), scoreboard(edges, "Of " + plural(edges.length, "proposition"))];
  if (state.topic === 3) return [useWords(edges), scoreboard(edges, "Of " + plural(edges.length, "proposition") + " on use")];
  const harms = of(1);
  return [trialWords(f), benefitWords(f), harms.length ? harmWords(harms, 4) : "", scoreboard(edges, "All " + plural(edges.length, "proposition"))];
}

function benefitCount(f) {
  const other = scope.around.filter((e) => topic(e) === 0).length - f.benefit.length;
  return plural(f.benefit.length, "possible benefit") + " asked about" + (other ? ", beside " + plural(other, "question") + " of where or how it helps more" : "");
}

const FORM = { Disease: ["form", "forms"], CellProduct: ["narrower product", "narrower products"], Outcome: ["single outcome", "single outcomes"] };

// Who was studied: people first; what is no study of people is said apart.
function leadWords(f, name) {
  const n = state.whole ? null : node(state.focus);
  const others = n ? [...inFocus].filter((no) => no !== n.no).map(node) : [];
  const models = others.filter((o) => o.of !== undefined);
  const made = others.filter((o) => o.k !== (n && n.k) && kindOf(o) === "CellProduct");
  const forms = others.filter((o) => o.k === (n && n.k) && o.of === undefined);
  const kind = n ? kindOf(n) : "";
  const about = kind === "Route" ? " that used " + name : made.length ? " of " + name + (others.length > made.length ? " and" : " or") + " " : " of " + name;
  const products = made.length ? plural(made.length, "product") + " made from " + (kind === "Tissue" ? "it" : "such cells") : "";
  return h("p", { class: "lead" }, h("b", {}, plural(f.studies, "human study", "human studies")), made.length ? [" of the ", products] : about,
    forms.length && !made.length ? [" (", plural(forms.length, ...(FORM[kind] || ["narrower term", "narrower terms"])), " included)"] : "", ", ", h("b", {}, f.controlled + " controlled"),
    f.reviews ? ", and " + plural(f.reviews, "review") : "", ".",
    f.animal ? [" Not counted among them: ", plural(f.animal, "study", "studies") + " in animals or in vitro", models.length ? " (" + plural(models.length, "model") + " of the disease, and cells)" : "", "."] : "");
}

// A mark is a whole proposition; of a route's propositions often only some studies used the route.
function partNote(edges) {
  const part = edges.filter((e) => partWords(e)).length;
  return part ? h("p", { class: "sub" }, "A mark gives all the evidence on its proposition; “1/3” beside it: one of its three sources used " + label(state.focus) + ".") : "";
}

function trialWords(f) {
  const t = f.trials;
  if (t.all.length && state.focus !== null && kindOf(node(state.focus)) === "Outcome" && !state.whole) return outcomeWords(t.all);
  if (!t.all.length) return f.benefit.length ? h("p", {}, "No placebo- or sham-controlled trial here reports on benefit.") : "";
  const parts = [[t.met, "met the primary efficacy endpoint"], [t.missed, "did not"], ...t.rest]
    .filter(([list], i) => list.length || i < 2).map(([list, words]) => [h("b", {}, list.length + " " + words), named(list)]);
  return h("p", {}, "Of ", h("b", {}, plural(t.all.length, "placebo- or sham-controlled trial")), " that looked for benefit, ",
    parts.map((part, i) => [i ? (i === parts.length - 1 ? " and " : ", ") : "", part]), ".");
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
  const firm = supported.filter(isFirm);
  const words = !supported.length ? contested.length ? "No benefit is supported by controlled studies without contradiction." : "No benefit is supported by a controlled study."
    : !firm.length ? (supported.length === 1 ? "The one supported benefit is thin" : (supported.length === 2 ? "Both" : "All " + supported.length) + " supported benefits are thin") + ": " + thinWords(supported) + "."
      : firm.length + " of " + plural(supported.length, "supported benefit") + (firm.length === 1 ? " rests" : " rest") + " on more than thin evidence.";
  return h("p", {}, words, contested.length
    ? [" Contested: ", contested.slice(0, 2).map((e, i) => [i ? "; " : "", edgeButton(e)]), contested.length > 2 ? [" and ", stanceButton(1, contested.length - 2 + " more")] : "", "."] : "");
}

function thinWords(edges) {
  const counts = new Map();
  const add = (words) => counts.set(words, (counts.get(words) || 0) + 1);
  edges.forEach((e) => { (e.th || []).filter((t) => t !== META.reading).forEach((t) => add(META.thin[t])); if (e.nd) add(META.said.narrower); });
  return listed([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3).map(([words, n]) => words + " (" + n + ")"));
}

function isSerious(no, seen = new Set()) {
  if (seen.has(no)) return false;
  seen.add(no);
  return ["term:serious-adverse-event", "term:treatment-related-death"].includes(nodeKey(no)) || (node(no).b || []).some((b) => isSerious(b, seen));
}

// Each kind of harm with what the studies counted: serious ones first, then by the share of people who had it.
function harmEvents(edges) {
  const events = new Map();
  for (const e of edges.filter(isHarm)) for (const f of ownFindings(e)) {
    if (f.g === 1 || f.g === 2) continue;
    if (!events.has(e.to)) events.set(e.to, { no: e.to, seen: [], not: [] });
    events.get(e.to)[f.d === 0 ? "seen" : "not"].push({ e, f });
  }
  const share = (x) => x.f.ev && x.f.ev[1] ? x.f.ev[0] / x.f.ev[1] : -1;
  const size = (x) => x.f.ev ? x.f.ev[1] || 0 : 0;
  for (const event of events.values()) {
    event.seen.sort((a, b) => share(b) - share(a) || a.e.no - b.e.no);
    event.not.sort((a, b) => size(b) - size(a) || a.e.no - b.e.no);
    event.share = event.seen.length ? share(event.seen[0]) : -1;
    event.serious = isSerious(event.no) ? 1 : 0;
  }
  return [...events.values()].sort((a, b) => b.serious - a.serious || b.share - a.share || b.seen.length - a.seen.length || label(a.no).localeCompare(label(b.no)));
}

function harmItem(event, side) {
  const all = event[side], first = all[0];
  const sources = new Set(all.map((x) => x.f.s)).size;
  const count = first.f.ev ? countWords(first.f) : "";
  const who = source(first.f.s) ? sourceName(source(first.f.s)) : "";
  const also = side === "seen" && event.not.length ? "; not in " + plural(new Set(event.not.map((x) => x.f.s)).size, "other") : "";
  return [edgeButton(first.e, label(event.no)), " (", [count, who].filter(Boolean).join(", "), sources > 1 ? " and " + (sources - 1) + " more" : "", also, ")"];
}

function harmWords(edges, room = 8) {
  const events = harmEvents(edges);
  const seen = events.filter((x) => x.seen.length), not = events.filter((x) => !x.seen.length);
  const list = (items, side, most) => [items.slice(0, most).map((x, i) => [i ? ", " : "", harmItem(x, side)]), items.length > most ? " and " + (items.length - most) + " more, in the table" : ""];
  const serious = seen.filter((x) => x.serious), other = seen.filter((x) => !x.serious);
  return h("p", { id: "harms" }, seen.length ? [h("b", {}, plural(seen.length, "kind") + " of harm seen in people"), ". ", serious.length ? [h("b", {}, "Serious: "), list(serious, "seen", room), ". "] : "No serious one among them. ", other.length ? [h("b", {}, serious.length ? "Others" : "Seen"), ", the commonest first: ", list(other, "seen", room), "."] : ""]
      : h("b", {}, "No harm was seen in people here. "), not.length ? [" ", h("b", {}, sentence(META.harm[2]) + ": "), list(not, "not", 4), "."] : "", " What nobody looked for is not in these counts.");
}

// Whether a harm was seen, and whether a product was judged safe, are two questions with two sorts of answer.
function safetyScores(edges) {
  const harms = edges.filter(isHarm), safe = edges.filter((e) => !isHarm(e));
  return [harms.length ? scoreboard(harms, plural(harms.length, "possible harm") + " asked about") : "", safe.length ? scoreboard(safe, plural(safe.length, "proposition") + " that a product is safe") : ""];
}

function useWords(edges) {
  const by = (name) => edges.filter((e) => predicate(e).name === name && e.st !== 5).sort(byEvidence);
  const short = (e) => inFocus.has(e.from) && !inFocus.has(e.to) ? label(e.to) : inFocus.has(e.to) ? label(e.from) : label(e.from) + " for " + label(e.to);
  const said = [["approvedFor", "Approved: "], ["treats", "Established treatment: "], ["studiedFor", "Studied, which says nothing about benefit: "]].map(([name, words]) => {
    const list = by(name);
    return list.length ? [h("b", {}, words), list.slice(0, 6).map((e, i) => [i ? ", " : "", edgeButton(e, short(e)), name === "studiedFor" || e.st === 0 ? "" : " (" + stanceWords(e) + ")"]), list.length > 6 ? " and " + (list.length - 6) + " more" : "", ". "] : "";
  });
  return h("p", {}, by("approvedFor").length ? "" : "No approval is recorded here. ", said);
}

function backgroundWords(edges, name) {
  const people = edges.filter((e) => e.t[0].some(Boolean)).length;
  const reference = edges.filter((e) => e.t[3].some(Boolean) && !e.t.slice(0, 3).some((t) => t.some(Boolean))).length;
  const laboratory = edges.filter((e) => !e.t[0].some(Boolean) && (e.t[1].some(Boolean) || e.t[2].some(Boolean))).length;
  const parts = [[people, "measured in people"], [laboratory, "in animals or in vitro only"], [reference, "from references only"], [edges.filter((e) => e.st === 5).length, "only claimed"]].filter(([n]) => n).map(([n, words]) => n + " " + words);
  const contested = edges.filter((e) => e.st === 1).length;
  return sentence(name) + ": " + plural(edges.length, "proposition") + (parts.length ? ", " + listed(parts) : "") + (contested ? "; " + contested + " contested" : "") + ".";
}

const stanceButton = (st, words) => act(words, () => showStance(st));

function showStance(st) {
  filters.stance = new Set([META.stances[st][0]]);
  change({ filters: true });
}

function scoreboard(edges, words) {
  const harms = edges.every(isHarm);
  return h("ul", { class: "score", "aria-label": words },
    h("li", { class: "what" }, words + ":"),
    META.stances.map((s, st) => {
      const of = edges.filter((e) => e.st === st);
      if (!of.length) return "";
      const weak = st ? 0 : of.filter((e) => !isFirm(e)).length;
      const sample = st ? { ...of[0], p: of[0].p } : weak === of.length ? of.find((e) => !isFirm(e)) : { ...of[0], th: [], nd: 0 };
      return h("li", {}, h("button", { type: "button", title: s[2], onclick: () => showStance(st) }, markSvg(sample, 8), " ", h("b", {}, of.length), " " + (harms ? META.harm[st] : s[1]), weak ? h("span", { class: "thin" }, weak === of.length ? (weak > 1 ? "all thin" : "thin") : weak + " thin") : ""));
    }));
}

function suggestion() {
  const best = node.size <= 2000 ? node.all().filter((n) => links(n).length).sort((a, b) => links(b).length - links(a).length)[0] : null;
  return best ? act("Look at " + label(best.no), () => focusOn(best.no)) : "Search for another term.";
}
