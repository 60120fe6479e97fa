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
