// What a question in words means: "does NurOwn help ALS", "knee pain", "side effects". A word that names nothing here is
// never skipped, unless it only asks.
const QUESTIONS = [[1, /\b(safe|safety|harms?|harmful|side effects?|risks?|danger\w*|causes?|died?|dies|kills?)\b/], [3, /\b(approved|approval|in use|available|legal)\b/], [2, /\b(how does|how might|how do|mechanisms?)\b/], [0, /\b(help|helps|works?|effective|benefits?|cures?|slows?|stops?|halts?|reverses?|improves?|prevents?|better)\b/]];
const questionIn = (text) => (QUESTIONS.find(([, words]) => words.test(fold(text))) || [])[0];
const ASKING = new Set(wordsOf("help helps work works working effective effect benefit benefits cure cures treat treats treated treating treatment treatments therapy therapies safe safety harm harms harmful risk risks danger dangerous side effects approved approval available legal good bad better any there evidence proof proven study studies trial trials people patients person know known about really use used using might mechanism mechanisms cause causes slow slows stop stops halt halts reverse reverses improve improves prevent prevents best result results vs versus than placebo sham many much often"));
// Where it is in use is told for every region at once.
const REGIONS = new Set(wordsOf("europe european union eu ema us usa america united states fda japan canada south korea"));
const DEATH = { died: "death", die: "death", dies: "death", kill: "death" };
// Who asks, and for whom.
["i me my mine we our us you your he his she her mother father mum mom dad wife husband son daughter friend please tell should would could hope if so get"].flatMap((list) => list.split(" ")).forEach((word) => ASKING.add(word));

// Of terms that all hold a word: the only one, or the one that all others are a kind of.
const widest = (found) => found.length === 1 ? found[0] : found.find((x) => { const all = closure(x.no); return found.every((y) => all.has(y.no)); });

// The one disease, product or outcome whose name holds all these words. Of outcomes that share a word none stands for the rest.
function partlyNamed(words) {
  const pool = indexed().filter((x) => x.what === "node" && links(node(x.no)).length && node(x.no).of === undefined && words.every((w) => x.words.has(w) && x.texts.some((t) => wordsOf(t).includes(w))));
  return ["Disease", "CellProduct", "Outcome"].map((kind) => {
    const found = pool.filter((x) => kindOf(node(x.no)) === kind);
    return kind === "Outcome" && found.length > 1 ? undefined : widest(found);
  }).find(Boolean);
}

// The terms that a text names in full, longest names first, then those it names in part; the words that are left over.
function readWords(text) {
  const words = wordsOf(fold(text)).map((w) => DEATH[w] || w), spoken = " " + words.join(" ") + " ", left = new Set(words), terms = [];
  if (fold(text).split(" ").length < 2) return { terms, whole: terms, rest: words.filter((w) => !ASKING.has(w)) };
  const named = indexed().filter((x) => x.what === "node").flatMap((x) => x.texts.map((t) => [wordsOf(t), x])).filter(([own]) => own.length && spoken.includes(" " + own.join(" ") + " ") && !own.every((w) => ASKING.has(w)));
  named.sort((a, b) => b[0].length - a[0].length || b[1].weight - a[1].weight);
  for (const [own, x] of named) {
    if (!own.some((w) => left.has(w)) || terms.includes(x)) continue;
    own.forEach((w) => left.delete(w));
    terms.push(x);
  }
  const whole = terms.slice();
  const isUse = questionIn(text) === 3;
  let rest = [...left].filter((w) => !ASKING.has(w) && !(isUse && REGIONS.has(w)));
  for (const part of rest.length > 1 ? [rest, ...rest.map((w) => [w])] : rest.map((w) => [w])) {
    const found = part.every((w) => rest.includes(w)) && partlyNamed(part);
    if (!found) continue;
    if (!terms.includes(found)) terms.push(found);
    rest = rest.filter((w) => !part.includes(w));
  }
  const isDisease = (x) => kindOf(node(x.no)) === "Disease";
  return { terms: terms.sort((a, b) => isDisease(b) - isDisease(a)), whole: terms.filter((x) => whole.includes(x)), rest };
}

// "Stem cells" is what every page here is about, and nothing that a question could be narrowed to.
const isGeneral = (x) => ["CellProduct", "CellType"].includes(kindOf(node(x.no))) && closure(x.no).size > 12;

// Which term a question is about: a disease, the narrowest, else a product; "it" is what the page is on.
function middleOf(terms, asked) {
  const here = isTreated() && !state.path ? state.focus : undefined;
  const diseases = terms.filter((x) => kindOf(node(x.no)) === "Disease");
  const disease = diseases.find((x) => { const own = closure(x.no); return diseases.every((y) => y === x || !own.has(y.no)); }) || diseases[0];
  if (disease) return disease.no;
  const product = terms.find((x) => kindOf(node(x.no)) === "CellProduct" && (here === undefined || !isGeneral(x)));
  if (product) return product.no;
  const isOfIt = terms.every((x) => isGeneral(x) || kindOf(node(x.no)) === "Outcome");
  if (here !== undefined && asked !== undefined && isOfIt) return here;
  if (terms.length) return terms.length === 1 ? terms[0].no : undefined;
  // Of the whole graph the question may be asked, of a path not.
  return asked === undefined || state.path ? undefined : state.whole ? null : state.focus === null ? undefined : state.focus;
}

