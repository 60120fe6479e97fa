// What stands behind a study: its main result, its findings and its record?

// Of a harm that was not tied to the product: whether it happened.
const findingWords = (f) =>
  !isHarm(edgeOf(f))
    ? directionsOf(edgeOf(f))[f.d]
    : f.d === 0
      ? META.harm[0]
      : f.es
        ? META.untied[1]
        : !f.ev
          ? "not shown to come from it"
          : f.ev[0]
            ? META.untied[1]
            : "not seen";

// Met or not met is said of one aim. Where a primary endpoint names efficacy and safety together, its result on
// efficacy is told as that: what was found on safety stands among the findings.
const hasTwoGoals = (s) => s.pk === "efficacy" && /safety|adverse|toxic|tolera/i.test(s.pe || "");

const goalName = (s) =>
  "primary " +
  (s.pk && !hasTwoGoals(s) ? s.pk + " " : "") +
  "endpoint" +
  (hasTwoGoals(s) ? ", efficacy and safety together" : "");

const goalResult = (s) => (hasTwoGoals(s) ? s.pm + " on efficacy; on safety see its findings" : s.pm);

// What a finding says; that on the main result follows from the study's record.
const lineOf = (f) => {
  const s = f.drv && isBenefit(edgeOf(f)) ? source(f.s) : undefined;
  return s && s.pm
    ? "The " +
        goalName(s) +
        (hasTwoGoals(s) ? ", was " + s.pm + " on efficacy" : " was " + s.pm) +
        (f.ce === "active" && f.cmp ? " against " + f.cmp : "") +
        ": " +
        (s.pe || "not stated")
    : f.l;
};

function findingCard(f) {
  const s = source(f.s);
  return h(
    "article",
    { class: "card g" + (isGone(s) ? "one" : mood(edgeOf(f), f.d)) },
    noticeOf(s) ? h("p", { class: "notice" }, sentence(noticeOf(s))) : "",
    h(
      "p",
      { class: "dir" },
      h("b", {}, findingWords(f)),
      " · " + levelWords(f.lv) + " · " + META.groups[f.g],
      f.an ? " · " + f.an : "",
      f.drv
        ? h(
            "span",
            { class: "sub", title: "computed from the study's fields" },
            " · derived from its primary endpoint",
          )
        : "",
    ),
    h("p", {}, lineOf(f)),
    h(
      "dl",
      {},
      row("Measured", f.drv ? "" : f.om),
      row("Result", f.v),
      row("Events", countWords(f)),
      row("Compared with", f.cmp || f.ce),
      row("p", f.p),
      row("At", f.tp),
      row("In", f.pop),
      row("Analysed", f.n),
      row("Outcome role", f.role),
      row("Route", terms(f.ro)),
      row("Note", f.note),
    ),
    s
      ? h(
          "details",
          {},
          h(
            "summary",
            {},
            sourceName(s) +
              (noticeOf(s) ? " · " + noticeOf(s) : "") +
              (s.de ? " · " + s.de : s.ref ? " · reference" : "") +
              (s.n ? " · n " + s.n : ""),
          ),
          sourceCard(s),
          h("p", {}, sourceButton(s, "All findings of this source")),
        )
      : "",
  );
}

// When a record was entered.
const dateOf = (s) => (/ on (\d{4}-\d\d-\d\d)$/.exec(s.by || "") || [])[1] || "";

