// Studies by the words of their records, where no name and no question is read: as `stroma find` finds them in the
// whole graph.
let recordWords = null;
const namesIn = (terms) =>
  (terms || []).flatMap((one) => (typeof one === "number" ? [label(one), ...(node(one).syn || [])] : [one]));

function wordsOfRecords() {
  if (recordWords) return recordWords;
  const told = (s) => [
    s.id,
    s.l,
    s.au,
    s.y,
    s.pop,
    s.pe,
    s.where,
    s.de,
    ...namesIn(s.prod),
    ...namesIn(s.dis),
    ...namesIn(s.ti),
    ...namesIn(s.ro),
    ...(s.f || [])
      .map(finding)
      .flatMap((f) => [f.l, f.v, f.om, f.cmp, f.note, f.pop, ...namesIn([edgeOf(f).to])]),
  ];
  recordWords = {
    all: source.all().map((s) => ({ s, words: new Set(wordsOf(fold(told(s).filter(Boolean).join(" ")))) })),
  };
  recordWords.known = [...new Set(recordWords.all.flatMap((one) => [...one.words]))];
  return recordWords;
}

// "Implant" stands in "implantation" too; a short word has no other forms.
const isFormOf = (a, b) => a === b || (a.length > 4 && b.length > 4 && (a.startsWith(b) || b.startsWith(a)));

// Of many that hold the one word those on the page come first.
const isOnPage = (s) => (s.dis || []).some((no) => inFocus.has(no));

// The studies whose records hold two of the words or more, or the only one, and of what the words weigh, rare ones
// most, four tenths; half, where one of them, which may be the disease, stands in no record.
function studiesSaying(text) {
  const spoken = Object.entries(META.asking.called)
    .flatMap(([name, all]) => all.split("|").map((said) => [said, name]))
    .reduce(
      (left, [said, name]) => left.replace(" " + fold(said) + " ", " " + fold(name) + " "),
      " " + asWritten(text) + " ",
    );
  const as = new Map(
    plain(text)
      .split(/[^\p{L}\p{N}]+/u)
      .flatMap((word) => wordsOf(fold(word)).map((w) => [w, word])),
  );
  const written = new Map(wordsOf(spoken.trim()).map((w) => [w, as.get(w) || w]));
  const asked = [...written.keys()].filter((w) => !ASKING.has(w) && !/^\d{1,3}$/.test(w));
  // One word of several is too little; one that stands alone is all that was asked for.
  const few = Math.min(asked.length, 2);
  if (!few) return [];
  const { all, known } = wordsOfRecords(),
    size = all.length;
  const sought = asked.map((w) => {
    const forms = known.filter((v) => isFormOf(v, w)),
      n = all.filter((one) => forms.some((v) => one.words.has(v))).length;
    return { w, forms, n, weight: Math.log(1 + (size - (n || 3) + 0.5) / ((n || 3) + 0.5)) };
  });
  const total = sought.reduce((sum, one) => sum + one.weight, 0),
    least = sought.every((one) => one.n) ? 0.4 : 0.5;
  return all
    .map(({ s, words }) => {
      const held = sought.filter((one) => one.forms.some((v) => words.has(v)));
      return { s, held, share: held.reduce((sum, one) => sum + one.weight, 0) / total };
    })
    .filter((one) => one.held.length >= few && one.share >= least)
    .sort(
      (a, b) =>
        (few === 1 && isOnPage(b.s) - isOnPage(a.s)) ||
        b.share - a.share ||
        CONTROLLED.includes(b.s.de) - CONTROLLED.includes(a.s.de) ||
        (b.s.n || 0) - (a.s.n || 0) ||
        a.s.no - b.s.no,
    )
    .slice(0, 5)
    .map(({ s, held }) => ({
      what: "source",
      no: s.no,
      name: sourceName(s) + ": " + s.l,
      hint:
        (s.ref ? "reference" : "study") +
        (isGone(s) ? ", retracted" : "") +
        "; its record holds " +
        held.map((one) => written.get(one.w)).join(", "),
    }));
}
