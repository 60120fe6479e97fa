// What a question in words means: "does NurOwn help ALS", "knee pain", "side effects". A word that names nothing
// here is never skipped, unless it only asks.
// One pattern of several, wherever any of them stands.
const eitherOf = (...patterns) => new RegExp(patterns.map((one) => one.source).join("|"));
const QUESTIONS = [
  [
    1,
    /\b(safe|safety|harms?|harmful|side effects?|risks?|danger\w*|causes?|died?|dies|kills?|deaths? after)\b/,
  ],
  [3, /\b(approved|approval|in use|available|legal|withdrawn|withdrawal|authori[sz]ed)\b/],
  [2, /\b(how does|how might|how do|mechanisms?)\b/],
  [
    0,
    eitherOf(
      /\b(help|helps|works?|working|effective|benefits?|cures?|better)\b/,
      /\b(slows?|stops?|halts?|reverses?|improves?|prevents?)\b/,
    ),
  ],
];
const questionIn = (text) => (QUESTIONS.find(([, words]) => words.test(fold(text))) || [])[0];
const ASKING = new Set(
  wordsOf(
    fold(META.asking.talk) +
      " help helps work works working effective effect benefit benefits cure cures treat treats safe " +
      "safety harm harms harmful risk risks danger dangerous side approved approval legal regulator " +
      "regulators market withdrawn withdrawal authorised authorized good better proof proven study " +
      "studies trial trials mechanism mechanisms cause causes slow slows stop stops halt halts reverse " +
      "reverses improve improves prevent prevents best placebo sham",
  ),
);
// What contractions leave: "doesn't" is "doesn t".
wordsOf("cannot isn doesn don didn wasn aren won t").forEach((word) => ASKING.add(word));
// These are talk in a question, and the names of cells hold them.
wordsOf("stem stromal mesenchymal").forEach((word) => ASKING.delete(word));
const WIDEST = new Set(wordsOf(META.asking.widest));
// What a text says of a result is a filter on that stance.
const RESULTS = [
  [
    "not-supported",
    eitherOf(
      /\b(?:trials?|stud(?:y|ies)) (?:that |which |have |has )?(?:failed|missed)\b/,
      /\b(?:failed|negative|unsuccessful) (?:trials?|stud(?:y|ies))\b/,
      /\b(?:no|without(?: any)?|lacks?) (?:effects?|benefits?|improvements?|difference)\b/,
      /\bnot supported\b|\bineffective\b/,
    ),
  ],
  ["contested", /\b(?:contested|contradictory|conflicting)\b/],
  ["supported", /(?<!\b(?:not|no|never|without|nothing|t)(?: \w+)? )\b(?:proven|supported|proof)\b/],
];
const resultIn = (text) => (RESULTS.find(([, words]) => words.test(fold(text))) || [])[0];
wordsOf(
  "effects benefits improvements difference supported ineffective contested contradictory conflicting " +
    "lack lacks failed missed negative unsuccessful",
).forEach((word) => ASKING.add(word));
// What would narrow a question, and is named where nothing here does so.
const NARROWING = new Set(wordsOf("proven proof supported placebo sham best"));
// Animals and dishes are asked for by that filter; which species it was stands in each record.
const MEASURED = [
  [
    "animals",
    eitherOf(
      /\b(?:animals?|preclinical|mouse|mice|murine|rats?|rodents?|rabbits?|dogs?|canine)\b/,
      /\b(?:pigs?|minipigs?|porcine|monkeys?|primates?|sheep|horses?|equine)\b/,
    ),
  ],
  ["in vitro", /\b(?:in vitro|in a dish|dishes)\b/],
];
const measuredIn = (text) =>
  (MEASURED.find(([name, words]) => META.groups.includes(name) && words.test(fold(text))) || [])[0];
wordsOf(
  "animal animals mouse mice murine rat rats rodent rodents rabbit rabbits dog dogs canine pig pigs " +
    "minipig minipigs porcine monkey monkeys primate primates sheep horse horses equine preclinical vitro " +
    "dish dishes",
).forEach((word) => ASKING.add(word));
// Two questions in one: "is it safe and does it help".
const questionsIn = (text) => [
  ...new Set(
    plain(text)
      .toLowerCase()
      .split(/\b(?:and|or|but|also|plus)\b|[,;?]/)
      .map(questionIn)
      .filter((no) => no !== undefined),
  ),
];
// Whose decision is asked for, and where it holds.
const REGIONS = Object.entries(META.asking.regions).map(([region, names]) => [
  region,
  new RegExp(
    "\\b(?:" +
      names
        .map(fold)
        .sort((a, b) => b.length - a.length)
        .join("|") +
      ")\\b",
    "g",
  ),
]);
const regionsIn = (text) =>
  REGIONS.filter(([, words]) => fold(text).search(words) >= 0).map(([name]) => name);