function sourceCard(s) {
  return [
    h("p", {}, s.l),
    h(
      "dl",
      {},
      row("Retracted", s.rx),
      row(
        "Retraction",
        isGone(s) || isDoubted(s)
          ? ""
          : "none is recorded here, nor an expression of concern" +
              (dateOf(s) ? ", as entered on " + dateOf(s) : "") +
              "; that anybody looked for a notice is not recorded",
      ),
      row("Expression of concern", s.uc),
      row(
        "Notice",
        (s.nt || []).map(([text, address], i) => [i ? ", " : "", link(text, address)]),
      ),
      row("Year", s.y),
      row("Published", [s.j, s.pub, s.ref ? "reference: " + (s.rk || "") : ""].filter(Boolean).join(" · ")),
      row(
        "Design",
        [s.de, s.bl, s.ph ? "phase " + s.ph : "", s.pools ? "pools " + s.pools : ""]
          .filter(Boolean)
          .join(", "),
      ),
      row("People", s.n),
      row("Population", s.pop),
      row("Product", terms(s.prod)),
      row("Disease", terms(s.dis)),
      row("Cells from", terms(s.ti)),
      row("Donor", (s.do || []).join(", ")),
      row("Route", terms(s.ro)),
      row("Dose", s.dose),
      row("Follow-up", s.fu),
      row("Country", s.where),
      row(
        sentence(goalName(s).split(",")[0]),
        s.pe
          ? s.pe +
              (s.pm
                ? " (" +
                  (hasTwoGoals(s) ? "efficacy and safety together: " : "") +
                  goalResult(s) +
                  (s.pc ? ", against " + s.pc : "") +
                  ")"
                : "")
          : "",
      ),
      row("Species", (s.sp || []).filter((x) => x !== "human").join(", ")),
      row("Harms", harmsOf(s)),
      row("Sponsor", s.spon ? "reported by the sponsor" : ""),
      row("Read as", s.read),
      row("Reader's note", s.rn),
      row("Entered by", s.by),
      row(
        "Same people as",
        s.same === undefined
          ? ""
          : [sourceButton(source(s.same)), isGone(source(s.same)) ? " (retracted)" : ""],
      ),
      row(
        "Links",
        [
          hasNoDoi(s) ? [META.said.noDoi] : [],
          ...(s.links || []).map(([text, address]) => [link(text, address)]),
        ]
          .filter((part) => part.length)
          .map((part, i) => [i ? ", " : "", part]),
      ),
    ),
  ];
}

function harmsOf(s) {
  const seen = (s.f || []).map(finding).filter((f) => isHarm(edgeOf(f)));
  return seen.map((f, i) => [
    i ? "; " : "",
    edgeButton(
      edgeOf(f),
      label(edgeOf(f).to) +
        (toldWords(f) ? ", " + toldWords(f) : "") +
        (f.d === 0 ? "" : " (" + findingWords(f) + ")"),
    ),
  ]);
}

// The main result first; that something was studied is none.
function sourcePanel(s) {
  const isLast = (f) => isTrial(edgeOf(f)),
    found = (s.f || []).map(finding).sort((a, b) => isLast(a) - isLast(b) || (b.drv || 0) - (a.drv || 0));
  return [
    h("p", { class: "kind" }, s.ref ? "Reference" : "Study"),
    h("h2", {}, sourceName(s)),
    isGone(s)
      ? h(
          "p",
          { class: "warn", id: "notices" },
          h("b", {}, "Retracted"),
          " (" + s.rx + "): what it found is shown here and counts nowhere.",
        )
      : isDoubted(s)
        ? h(
            "p",
            { class: "warn", id: "notices" },
            h("b", {}, "Under an expression of concern"),
            " (" + s.uc + "): what it found counts, and says so.",
          )
        : "",
    s.pm
      ? h(
          "p",
          { id: "goal" },
          sentence(goalName(s)) + ": ",
          h("b", {}, goalResult(s)),
          knownWords(s) ? " · " + knownWords(s) : "",
          s.n ? " · " + plural(s.n, "person", "people") : "",
          s.de ? " · " + s.de : "",
        )
      : "",
    heading(plural(found.length, "finding")),
    h(
      "ul",
      { class: "rels" },
      found.map((f) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "rel found", onclick: () => select("edge", edgeOf(f).id) },
            h("b", { class: "g" + (isGone(s) ? "one" : mood(edgeOf(f), f.d)) }, findingWords(f)),
            ": ",
            h("span", {}, propositionWords(edgeOf(f))),
          ),
          h("span", { class: "sub" }, (noticeOf(s) ? noticeOf(s) + " · " : "") + lineOf(f)),
        ),
      ),
    ),
    heading("The record"),
    sourceCard(s),
  ];
}
