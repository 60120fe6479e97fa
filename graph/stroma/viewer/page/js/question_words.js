// Which question does a text ask, and what would narrow it? A word that names nothing here is never skipped, unless
// it only asks.

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