const withoutRegions = (text) =>
  REGIONS.reduce((left, [, words]) => left.replace(words, " "), fold(text)).trim();

// What is not told here, as `stroma ask` declines it: who is in danger is sent to help and told nothing else; a
// therapy that is not covered has no answer; a word of what no record tells is named where nothing else uses it;
// advice stands beside an answer.
const toTold = ([patterns, words]) => {
  const all = patterns.map((pattern) => new RegExp(pattern, "i"));
  return { isOf: (text) => all.every((one) => one.test(text)), words };
};
const [DANGER, NOT_COVERED, BESIDE] = [META.asking.danger, META.asking.notCovered, META.asking.beside].map(
  (list) => list.map(toTold),
);
const toldOf = (list, text) => list.filter((one) => one.isOf(text)).map((one) => one.words);
const dangerIn = (text) => toldOf(DANGER, text)[0] || "";
const notCoveredIn = (text) => toldOf(NOT_COVERED, text)[0] || "";
const NOT_HELD = new Map(
  META.asking.notHeld.flatMap(([words, told]) => wordsOf(words).map((word) => [word, told])),
);
const notHeldIn = (rest) =>
  rest
    .filter((word) => !ASIDES.has(word))
    .map((word) => NOT_HELD.get(word))
    .find(Boolean) || "";
const declinedIn = (text, rest) => notCoveredIn(text) || notHeldIn(rest) || toldOf(BESIDE, text)[0] || "";
// For whom it is asked, and clinics: no study is chosen by that, and what else was asked is answered.
const ASIDES = new Set(
  wordsOf(
    META.asking.ages +
      " " +
      META.asking.notHeld
        .filter(([, , isBeside]) => isBeside)
        .map(([words]) => words)
        .join(" "),
  ),
);

// What a product is compared with names no page: "steroid" is no disease that steroids did not cure.
const COMPARATORS = new Set(META.asking.comparators.split("|").map(fold));
const isComparator = (text) => COMPARATORS.has(fold(text));
// The word that records have for what was typed.
const WRITTEN = Object.entries(META.asking.written)
  .flatMap(([name, all]) => all.split("|").map((said) => [fold(said), fold(name)]))
  .sort((a, b) => b[0].length - a[0].length);
const asWritten = (text) =>
  WRITTEN.reduce(
    (left, [said, name]) => left.replace(" " + said + " ", " " + name + " "),
    " " + fold(text) + " ",
  ).trim();

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

// "Stem cells" is what every page here is about, and nothing that a question could be narrowed to.
const isGeneral = (x) => ["CellProduct", "CellType"].includes(kindOf(node(x.no))) && closure(x.no).size > 12;

const isHarmTerm = (x) => {
  const own = closure(x.no);
  return [...own].some((no) =>
    links(node(no))
      .map(edge)
      .some((e) => isHarm(e) && own.has(e.to)),
  );
};
const isOfCells = (terms, text) => terms.some(isGeneral) || /\bcells?\b/.test(fold(text));

// A harm after "stem cells" is asked of every disease: the term of the harm.
function harmAsked(terms, asked, text) {
  const others = terms.filter((x) => !isGeneral(x));
  return others.length === 1 &&
    (asked === undefined || asked === 1) &&
    isOfCells(terms, text) &&
    kindOf(node(others[0].no)) === "Outcome" &&
    isHarmTerm(others[0])
    ? others[0]
    : undefined;
}

// A region, or "what", asks for the decisions on everything, not only on what the page is about.
const isUseAnywhere = (terms, regions, text) =>
  terms.every(isGeneral) &&
  !/\b(it|this|that|these|they|them)\b/.test(fold(text)) &&
  (regions.length > 0 || /\bwhat\b/.test(fold(text)));

