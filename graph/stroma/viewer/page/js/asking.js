// What does a question in words mean: "does NurOwn help ALS", "knee pain", "side effects"?

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
