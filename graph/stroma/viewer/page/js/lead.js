// Who was studied? People first; what is no study of people is said apart.

// Who filters by animals or dishes is told of these, and not of people.
const onlyLaboratory = () =>
  filters.group.size > 0 &&
  [...filters.group].every((name) => META.groups.indexOf(name) === 1 || META.groups.indexOf(name) === 2);

function laboratoryWords(name) {
  const chosen = [...filters.group],
    at = chosen.map((group) => META.groups.indexOf(group)),
    where = listed(chosen.map((group) => (group === "in vitro" ? group : "in " + group)));
  const own = (e) => ownFindings(e).filter((f) => at.includes(f.g)),
    edges = scope.shown.filter((e) => own(e).length),
    studies = new Set(edges.flatMap(own).map((f) => f.s)).size;
  const sides = edges.map((e) => new Set(own(e).map((f) => f.d === 0))),
    both = sides.filter((found) => found.size > 1).length,
    good = sides.filter((found) => found.size === 1 && found.has(true)).length,
    none = edges.length - both - good,
    inPeople = edges.filter((e) => e.t[0].some(Boolean)).length;
  return [
    h(
      "p",
      { class: "lead" },
      h("b", {}, plural(studies, "study", "studies") + " " + where),
      " on " + name + (state.topic === ALL ? "" : ": " + META.topics[state.topic][1]),
    ),
    h(
      "p",
      { id: "laboratory" },
      "What they found on ",
      h("b", {}, plural(edges.length, "proposition")),
      ": " +
        listed(
          [
            good ? good + (state.topic === 1 ? " seen or called safe" : " for it") : "",
            none ? none + (state.topic === 1 ? " not seen or unclear" : " without effect or against it") : "",
            both ? both + " both" : "",
          ].filter(Boolean),
        ) +
        ". ",
      inPeople
        ? inPeople + " of these " + (inPeople === 1 ? "was" : "were") + " measured in people too. "
        : "None of these was measured in people here. ",
      "A result in animals or dishes is none in people. ",
      act("Back to people", () => {
        filters.group.clear();
        change({ filters: true });
      }),
      ".",
    ),
  ];
}

// A scale or an instrument is no subject of a statement: what was measured with it is.
function measuredWords(n) {
  const found = n.ms.map(edge).sort(byEvidence),
    wider = (n.b || []).map((no, i) => [i ? ", " : "", act(label(no), () => focusOn(no))]);
  return [
    h(
      "p",
      { class: "lead" },
      label(n.no),
      " is what studies measured with: ",
      h("b", {}, plural(found.length, "proposition")),
      " here rest on it (",
      countedStances(found),
      ").",
    ),
    h(
      "ul",
      { class: "rels" },
      found
        .slice(0, 12)
        .map((e) =>
          h(
            "li",
            {},
            markSvg(e, 8),
            " ",
            edgeButton(e),
            " ",
            h("span", { class: "sub" }, stanceWords(e) + " · " + levelWords(e.lv)),
          ),
        ),
    ),
    found.length > 12 ? h("p", { class: "sub" }, "and " + (found.length - 12) + " more") : "",
    wider.length ? h("p", {}, "All that is known here on ", wider, ".") : "",
  ];
}

const FORM = {
  Disease: ["form", "forms"],
  CellProduct: ["narrower product", "narrower products"],
  Outcome: ["single outcome", "single outcomes"],
};

// Who was studied: people first; what is no study of people is said apart.
function leadWords(f, name) {
  const n = state.whole ? null : node(state.focus);
  const others = n ? [...inFocus].filter((no) => no !== n.no).map(node) : [];
  const made = others.filter((o) => o.k !== (n && n.k) && kindOf(o) === "CellProduct");
  const forms = others.filter((o) => o.k === (n && n.k) && o.of === undefined);
  const kind = n ? kindOf(n) : "";
  const about =
    kind === "Route"
      ? " that used " + name
      : made.length
        ? " of " + name + (others.length > made.length ? " and" : " or") + " "
        : " of " + name;
  const products = made.length
    ? plural(made.length, "product") + " made from " + (kind === "Tissue" ? "it" : "such cells")
    : "";
  return h(
    "p",
    { class: "lead", title: COUNTED },
    h("b", {}, plural(f.studies, "human study", "human studies")),
    made.length ? [" of the ", products] : about,
    forms.length && !made.length
      ? [" (", plural(forms.length, ...(FORM[kind] || ["narrower term", "narrower terms"])), " included)"]
      : "",
    choosesStudies() ? " that " + chosenWords() : "",
    ", ",
    h("b", {}, f.controlled + " controlled"),
    f.reviews ? ", and " + plural(f.reviews, "review") : "",
    ".",
    f.retracted ? h("b", {}, " " + plural(f.retracted, "study", "studies") + " retracted, not counted.") : "",
    f.animal && !isNarrow()
      ? " Counted apart: " + plural(f.animal, "study", "studies") + " in animals or in vitro."
      : "",
  );
}

// A mark is a whole proposition; of a route's propositions often only some studies used the route.
function partNote(edges) {
  const part = edges.filter((e) => partWords(e)).length,
    used = chosenWords();
  const how = used || "used " + label(state.focus);
  return part
    ? h(
        "p",
        { class: used ? "warn" : "sub", id: "part-note" },
        used
          ? "The studies, trials and harms counted here are those that " +
              used +
              ". Stance, level and people of a mark count all studies"
          : "A mark gives all the evidence on its proposition",
        "; “1/3” beside it: one of its three sources " + how + ".",
      )
    : "";
}

function backgroundWords(edges, name) {
  const people = edges.filter((e) => e.t[0].some(Boolean)).length;
  const reference = edges.filter(
    (e) => e.t[3].some(Boolean) && !e.t.slice(0, 3).some((t) => t.some(Boolean)),
  ).length;
  const laboratory = edges.filter(
    (e) => !e.t[0].some(Boolean) && (e.t[1].some(Boolean) || e.t[2].some(Boolean)),
  ).length;
  const parts = [
    [people, "measured in people"],
    [laboratory, "in animals or in vitro only"],
    [reference, "from references only"],
    [edges.filter((e) => e.st === 5).length, "only claimed"],
  ]
    .filter(([n]) => n)
    .map(([n, words]) => n + " " + words);
  const contested = edges.filter((e) => e.st === 1).length;
  return (
    sentence(name) +
    ": " +
    plural(edges.length, "proposition") +
    (parts.length ? ", " + listed(parts) : "") +
    (contested ? "; " + contested + " contested" : "") +
    "."
  );
}