// Which term a question is about: a disease, the narrowest, else a product; "it" is what the page is on.
function middleOf(terms, asked, regions, text) {
  const here = isTreated() && !state.path ? state.focus : undefined;
  const diseases = terms.filter((x) => kindOf(node(x.no)) === "Disease");
  const disease =
    diseases.find((x) => {
      const own = closure(x.no);
      return diseases.every((y) => y === x || !own.has(y.no));
    }) || diseases[0];
  if (disease) return disease.no;
  if (asked === 3 && isUseAnywhere(terms, regions, text)) return null;
  const product = terms.find(
    (x) => kindOf(node(x.no)) === "CellProduct" && (here === undefined || !isGeneral(x)),
  );
  const harm = harmAsked(terms, asked, text);
  if (harm) return harm.no;
  if (product) return product.no;
  const isOfIt = terms.every((x) => isGeneral(x) || kindOf(node(x.no)) === "Outcome");
  if (here !== undefined && asked !== undefined && isOfIt) return here;
  const others = terms.filter((x) => !isGeneral(x));
  if (terms.length) return others.length === 1 ? others[0].no : terms.length === 1 ? terms[0].no : undefined;
  // Of the whole graph the question may be asked, of a path not.
  return asked === undefined || state.path
    ? undefined
    : state.whole
      ? null
      : state.focus === null
        ? undefined
        : state.focus;
}

// "Safe in cancer", "in people with cancer": those people, and no harm that cells may do to others.
const PEOPLE = new RegExp(
  "\\b(?:" +
    (META.asking.persons + " " + META.asking.ages).split(" ").join("|") +
    ") (?:with|having|suffering from|who (?:has|have|had))(?: an?| the)?$",
);
const AMONG = new RegExp(
  "(?<!\\b(?:rise|increase|increased|change|difference|reduction|decrease|rate|risk)s? )" +
    "\\b(?:in|among|safe for)(?: an?| the| my| active| advanced| previous)?$",
);
function isPopulation(x, asked, text) {
  if (!["Outcome", "Mechanism"].includes(kindOf(node(x.no))) || !isHarmTerm(x)) return false;
  const words = fold(text).split(" "),
    at = words.findIndex((w) => !FILLERS.has(w) && !ASKING.has(stem(w)) && x.words.has(stem(w))),
    before = words.slice(0, at).join(" ");
  if (at < 1 || (asked !== 1 && edgesAbout(x.no).some(isBenefit))) return false;
  return PEOPLE.test(before) || AMONG.test(before);
}

// Diseases of which none includes another, and of which nothing was asked together: each has a page of its own.
const diseasesApart = (middle, narrowed) =>
  middle === null || kindOf(node(middle)) !== "Disease"
    ? []
    : narrowed.filter((x) => kindOf(node(x.no)) === "Disease" && !closure(x.no).has(middle));

// Two questions about the records themselves: what nobody measured, and whether a study was retracted.
const ABOUT_RECORDS = [
  [
    "retracted",
    eitherOf(/\bretract\w*|\bexpressions? of concern\b|\bwithdrawn (?:papers?|articles?|stud\w+)\b/),
  ],
  [
    "never",
    eitherOf(
      new RegExp(
        "\\b(?:(?:was|were|has|have|been|is|are) )*(?:never|not yet|not) (?:been |yet )?" +
          "(?:studied|measured|tested|looked at)\\b",
      ),
      /\b(?:nobody|no one|no study) (?:ever )?(?:has )?(?:studied|measured|tested)\b/,
      /\bwithout (?:any )?results?\b|\bunpublished\b/,
    ),
  ],
];
const ABOUT_NAMES = { retracted: "is a study retracted?", never: "what was never measured?" };

function answerOnRecords(text) {
  const [kind, words] = ABOUT_RECORDS.find(([, pattern]) => fold(text).search(pattern) >= 0) || [];
  if (!kind) return null;
  const { terms, rest } = readWords("on " + fold(text).replace(new RegExp(words, "g"), " ")),
    open = rest.filter((w) => !["paper", "article", "one", "ever", "notice"].includes(w)),
    of = terms.filter((x) => !isGeneral(x));
  if (open.length || of.length > 1) return null;
  const middle = of.length ? of[0].no : state.whole || state.path ? null : state.focus;
  return {
    what: "answer",
    middle,
    topic: ALL,
    name: leanOrWhole(middle) + ": " + ABOUT_NAMES[kind],
    hint: "answer",
    missing: "",
    filter: {},
    things: [],
    unused: [],
    harms: [],
    records: kind,
  };
}