// The answer to a question in words: which term stands in the middle, which question, and what is selected. Null: no answer.
function answerTo(text) {
  const asked = questionIn(text), { terms, rest } = readWords(text), middle = middleOf(terms, asked);
  if (middle === undefined) return null;
  if (rest.length) return middle === null ? null : rowsWith(rest, middle, asked);
  if (middle === null) return { what: "answer", middle, topic: asked, name: "the whole graph: " + META.topics[asked][1], hint: "answer", missing: "" };
  if (asked === undefined && terms.length < 2 && (!terms.length || isNamed(terms[0], text))) return null;
  const narrowed = terms.filter((x) => x.no !== middle && !isGeneral(x) && !closure(x.no).has(middle)), names = narrowed.map((x) => leanName(x.no));
  const found = narrowed.length ? asking(middle, narrowed, asked) : undefined;
  const no = asked !== undefined ? asked : found ? found.topic : undefined;
  return { what: "answer", middle, topic: no, sel: found && found.sel, route: found && found.route, name: [...names, leanName(middle)].join(", ") + (no === undefined ? "" : ": " + META.topics[no][1]), hint: "answer", missing: found ? "" : listed(names) };
}

const edgesAbout = (no) => [...new Set([...closure(no)].flatMap((one) => [...links(node(one)), ...(node(one).via || [])]))].map(edge).filter((e) => e.st !== 5);

// What was asked about all these terms on that page. Of a product in a disease the disease as a whole, or its safety as
// such, is selected, beside which its single outcomes and harms stand; of an outcome the outcome itself, for one of its
// propositions would pass for all; a route filters.
function asking(middle, terms, asked) {
  const all = terms.map((x) => [closure(x.no), new Set(node(x.no).via), x.no]), ends = (e) => [e.from, e.to, e.c];
  const fits = edgesAbout(middle).filter((e) => (asked === undefined ? !isTrial(e) : topic(e) === asked) && all.every(([own, via]) => via.has(e.no) || ends(e).some((no) => own.has(no))));
  const exact = (e) => all.filter(([, , no]) => ends(e).includes(no)).length, isWhole = (e) => (predicate(e).name === "ameliorates" || isSafety(e)) && e.to === middle;
  const [best] = fits.sort((a, b) => exact(b) - exact(a) || (topic(a) === 1) - (topic(b) === 1) || isWhole(b) - isWhole(a) || byEvidence(a, b));
  if (!best) return undefined;
  const route = terms.find((x) => kindOf(node(x.no)) === "Route"), term = terms[0].no;
  // What was asked of a narrower outcome stands for the wider one.
  const shown = ends(best).includes(term) ? term : closure(term).has(best.to) ? best.to : undefined;
  const isOne = fits.length === 1 || terms.length > 1 || isWhole(best) && best.from === term || shown === undefined;
  return { topic: topic(best), route: route && label(route.no), sel: route ? null : isOne ? ["edge", best.id] : ["node", nodeKey(shown)] };
}

// Words that name nothing by themselves may stand in what was measured: "does it help walking".
function rowsWith(rest, middle, asked) {
  const fits = edgesAbout(middle).filter((e) => (asked === undefined || topic(e) === asked) && rest.every((w) => fold(label(e.to)).includes(w)));
  return fits.length ? { what: "answer", middle, topic: asked === undefined ? topic(fits[0]) : asked, find: rest.join(" "), name: label(middle) + ": " + plural(fits.length, "row") + " with “" + rest.join(" ") + "”", hint: "table" } : null;
}

function openAnswer(hit) {
  if (hit.middle !== null && (hit.middle !== state.focus || state.whole || state.path)) focusOn(hit.middle, hit.topic);
  if (hit.topic !== undefined) state.topic = hit.topic;
  state.sel = hit.sel || null;
  state.find = hit.find || "";
  if (hit.find) state.view = "table";
  noFilters();
  if (hit.route) filters.route.add(hit.route);
  noteDown("Read as: " + hit.name, hit.missing);
  change({ step: true });
  tell(byId("headline").textContent);
}

// The page that a study or reference belongs to: the one on show where it says anything there, else that of its disease.
function homeOf(s) {
  const edges = (s.f || []).map((no) => edgeOf(finding(no))), here = new Set(scope.around);
  if (state.whole || edges.some((e) => here.has(e)) || (s.dis || []).some((no) => inFocus.has(no))) return state.focus;
  const counts = new Map();
  for (const no of [...(s.dis || []), ...edges.flatMap((e) => [e.c, e.to])]) if (typeof no === "number" && kindOf(node(no)) === "Disease") counts.set(no, (counts.get(no) || 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best ? best[0] : edges.length ? edges[0].from : state.focus;
}

function openSource(s) {
  const home = homeOf(s), before = state.focus;
  if (home !== before || state.path) focusOn(home);
  if (home !== before) { noteDown(sourceName(s) + " is about " + label(home) + ", whose page this is", ""); drawHeadline(); }
  select("source", s.id);
  say("");
}
