// Which terms does a text name: "knee pain", "stem cells from fat"?

// What a person calls a thing that is known by another name.
let calledNames = null;

function called() {
  const named = (name) =>
    indexed().find((x) => x.what === "node" && x.texts.includes(fold(name)) && links(node(x.no)).length) ||
    partlyNamed(wordsOf(fold(name)), () => true);
  return (
    calledNames ||
    (calledNames = Object.entries(META.asking.called)
      .map(([name, all]) => [named(name), all])
      .filter(([x]) => x)
      .flatMap(([x, all]) => all.split("|").map((said) => [wordsOf(fold(said)), x, true, true])))
  );
}

// Of terms that all hold a word: the only one, or the one that all others are a kind of.
const widest = (found) =>
  found.length === 1
    ? found[0]
    : found.find((x) => {
        const all = closure(x.no);
        return found.every((y) => all.has(y.no));
      });

// The words that carry a name: first and last before what only qualifies it. "Heart failure after chemotherapy" is
// asked for by "heart" or "failure", never by "chemotherapy" or "after".
const QUALIFIES = /[,(;]|\b(?:after|before|from|of|in|on|with|without|by|for|not|or|to|against|due)\b/i;

function coresOf(x) {
  if (!x.cores)
    x.cores = [label(x.no), ...(node(x.no).syn || [])]
      .map((name) => wordsOf(fold(cut(name, 200).split(QUALIFIES)[0])))
      .filter((own) => own.length);
  return x.cores;
}

const isHead = (word, x) =>
  !ASKING.has(word) && coresOf(x).some((own) => own[0] === word || own[own.length - 1] === word);

// A word that more terms share tells none of them.
const SHARED = 20;

const isRare = (word) =>
  indexed().filter(
    (x) => x.what === "node" && x.words.has(word) && x.texts.some((t) => wordsOf(t).includes(word)),
  ).length <= SHARED;

const within = (words, text) => (" " + wordsOf(text).join(" ") + " ").includes(" " + words.join(" ") + " ");

// The one disease, product or outcome whose name holds all these words and passes a test. Of outcomes that share a word
// none stands for the rest.
function partlyNamed(words, passes) {
  const pool = indexed().filter(
    (x) =>
      x.what === "node" &&
      links(node(x.no)).length &&
      node(x.no).of === undefined &&
      words.every((w) => x.words.has(w)) &&
      passes(x),
  );
  return ["Disease", "CellProduct", "Outcome"]
    .map((kind) => {
      const found = pool.filter((x) => kindOf(node(x.no)) === kind),
        exact = found.filter((x) => coresOf(x).some((own) => own.join(" ") === words.join(" ")));
      if (exact.length) return widest(exact);
      return kind === "Outcome" && found.length > 1 ? undefined : widest(found);
    })
    .find(Boolean);
}

// A form of what the text names: "progressive MS".
function formNamed(word, terms) {
  const forms = new Set(
    terms.flatMap((x) => [...closure(x.no)].filter((no) => no !== x.no && node(no).k === node(x.no).k)),
  );
  return forms.size
    ? partlyNamed([word], (x) => forms.has(x.no) && x.texts.some((t) => wordsOf(t).includes(word)))
    : undefined;
}

// Names of several words that stand in the text in part, as "cord blood" does for umbilical cord blood.
function partsOfNames(words, named) {
  const isAlone = (w) =>
    named.some(
      ([own, x]) =>
        own.length === 1 &&
        own[0] === w &&
        ["Disease", "CellProduct", "Outcome"].includes(kindOf(node(x.no))),
    );
  const isTelling = (w) => !isAlone(w) && (w === "cell" || !ASKING.has(w));
  const found = [];
  for (let from = 0; from < words.length; from++)
    for (let to = from + 2; to <= words.length; to++) {
      const part = words.slice(from, to);
      if (!part.every(isTelling) || part.every((w) => ASKING.has(w))) break;
      const x = partlyNamed(part, (y) => coresOf(y).some((own) => within(part, own.join(" "))));
      if (x) found.push([part, x]);
    }
  return found;
}

// The terms that a text names: in full or by several words of a name, longest first, then by the one word that
// carries a name; the words that are left over.
function readWords(text) {
  const regions = questionIn(text) === 3 ? regionsIn(text) : [],
    words = wordsOf(regions.length ? withoutRegions(text) : fold(text));
  // "Back pain" is no pain that came back.
  const looked = new Set(
    indexed()
      .flatMap((x) => (x.what === "node" ? node(x.no).look || [] : []))
      .map((name) => wordsOf(fold(name)))
      .filter((own) => within(own, words.join(" ")))
      .flat(),
  );
  const left = new Set(words),
    terms = [],
    whole = [],
    open = () => [...left].filter((w) => !ASKING.has(w) || looked.has(w));
  const unused = () => [...left].filter((w) => NARROWING.has(w));
  if (fold(text).split(" ").length < 2) return { terms, whole, regions, rest: open(), unused: unused() };
  const named = indexed()
    .filter((x) => x.what === "node")
    .flatMap((x) => x.texts.map((t) => [wordsOf(t), x, true]))
    .concat(called())
    .filter(
      ([own]) =>
        own.length &&
        within(own, words.join(" ")) &&
        !own.every((w) => ASKING.has(w)) &&
        !(own.length === 1 && WIDEST.has(own[0])) &&
        !within(["double", ...own], words.join(" ")),
    );
  const all = named
    .concat(partsOfNames(words, named))
    .sort(
      (a, b) => b[0].length - a[0].length || !!b[2] - !!a[2] || !!b[3] - !!a[3] || b[1].weight - a[1].weight,
    );
  for (const [own, x, isWhole] of all) {
    if (terms.includes(x) || !(isWhole ? own.some((w) => left.has(w)) : own.every((w) => left.has(w))))
      continue;
    own.forEach((w) => left.delete(w));
    terms.push(x);
    if (isWhole) whole.push(x);
  }
  const isDisease = (x) => kindOf(node(x.no)) === "Disease",
    hasDisease = terms.some(isDisease);
  const rest = open(),
    several =
      rest.length > 1 &&
      partlyNamed(rest, (x) => x.texts.some((t) => rest.every((w) => wordsOf(t).includes(w))));
  // Two words side by side are one phrase, and none of them stands for it: "kidney failure".
  const isPhrase = (w) =>
    words.some((v, i) => v === w && (rest.includes(words[i - 1]) || rest.includes(words[i + 1])));
  // Of two diseases that stand side by side each is asked about: "MS and Parkinson's".
  const spoken = fold(text).split(" ").map(stem),
    isJoined = (w) =>
      spoken.some(
        (v, i) => v === w && ["and", "or"].some((join) => [spoken[i - 1], spoken[i + 1]].includes(join)),
      );
  const parts = several
    ? [[rest, several]]
    : rest.map((w) => [
        [w],
        formNamed(w, terms) ||
          (!isPhrase(w) &&
            isRare(w) &&
            partlyNamed([w], (x) => isHead(w, x) && !(hasDisease && isDisease(x) && !isJoined(w)))),
      ]);
  for (const [part, x] of parts) {
    if (!x) continue;
    if (!terms.includes(x)) terms.push(x);
    part.forEach((w) => left.delete(w));
  }
  return {
    terms: terms.sort((a, b) => isDisease(b) - isDisease(a)),
    whole: terms.filter((x) => whole.includes(x)),
    regions,
    rest: open(),
    unused: unused(),
  };
}