// A word that several outcomes share names none of them, and yet what is asked for.
const isOutcomeWord = (word) =>
  indexed().some(
    (x) =>
      x.what === "node" &&
      kindOf(node(x.no)) === "Outcome" &&
      links(node(x.no)).length &&
      coresOf(x).some((own) => own.includes(word)),
  );

// The answer to a question in words: which term stands in the middle, which question, and what is selected. Null:
// no answer.
function answerTo(typed) {
  const text = asWritten(typed) === fold(typed) ? typed : asWritten(typed);
  if (dangerIn(typed) || notCoveredIn(typed) || isComparator(typed)) return null;
  const read = readWords(text),
    asides = fold(text)
      .split(" ")
      .filter((w) => ASIDES.has(stem(w)) && read.rest.includes(stem(w))),
    told = toldOf(BESIDE, typed);
  const found =
    answerOnRecords(text) ||
    answerAs(text, read) ||
    (asides.length &&
      answerAs(text, {
        ...read,
        rest: read.rest.filter((w) => !ASIDES.has(w)),
        unused: [...read.unused, ...asides],
      }));
  return found ? { ...found, told } : null;
}

// "Prevent heart attacks in heart failure": what was counted, and not who was treated; so is what may have been
// caused. Where the text names no other disease, that of the page was treated.
const LED_BY = new RegExp(
  "\\b(?:prevent|avoid|reduce|lower|fewer|cut|cause|caused|trigger)(?:s|ing)?" +
    "(?! (?:in|for|with|after|from)\\b)(?: (?!(?:in|for|with|after|from)\\b)\\w+){0,5}? $",
);
function asOutcomes(terms, text) {
  const isDisease = (x) => kindOf(node(x.no)) === "Disease",
    spoken = " " + fold(text).split(" ").map(stem).join(" ") + " ";
  const here =
    isTreated() && !state.path && state.focus !== null && kindOf(node(state.focus)) === "Disease"
      ? state.focus
      : undefined;
  return terms
    .map((x) => {
      if (
        !isDisease(x) ||
        !(terms.some((y) => y !== x && isDisease(y)) || (here !== undefined && here !== x.no))
      )
        return x;
      const said = x.texts
        .map((t) => t.split(" ").map(stem).join(" "))
        .filter((t) => spoken.includes(" " + t + " "));
      if (!said.some((t) => LED_BY.test(spoken.slice(0, spoken.indexOf(" " + t + " ") + 1)))) return x;
      return (
        indexed().find(
          (y) =>
            y.what === "node" &&
            kindOf(node(y.no)) === "Outcome" &&
            links(node(y.no)).length &&
            label(y.no)
              .split(" or ")
              .some((part) => said.includes(fold(part).split(" ").map(stem).join(" "))),
        ) || x
      );
    })
    .filter((x, i, list) => list.indexOf(x) === i);
}

