// Which terms and studies go by the words typed? One wrong letter is forgiven in a word of five or more.

let searchIndex = null;

// Whose it is does not matter: "Parkinson's" is asked for as "Parkinson".
const fold = (text) =>
  plain(text)
    .toLowerCase()
    .replace(/(\w)['’]s(?!\w)/g, "$1")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

// What else a term may be asked for by: the tissue and the cells a product is made from.
const origins = (n) =>
  [n.ti, n.ct, ...(n.b || []).flatMap((b) => [node(b).ti, node(b).ct])]
    .filter((no) => no !== undefined)
    .flatMap((no) => [label(no), ...(node(no).syn || [])]);

function indexed() {
  if (searchIndex) return searchIndex;
  const folded = (texts) => texts.map((t) => fold(cut(t, 200))).filter(Boolean);
  searchIndex = node.all().map((n) => ({
    what: "node",
    no: n.no,
    name: label(n.no),
    hint: kindName(n),
    weight: links(n).length + (n.via || []).length,
    initials:
      kindOf(n) === "Disease" && links(n).length && label(n.no).includes(" ")
        ? fold(initials(label(n.no)))
        : "",
    texts: folded([label(n.no), n.curie, ...(n.syn || [])]),
    origin: folded([...origins(n), ...(n.look || [])]),
  }));
  source.all().forEach((s) =>
    searchIndex.push({
      what: "source",
      no: s.no,
      name: (s.au || !sourceName(s).startsWith("“") ? sourceName(s) + ": " : "") + s.l,
      hint:
        (s.ref ? "reference" : "study") +
        (isGone(s) ? ", retracted" : isDoubted(s) ? ", under an expression of concern" : ""),
      weight: (s.f || []).length / 4,
      texts: folded([s.id, sourceName(s), s.l, s.au || "", ...(s.links || []).map((l) => l[0])]),
      origin: [],
    }),
  );
  searchIndex.forEach((x) => {
    x.words = new Set(x.texts.concat(x.origin).flatMap(wordsOf));
  });
  return searchIndex;
}

// Words that name nothing by themselves.
const FILLERS = new Set(META.asking.fillers.split(" "));

// One form of a word: no plural, and "tumour" as "tumor".
const stem = (word) =>
  (word.length > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("is")
    ? word.slice(0, -1)
    : word
  ).replace(/^(.{3,})our$/, "$1or");

const wordsOf = (text) =>
  text
    .split(" ")
    .filter((w) => w && !FILLERS.has(w))
    .map(stem);

// A whole sentence: which terms does it name, in full or word by word? Rare words weigh more than common ones.
function byWords(text, what) {
  const asked = [...new Set(wordsOf(fold(text)))];
  const spoken = " " + wordsOf(fold(text)).join(" ") + " ";
  const pool = indexed().filter((x) => !what || x.what === what);
  const common = new Map(asked.map((w) => [w, pool.filter((x) => x.words.has(w)).length]));
  const worth = (w) => (common.get(w) ? 1 / Math.sqrt(common.get(w)) : 0);
  return pool
    .map((x) => {
      // A name that the sentence holds in full counts most, then words of the name, then those of its tissue or cells.
      const names = x.texts.map((t) => wordsOf(t).join(" "));
      const whole = Math.max(
        0,
        ...names.map((t) => (t && spoken.includes(" " + t + " ") ? 1 + t.length / 40 : 0)),
      );
      const own = new Set(names.flatMap((t) => t.split(" ")));
      const score = asked.reduce(
        (sum, w) => sum + (x.words.has(w) ? worth(w) * (own.has(w) ? 1 : 0.9) : 0),
        0,
      );
      return [whole * 3 + score * (x.what === "node" ? 1 : 0.4), x];
    })
    .filter(([score]) => score > 0)
    .sort((a, b) => b[0] - a[0] || b[1].weight - a[1].weight || a[1].name.length - b[1].name.length)
    .map(([, x]) => x);
}

function near(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a.length < 5) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return (
    a.slice(i + 1) === b.slice(i) ||
    a.slice(i) === b.slice(i + 1) ||
    a.slice(i + 1) === b.slice(i + 1) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
  );
}

// How well a name fits what was typed: whole or from the beginning of a word (50 and more), else by its initials,
// by what stands within a word, or by one wrong letter, which are guesses.
const INITIALS = 90,
  BEGINNING = 80,
  WORD = 50,
  INSIDE = 40,
  WRONG_LETTER = 25;

function match(entry, query, words) {
  let best = entry.initials === query ? INITIALS : 0;
  for (const text of entry.texts) {
    if (text === query) best = Math.max(best, 100);
    else if (query.length < 3 && !(" " + text + " ").includes(" " + query + " "))
      best = Math.max(best, text.includes(query) ? INSIDE : 0);
    else if (text.startsWith(query)) best = Math.max(best, BEGINNING);
    else if ((" " + text).includes(" " + query)) best = Math.max(best, 60);
    else {
      const own = text.split(" ");
      if (words.every((w) => own.some((o) => o.startsWith(w)))) best = Math.max(best, WORD);
      else if (text.includes(query)) best = Math.max(best, INSIDE);
      else if (
        words.every((w) =>
          own.some((o) => o.startsWith(w) || near(w, o) || (w.length > 4 && near(w, o.slice(0, w.length)))),
        )
      )
        best = Math.max(best, WRONG_LETTER);
    }
  }
  return best ? best + Math.min(9, Math.sqrt(entry.weight)) : 0;
}

const HITS = 14;

function searchFor(text, what) {
  const query = fold(text);
  if (!query) return [];
  const words = query.split(" ");
  const named = indexed()
    .filter((x) => !what || x.what === what)
    .map((x) => [match(x, query, words), x])
    .filter((m) => m[0])
    .sort((a, b) => b[0] - a[0] || a[1].name.length - b[1].name.length)
    .map((m) => m[1]);
  if (query.length < 3 || named.length >= HITS) return named.slice(0, HITS);
  const more = byWords(text, what).filter((x) => !named.includes(x));
  return named.concat(more.slice(0, HITS - named.length));
}

const isSentence = (text) => text.trim().split(/\s+/).length > 4;

// Whether a hit goes by the words typed, and does not only share one with them.
// Of an id a part without its letters does too.
const fit = (hit, text) => match(hit, fold(text), fold(text).split(" "));

const isGuess = (hit, text) => {
  const how = fit(hit, text);
  return (how > 0 && how < WORD && !/\d/.test(text)) || (how >= INITIALS && how < 100);
};

// A word from the middle of a name is a guess, unless it carries the name: "children" is no disease in children.
const isOfName = (hit, text) =>
  wordsOf(fold(text)).length !== 1 ||
  /\d/.test(text) ||
  fit(hit, text) >= BEGINNING ||
  fit(hit, text) < INSIDE ||
  (hit.what === "node" && isHead(wordsOf(fold(text))[0], hit));

const isNamed = (hit, text) => isOfName(hit, text) && !isComparator(text) && isFitting(hit, text);

const isFitting = (hit, text) => {
  const how = fit(hit, text);
  return how >= WORD || (how >= WRONG_LETTER && how < INSIDE) || (how > 0 && /\d/.test(text));
};

// Where nothing matches: the terms that most is known about, so that a reader can go on.
const bestKnown = (what) =>
  indexed()
    .filter((x) => x.what === "node")
    .sort((a, b) => links(node(b.no)).length - links(node(a.no)).length || a.no - b.no)
    .slice(0, what ? 3 : 5);
