// Every record is a line of JSON, parsed when somebody looks at it: a page of 10,000 nodes opens like one of 100.
const META = JSON.parse(byIdText("data-meta") || "{}");

function byIdText(id) {
  const el = document.getElementById(id);
  return el ? el.textContent : "";
}

function block(id, fit = (row) => row) {
  const text = byIdText(id);
  const lines = text ? text.split("\n") : [];
  const seen = new Array(lines.length);
  const get = (no) => {
    if (no === undefined || no < 0 || no >= lines.length) return undefined;
    return seen[no] || (seen[no] = fit(Object.assign(JSON.parse(lines[no]), { no })));
  };
  get.size = lines.length;
  get.all = () => lines.map((_, no) => get(no));
  get.has = (text) => lines.findIndex((line) => line.includes(text));
  return get;
}

// What the file leaves out because it follows: the address of a CURIE, and the zeros of a group without studies.
const node = block("data-nodes", (n) => {
  const at = n.curie.indexOf(":");
  if (n.iri === undefined && Object.hasOwn(META.prefixes, n.curie.slice(0, at))) n.iri = META.prefixes[n.curie.slice(0, at)] + n.curie.slice(at + 1);
  return n;
});
const edge = block("data-edges", (e) => {
  const only = e.f && e.f.length === 1 ? finding(e.f[0]) : null;
  if (e.lv === undefined && only) e.lv = only.lv;
  if (e.t) e.t = e.t.map((t) => t || [0, 0, 0]);
  else e.t = META.groups.map((_, g) => META.directions.map((_, d) => only && only.g === g && only.d === d ? 1 : 0));
  return e;
});
const sourceNos = (e) => e.so || (e.so = [...new Set((e.f || []).map((no) => finding(no).s))].filter((no) => no !== undefined));
const source = block("data-sources");
const finding = block("data-findings", (f) => Object.assign(f, { ce: META.comparators[f.ce] }));
const claim = block("data-claims");
const article = block("data-articles");

// The choice beyond the topics: everything at once.
const ALL = (META.topics || []).length;
const predicate = (e) => META.predicates[e.p];
const stance = (e) => META.stances[e.st];
const topic = (e) => predicate(e).topic;
const levelShort = (rank) => rank ? META.levels[rank - 1][0] : "–";
const levelWords = (rank) => rank ? (rank === 6 ? "reference" : "level " + rank) : "no level";
const kindName = (n, many) => n.k === undefined ? "kind not stated" : META.kinds[n.k][many ? 2 : 1];
const kindOf = (n) => n.k === undefined ? "" : META.kinds[n.k][0];
const label = (no) => { const n = node(no); return n ? plain(n.label || n.curie) : "(missing)"; };
const links = (n) => n.e || [];
const findingsOf = (e) => (e.f || []).map(finding);
const sourcesOf = (e) => sourceNos(e).map(source);
const isThin = (e) => e.st === 0 && (e.th || []).length > 0;
const isHarm = (e) => predicate(e).name === "causesAdverseEvent";
const sourceName = (s) => s.au ? s.au.split(" ").slice(0, -1).join(" ") + " " + (s.y || "") : s.id.replace(/-(\d{4})$/, " $1");

// What a stance means depends on the question: a supported harm is a harm that was seen.
function stanceWords(e) {
  if (!isHarm(e)) return stance(e)[1] + (isThin(e) ? ", but thin" : "");
  return ["seen", "contested", "looked for, not seen", "seen, uncontrolled", "seen in animals or in vitro only", "no evidence here"][e.st];
}

// "improves" reads wrongly beside a product that does not: the proposition is what was asked.
const contentWords = (e) => label(e.from) + " " + predicate(e).label + " " + label(e.to);
const conditionWords = (e) => e.c === undefined ? "" : " in " + label(e.c);
const propositionWords = (e) => contentWords(e) + conditionWords(e);

function tallyWords(t) {
  return META.directions.map((word, i) => t[i] ? t[i] + " " + word : "").filter(Boolean).join(", ");
}

function evidenceWords(e) {
  const parts = META.groups.map((g, i) => tallyWords(e.t[i]) ? g + ": " + tallyWords(e.t[i]) : "").filter(Boolean);
  return parts.join("; ") || "no study measured it";
}

function fullWords(e) {
  return propositionWords(e) + ": " + stanceWords(e) + ", " + levelWords(e.lv)
    + (e.n ? ", " + plural(e.n, "person", "people") : "") + "; " + evidenceWords(e)
    + ((e.th || []).length ? "; thin: " + e.th.map((t) => META.thin[t]).join(", ") : "")
    + (e.wd ? "; weaker evidence disagrees" : "") + (e.nd ? "; controlled evidence on a narrower case disagrees" : "");
}

// A short name for a form of the disease, for marks: RRMS rather than its eight syllables.
function shortName(no) {
  const n = node(no);
  const short = (n.syn || []).filter((s) => /^[A-Z][A-Za-z0-9-]{1,5}$/.test(s)).sort((a, b) => a.length - b.length)[0];
  if (short) return short;
  const words = label(no).split(/[\s,]+/).filter((w) => w.length > 3);
  return words.length < 2 ? cut(label(no), 6) : words.map((w) => w[0].toUpperCase()).join("").slice(0, 4);
}

function closure(no) {
  const seen = new Set([no]);
  for (const at of seen) for (const next of [...(node(at).nw || []), ...(node(at).mo || [])]) seen.add(next);
  return seen;
}