function answerAs(text, { terms: read, rest, regions, unused }) {
  const all = asOutcomes(read, text);
  const result = resultIn(text),
    said = questionIn(text),
    group = measuredIn(text);
  const wanted = said === undefined && ["not-supported", "supported"].includes(result) ? 0 : said,
    people = all.filter((x) => isPopulation(x, wanted, text)),
    terms = all.filter((x) => !people.includes(x));
  const named = middleOf(terms, wanted, regions, text),
    middle =
      named === undefined && !terms.length && (group || result)
        ? state.whole || state.path
          ? null
          : state.focus
        : named;
  if (middle === undefined) return null;
  const asked = middle !== null && wanted === undefined && harmAsked(terms, wanted, text) ? 1 : wanted;
  const narrowed =
    middle === null
      ? []
      : terms.filter((x) => x.no !== middle && !isGeneral(x) && !closure(x.no).has(middle));
  const questions = questionsIn(text);
  if (rest.length) {
    const words = [...rest, ...narrowed.flatMap((x) => wordsOf(fold(leanName(x.no))))];
    // Of two questions the words belong to the one that has such rows.
    const found =
      middle === null
        ? null
        : (questions.length > 1 ? questions : [asked]).map((q) => rowsWith(words, middle, q)).find(Boolean);
    if (found)
      return {
        ...found,
        unused,
        things:
          questions.length > 1 ? questions.map((q) => ({ middle, topic: q, name: nameAs(middle, q) })) : [],
      };
    // Walking is known here, if not of this disease: that nobody asked is an answer.
    return terms.some((x) => x.no === middle) && questions.length < 2 && rest.every(isOutcomeWord)
      ? {
          what: "answer",
          middle,
          topic: asked,
          name: nameAs(middle, asked),
          hint: "answer",
          missing: listed(words),
          filter: {},
          things: [],
          unused,
          harms: [],
        }
      : null;
  }
  if (
    asked === undefined &&
    !result &&
    !group &&
    terms.length < 2 &&
    (!terms.length || isNamed(terms[0], text))
  )
    return null;
  const apart = askedAbout(middle, narrowed, asked).found ? [] : diseasesApart(middle, narrowed);
  const { found, missing } = askedAbout(
    middle,
    narrowed.filter((x) => !apart.includes(x)),
    asked,
  );
  const topics = group ? topicsWith(middle, group) : [],
    isHeld = !group || (asked === undefined ? topics.length > 0 : topics.includes(asked));
  const no =
    asked !== undefined
      ? asked
      : found
        ? found.topic
        : topics.includes(state.topic)
          ? state.topic
          : topics.length
            ? topics[0]
            : middle === null
              ? ALL
              : undefined;
  const only = [
    result && "only what is " + META.stances.find((s) => s[0] === result)[1],
    group && isHeld && "only what was measured " + (group === "in vitro" ? group : "in " + group),
    ...regions,
  ].filter(Boolean);
  const filter = {
    stance: result ? [result] : [],
    region: regions,
    group: group && isHeld ? [group] : [],
    route: found && found.route ? [found.route] : [],
  };
  const first = { middle, topic: no, name: nameAs(middle, no), filter },
    unsaid = result
      ? wordsOf(fold(text).replace(new RegExp(RESULTS.find(([st]) => st === result)[1], "g"), " "))
      : unused;
  const things = [
    first,
    ...questions.filter((q) => q !== no).map((q) => ({ middle, topic: q, name: nameAs(middle, q), filter })),
    ...apart.map((x) => ({
      middle: x.no,
      topic: no,
      name: nameAs(x.no, no),
      filter: { ...filter, route: [] },
    })),
  ];
  const lacking = [
    ...people.map((x) => "people with " + leanName(x.no)),
    missing,
    isHeld ? "" : group,
  ].filter(Boolean);
  return {
    what: "answer",
    middle,
    topic: no,
    sel: found && found.sel,
    hint: "answer",
    missing: listed(lacking),
    filter,
    name:
      [...narrowed.filter((x) => !apart.includes(x)).map((x) => leanName(x.no)), first.name].join(", ") +
      (only.length ? " (" + only.join(", ") + ")" : ""),
    things: things.length > 1 ? things : [],
    unused: unused.filter((w) => unsaid.includes(w) || unsaid.includes(stem(w))),
    harms: people.map((x) => ({ middle: x.no, topic: 1, name: leanName(x.no) + " as a harm after cells" })),
  };
}

const nameAs = (no, topicNo) =>
  leanOrWhole(no) + (topicNo === undefined || topicNo === ALL ? "" : ": " + META.topics[topicNo][1]);
const leanOrWhole = (no) => (no === null ? "the whole graph" : leanName(no));

// The questions to which anything in this group is an answer, on the page of a term or in the whole graph.
function topicsWith(middle, group) {
  const at = META.groups.indexOf(group),
    edges = middle === null ? edge.all() : edgesOn(middle);
  return META.topics
    .map((_, no) => no)
    .filter((no) => edges.some((e) => topic(e) === no && e.t[at].some(Boolean)));
}

// What was asked about all terms together; else about those that anything was asked about, and which the others are.
function askedAbout(middle, narrowed, asked) {
  const found = narrowed.length ? asking(middle, narrowed, asked) : undefined,
    names = (list) => listed(list.map((x) => leanName(x.no)));
  if (found || !narrowed.length) return { found, missing: "" };
  const known = narrowed.filter((x) => asking(middle, [x], asked)),
    unknown = narrowed.filter((x) => !known.includes(x));
  return {
    found: unknown.length && known.length ? asking(middle, known, asked) : undefined,
    missing: unknown.length ? names(unknown) : names(known) + " together",
  };
}

const edgesOn = (no) =>
  [...new Set([...closure(no)].flatMap((one) => [...links(node(one)), ...(node(one).via || [])]))].map(edge);
const edgesAbout = (no) => edgesOn(no).filter((e) => e.st !== 5);

