// The page to take along: what was approved, and where is all of it from?

function takeApprovals(edges) {
  const decided = edges.filter((e) => predicate(e).name === "approvedFor" && e.st !== 5).sort(byEvidence),
    short = (e) =>
      e.from === state.focus
        ? label(e.to)
        : label(e.from) + (e.to === state.focus ? "" : " for " + label(e.to));
  const groups = [
    ["Approved", [0]],
    ["Approved in one region, not or no longer in another", [1]],
    ["Not approved, or withdrawn", [2, 3, 4]],
  ]
    .map(([title, stances]) => [title, decided.filter((e) => stances.includes(e.st))])
    .filter(([, list]) => list.length);
  const kinds = refusals().filter((e) => predicate(e).name === "approvedFor"),
    regions = [
      ...new Set(
        (META.regulators || [])
          .slice(0, 50)
          .map(source)
          .flatMap((s) => (s.f || []).map((no) => finding(no).reg))
          .filter(Boolean),
      ),
    ].sort();
  return h(
    "ul",
    {},
    decided.some((e) => e.st < 2) ? "" : h("li", {}, h("b", {}, "No approval is entered here.")),
    groups.map(([title, list]) =>
      h(
        "li",
        {},
        h("b", {}, title + ": "),
        list
          .slice(0, 4)
          .map((e, i) => (i ? "; " : "") + short(e) + words(decisionWords(e, WHOLE)))
          .join(""),
        list.length > 4 ? " and " + (list.length - 4) + " more." : ".",
      ),
    ),
    kinds.length
      ? h(
          "li",
          {},
          h("b", {}, "Said of a whole kind that includes it: "),
          kinds
            .slice(0, 2)
            .map(
              (e, i) =>
                (i ? "; " : "") +
                "no approval for " +
                label(e.to) +
                " of " +
                label(e.from) +
                words(decisionWords(e, WHOLE)),
            )
            .join(""),
          ".",
        )
      : "",
    h(
      "li",
      {},
      regions.length
        ? "Decisions are entered for " + listed(regions) + " only; nothing is said about other regions."
        : "No regulator's decision is entered here.",
    ),
  );
}

// By what a paper is found: its DOI, else its PMID, else the number of its trial in a registry.
const identifiers = (s) =>
  [...(s.links || []), ...(s.reg || []).map((number) => [number, ""])]
    .filter(([text]) => /^(doi |PMID |NCT)/.test(text) || (s.reg || []).includes(text))
    .slice(0, 1)
    .map(([text, address]) => [text.replace(/^doi /, "doi:"), address]);

function takeSources(named) {
  const all = [...named]
    .filter((no) => no !== undefined)
    .map(source)
    .sort((a, b) => sourceName(a).localeCompare(sourceName(b)));
  // What has no number that leads to it is found by its title and journal.
  const title = (s) => [sourceName(s).startsWith("“") ? "" : s.l, s.j].filter(Boolean).join(", ");
  const where = (s) => [
    identifiers(s).length
      ? identifiers(s).map(([text, address]) => [" ", link(text, address)])
      : title(s)
        ? ": " + title(s)
        : "",
  ];
  return h(
    "p",
    { class: "take-sources" },
    h("b", {}, "Named on this page: "),
    all.map((s, i) => [i ? "; " : "", sourceName(s), hasNoDoi(s) ? "*" : "", where(s)]),
    ".",
    all.some(hasNoDoi) ? " * " + META.said.noDoi + "." : "",
  );
}

const addressWords = () =>
  isWeb(location.href)
    ? location.href.split("#")[0] + toHash()
    : "a page of stroma view, " + nodeKey(state.focus === null ? 0 : state.focus);

// From which data, by which version, and from where: what a sheet of paper cannot be asked for.
const originWords = () =>
  [
    "Data as of " + (META.data || "an unknown day"),
    META.version ? "Stroma " + META.version : "Stroma",
    state.focus === null ? "" : addressWords(),
  ]
    .filter(Boolean)
    .join(" · ");
