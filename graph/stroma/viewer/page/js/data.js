// Every record is a line of JSON, parsed when somebody looks at it: a page of 10,000 nodes opens like one of 100.

const META = JSON.parse(byIdText("data-meta") || "{}");

function byIdText(id) {
  const el = document.getElementById(id);
  return el ? el.textContent : "";
}

function block(name, fit = (row) => row) {
  const size = (META.sizes || {})[name] || 0;
  const seen = [];
  let lines = null;
  const cut = () => lines || (lines = size ? byIdText("data-" + name).split("\n") : []);
  const get = (no) => {
    if (no === undefined || no < 0 || no >= size) return undefined;
    return seen[no] || (seen[no] = Object.assign(fit(JSON.parse(cut()[no])), { no }));
  };
  get.size = size;
  get.all = () => cut().map((_, no) => get(no));
  get.has = (text) => cut().findIndex((line) => line.includes(text));
  return get;
}

// What the file leaves out because it follows: the address of a CURIE, and the zeros of a group without studies.
const node = block("nodes", (n) => {
  const at = n.curie.indexOf(":");
  if (n.iri === undefined && Object.hasOwn(META.prefixes, n.curie.slice(0, at)))
    n.iri = META.prefixes[n.curie.slice(0, at)] + n.curie.slice(at + 1);
  return n;
});

// Propositions and findings are many: their first values stand in a fixed order, without names.
const edge = block("edges", ([id, from, to, p, st, first, many, n, more]) => {
  const e = { id, from, to, p, st, first, n, f: Array.from({ length: many }, (_, i) => first + i), ...more };
  // Findings of retracted sources stand after those that count.
  e.gone = Array.from({ length: e.rf || 0 }, (_, i) => first + many + i);
  const only = many === 1 ? finding(first) : null;
  if (e.lv === undefined && only) e.lv = only.lv;
  if (e.t) e.t = e.t.map((t) => t || [0, 0, 0]);
  else
    e.t = META.groups.map((_, g) =>
      META.directions.effect.map((_, d) => (only && only.g === g && only.d === d ? 1 : 0)),
    );
  return e;
});

const sourceNos = (e) =>
  e.so || (e.so = [...new Set(e.f.map((no) => finding(no).s))].filter((no) => no !== undefined));

// Who entered it, and when, is left out where it is what most have.
const source = block("sources", (s) => ({ by: META.entered, ...s }));

const finding = block("findings", ([l, d, g, s, lv, ce, more]) => ({
  l,
  d,
  g,
  s: s < 0 ? undefined : s,
  lv,
  ce: META.comparators[ce],
  ...more,
}));

// The proposition of a finding: findings stand in the order of their propositions.
function edgeOf(f) {
  let low = 0,
    high = edge.size - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edge(middle).first <= f.no) low = middle;
    else high = middle - 1;
  }
  return edge(low);
}

const claim = block("claims");
const article = block("articles");

// The choice beyond the topics: everything at once.
const ALL = (META.topics || []).length;

const predicate = (e) => META.predicates[e.p];
const stance = (e) => META.stances[e.st];
const topic = (e) => predicate(e).topic;
const levelShort = (rank) => (rank ? META.levels[rank - 1][0] : "–");

// In the page "R" is the mark of a regulator.
const levelTag = (rank) => (rank === 6 ? "ref" : levelShort(rank));

const levelWords = (rank) => (rank ? (rank === 6 ? "references" : "level " + rank) : "no level");
const kindName = (n, many) => (n.k === undefined ? "kind not stated" : META.kinds[n.k][many ? 2 : 1]);
const kindOf = (n) => (n.k === undefined ? "" : META.kinds[n.k][0]);

const label = (no) => {
  const n = node(no);
  return n ? plain(n.label || n.curie) : "(missing)";
};

// A term by number, or the words of a source that names none.
const nameOf = (x) => (typeof x === "number" ? label(x) : plain(x));

const links = (n) => n.e || [];
const findingsOf = (e) => e.f.map(finding);
const sourcesOf = (e) => sourceNos(e).map(source);

// Thin by the evidence; that we read no more than an abstract is about us and no fault of a study.
const isWeak = (e) => !isDecision(e) && (e.th || []).some((t) => t !== META.reading);

const isThin = (e) => e.st === 0 && isWeak(e);

// Full support: nothing thin about it, and no trial of a narrower product or condition says otherwise.
const isFirm = (e) => e.st === 0 && !isWeak(e) && !e.nd;

// That somebody tried it says nothing about benefit: its tick must not look like one.
const isTrial = (e) => predicate(e).name === "studiedFor";

// A regulator approved it, or did not: a decision, and no result of a study.
const isDecision = (e) => predicate(e).name === "approvedFor";

const TRIAL_WORDS = "studied only, which says nothing about benefit";
const isHarm = (e) => predicate(e).name === "causesAdverseEvent";
const isSafety = (e) => predicate(e).name === "safeIn";

// Somebody had the harm after the product, and nobody showed that it came from it: never the mark of "not seen".
const isUntied = (e) => isHarm(e) && e.st === 2 && e.ec === 1;

// What belongs to a term: its narrower terms, its models, and the products made from a tissue or a cell type.
function closure(no) {
  const seen = new Set([no]);
  for (const at of seen)
    for (const next of [...(node(at).nw || []), ...(node(at).mo || []), ...(node(at).pr || [])])
      seen.add(next);
  return seen;
}