// What was asked about all these terms on that page. Of a product in a disease the disease as a whole, or its safety as
// such, is selected, beside which its single outcomes and harms stand; of an outcome the outcome itself, for one of its
// propositions would pass for all; a route filters.
function asking(middle, terms, asked) {
  const all = terms.map((x) => [closure(x.no), new Set(node(x.no).via), x.no]),
    ends = (e) => [e.from, e.to, e.c];
  const fits = edgesAbout(middle).filter(
    (e) =>
      (asked === undefined ? !isTrial(e) : topic(e) === asked) &&
      all.every(([own, via]) => via.has(e.no) || ends(e).some((no) => own.has(no))),
  );
  const exact = (e) => all.filter(([, , no]) => ends(e).includes(no)).length,
    isWhole = (e) => (predicate(e).name === "ameliorates" || isSafety(e)) && e.to === middle;
  const [best] = fits.sort(
    (a, b) =>
      exact(b) - exact(a) ||
      (topic(a) === 1) - (topic(b) === 1) ||
      isWhole(b) - isWhole(a) ||
      byEvidence(a, b),
  );
  if (!best) return undefined;
  const route = terms.find((x) => kindOf(node(x.no)) === "Route"),
    term = terms[0].no;
  // What was asked of a narrower outcome stands for the wider one.
  const shown = ends(best).includes(term) ? term : closure(term).has(best.to) ? best.to : undefined;
  const isOne =
    fits.length === 1 || terms.length > 1 || (isWhole(best) && best.from === term) || shown === undefined;
  return {
    topic: topic(best),
    route: route && label(route.no),
    sel: route ? null : isOne ? ["edge", best.id] : ["node", nodeKey(shown)],
  };
}

// Words that name nothing by themselves may stand in a row of the table: "does it help walking".
function rowsWith(words, middle, asked) {
  const fits = edgesOn(middle)
    .filter((e) => (asked === undefined || topic(e) === asked) && rowHolds(e, words))
    .sort(byEvidence);
  if (!fits.length) return null;
  const no = asked === undefined ? topic(fits[0]) : asked,
    find = words.join(" ");
  return {
    what: "answer",
    middle,
    topic: no,
    find,
    name:
      label(middle) +
      ": " +
      plural(fits.filter((e) => topic(e) === no).length, "row") +
      " with “" +
      find +
      "”",
    hint: "table",
  };
}

function openAnswer(hit) {
  state.take = false;
  if (hit.middle === null) Object.assign(state, { whole: true, path: null, open: [], more: [] });
  else if (hit.middle !== state.focus || state.whole || state.path) focusOn(hit.middle, hit.topic);
  if (hit.topic !== undefined) state.topic = hit.topic;
  state.sel = hit.sel || null;
  state.find = hit.find || "";
  if (hit.find) state.view = "table";
  noFilters();
  for (const [name, values] of Object.entries(hit.filter || {}))
    values.forEach((value) => filters[name].add(value));
  noteDown("Read as: " + hit.name, hit.missing, hit);
  change({ step: true });
  tell(byId("headline").textContent);
}

// One of several things that were asked; the note that names them all stays.
function openThing(thing) {
  const { things, harms } = note;
  openAnswer({ ...thing, things, harms: thing.topic === 1 && harms.includes(thing) ? [] : harms });
}

// The page that a study or reference belongs to: the one on show where it says anything there, else that of its
// disease.
function homeOf(s) {
  const edges = (s.f || []).map((no) => edgeOf(finding(no))),
    here = new Set(scope.around);
  if (state.whole || edges.some((e) => here.has(e)) || (s.dis || []).some((no) => inFocus.has(no)))
    return state.focus;
  const counts = new Map();
  for (const no of [...(s.dis || []), ...edges.flatMap((e) => [e.c, e.to])])
    if (typeof no === "number" && kindOf(node(no)) === "Disease") counts.set(no, (counts.get(no) || 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best ? best[0] : edges.length ? edges[0].from : state.focus;
}

function openSource(s, read = "") {
  const home = homeOf(s),
    before = state.focus;
  if (home !== before || state.path) focusOn(home);
  const told = [
    read,
    home !== before ? sourceName(s) + " is about " + label(home) + ", whose page this is" : "",
  ]
    .filter(Boolean)
    .join(". ");
  if (told) {
    noteDown(told, "");
    drawHeadline();
  }
  select("source", s.id);
  say("");
}
