// Which term is a question about, and which of the terms that it names were treated?

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
