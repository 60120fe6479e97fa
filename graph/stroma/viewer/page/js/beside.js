// What must stand beside a proposition: its single outcomes, its harms, what articles claim of it.

// What stands in for a wide term that nobody measured, each with its own result.
function narrowerPanel(e) {
  const found = narrowerFound(e).sort(byEvidence);
  return found.length
    ? [
        heading("Measured of narrower terms (" + found.length + ")"),
        h(
          "p",
          { class: "sub" },
          sentence(narrowerWords(e)) + ". Independent studies, those in people first.",
        ),
        h(
          "ul",
          { class: "rels" },
          found.slice(0, 30).map((o) => relation(o)),
        ),
        found.length > 30
          ? h("p", { class: "sub" }, "and " + (found.length - 30) + " more: see the table")
          : "",
      ]
    : "";
}

function tallyTable(e) {
  if (!e.t.some((t) => t.some(Boolean))) return "";
  return h(
    "table",
    { class: "tally" },
    h(
      "caption",
      { class: "sub" },
      "Independent studies" + (e.is ? "; " + (e.is === 1 ? "one study" : "some") + " on both sides" : ""),
    ),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td", {}),
        directionsOf(e).map((d) => h("th", { scope: "col" }, d)),
      ),
    ),
    h(
      "tbody",
      {},
      META.groups.map((g, i) =>
        e.t[i].some(Boolean)
          ? h(
              "tr",
              {},
              h(
                "th",
                { scope: "row" },
                g + (i === 0 && peopleOf(e) ? ": " + (e.n ? "n = " + e.n : "") + unknownWords(e) : ""),
              ),
              e.t[i].map((n) => h("td", {}, n)),
            )
          : "",
      ),
    ),
  );
}

// The disease as a whole never stands without its single outcomes, nor the other way round.
function beside(e) {
  if (isSafety(e)) return harmsBeside(e);
  if (!isBenefit(e)) return "";
  const isWhole = predicate(e).name === "ameliorates";
  const disease = isWhole ? e.to : e.c;
  const others = links(node(e.from))
    .map(edge)
    .filter(
      (o) =>
        o.no !== e.no &&
        isBenefit(o) &&
        (predicate(o).name === "ameliorates" ? o.to === disease : isWhole && o.c === disease),
    );
  if (!others.length)
    return isWhole
      ? h("p", { class: "sub" }, "No single outcome of this product was measured in " + label(disease) + ".")
      : "";
  return [
    heading(
      isWhole
        ? "Single outcomes of the same product in " + label(disease)
        : "The disease as a whole, same product",
    ),
    h(
      "ul",
      { class: "rels" },
      others
        .sort(byEvidence)
        .map((o) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "rel", onclick: () => select("edge", o.id) },
              markSvg(o, 8),
              h("span", {}, relationWords(o) + " " + label(o.to)),
            ),
            h("span", { class: "sub" }, stanceWords(o) + " · " + levelWords(o.lv)),
          ),
        ),
    ),
  ];
}

// What a study calls safe stands beside the harms that were asked about.
function harmsBeside(e) {
  const harms = links(node(e.from))
    .map(edge)
    .filter((o) => isHarm(o) && o.from === e.from && o.c === e.to);
  return [
    heading("Harms of the same product in " + label(e.to)),
    harms.length
      ? h(
          "ul",
          { class: "rels" },
          harms
            .sort(byHarm)
            .map((o) =>
              h(
                "li",
                {},
                h(
                  "button",
                  { type: "button", class: "rel", onclick: () => select("edge", o.id) },
                  markSvg(o, 8),
                  h("span", {}, label(o.to)),
                ),
                h(
                  "span",
                  { class: "sub" },
                  [stanceWords(o), levelWords(o.lv), eventWords(o)].filter(Boolean).join(" · "),
                ),
              ),
            ),
        )
      : h("p", { class: "sub" }, "None was asked about here. That is an absence of records, not of harm."),
  ];
}

function claimsOn(e) {
  const claims = (e.cl || []).map(claim);
  if (!claims.length) return "";
  return [
    heading("What articles claim"),
    claims.map((c) =>
      h(
        "article",
        { class: "card claim" },
        h(
          "p",
          {},
          h("b", {}, c.pol ? "denies it" : "says so"),
          c.ws ? " · wording: " + c.ws : "",
          c.hedge ? " · hedge: " + c.hedge : "",
        ),
        h(
          "p",
          {},
          article(c.a)
            ? [
                act(article(c.a).pub || article(c.a).l, () => openArticle(c.a, c.no)),
                ", at " + placeWords(c) + " of its text",
              ]
            : "",
          c.cites ? [". Cites ", c.cites.map((x, i) => [i ? ", " : "", sourceButton(source(x))])] : "",
        ),
        c.verdict
          ? h(
              "p",
              { class: "sub" },
              (e.st === 5
                ? "The curator judged from what is known beyond the findings here: "
                : "The curator judged: ") +
                c.verdict +
                (c.note ? ". " + c.note : ""),
            )
          : "",
      ),
    ),
  ];
}

function alsoBetween(e) {
  const others = links(node(e.from))
    .map(edge)
    .filter(
      (o) => o.no !== e.no && ((o.from === e.from && o.to === e.to) || (o.from === e.to && o.to === e.from)),
    );
  return others.length
    ? [
        heading("Also between these two"),
        h(
          "ul",
          { class: "rels" },
          others.map((o) => relation(o)),
        ),
      ]
    : "";
}
