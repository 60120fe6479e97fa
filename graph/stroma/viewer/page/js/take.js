// One page to take along: what the headline, the map and the panel hold on a disease or a product, in plain words
// and on one sheet. All of it is counted from the same propositions; a benefit, no effect and the opposite stand
// side by side. Nobody can open a line of paper: what a regulator wrote stands in full.
const WHOLE = 2000;

const TAKE_ITEMS = 5,
  TAKE_NAMES = 3,
  TAKE_HARMS = 12;

const isTaking = () => !!state.take && isTreated() && !state.path;
const words = (content) => h("span", {}, content).textContent;

const firstOf = (list, most = TAKE_NAMES) =>
  list.slice(0, most).join(", ") + (list.length > most ? " and " + (list.length - most) + " more" : "");

function openTake() {
  noFilters();
  Object.assign(state, { take: true, sel: null, find: "" });
  change({ step: true });
  byId("take").focus();
  window.scrollTo(0, 0);
}

function closeTake() {
  state.take = false;
  change({ step: true });
  byId("open-take").focus();
}

function drawTake() {
  const box = byId("take"),
    f = facts(),
    named = new Set(),
    of = (no) => f.edges.filter((e) => topic(e) === no);
  const sides = studySides(f.groups.asked.filter(isBenefit)),
    compared = sides.filter((one) => one.level <= 3),
    rest = sides.filter((one) => one.level > 3),
    by = (list, side) => list.filter((one) => one.side === side);
  if (f.trials.all.length) named.add(f.trials.all[0].s.no);
  const supported = f.count(0),
    firm = supported.filter(isFirm);
  // A trial of which only parts are entered had a comparison group all the same.
  const inPart = rest.filter((one) => CONTROLLED.includes(one.s.de)),
    alone = rest.filter((one) => !inPart.includes(one)),
    met = metWithoutControls(f.benefit),
    decided = decisionsOn();
  [...met, ...inPart.slice(0, TAKE_ITEMS).map((one) => one.s)].forEach((s) => named.add(s.no));
  const count = (side, text) => (by(alone, side).length ? [by(alone, side).length + " " + text] : []);
  const parts = [
    h("h2", {}, "What was studied, and in how many people"),
    takeWho(f),
    h("h2", {}, "Did it help? Studies with a comparison group, side by side"),
    takeMain(f.trials),
    compared.length
      ? h(
          "div",
          { class: "take-sides" },
          sideColumn("Better", by(compared, "better"), named),
          sideColumn("Better in one way, not in another", by(compared, "both"), named),
          sideColumn("No effect shown, or worse", by(compared, "not"), named),
        )
      : h(
          "p",
          {},
          "No study in people compared its result on benefit with people who did not get the cells.",
        ),
    inPart.length
      ? h(
          "p",
          {},
          plural(inPart.length, "trial") +
            " with a comparison group of which no comparison between the groups is entered here: ",
          inPart
            .slice(0, TAKE_ITEMS)
            .map((one, i) => [
              i ? "; " : "",
              h("b", {}, nameOfStudy(one.s)),
              ": " + (one.side === "better" ? "better: " : "") + one.says,
            ]),
          inPart.length > TAKE_ITEMS ? " and " + (inPart.length - TAKE_ITEMS) + " more" : "",
          ".",
        )
      : "",
    alone.length
      ? h(
          "p",
          {},
          "Studies without a comparison group: " +
            listed([
              ...count("better", "better"),
              ...count("both", "better in one way and not in another"),
              ...count("not", "no effect shown or worse"),
            ]) +
            ". From these nobody can tell whether it was the cells." +
            (met.length
              ? " Of these, " +
                firstOf(met.map((s) => nameOfStudy(s) + ", met its main goal" + goalOf(s))) +
                "."
              : ""),
        )
      : "",
    supported.length
      ? h(
          "p",
          {},
          firm.length
            ? firm.length +
                " of " +
                plural(supported.length, "supported benefit") +
                " rest" +
                (firm.length === 1 ? "s" : "") +
                " on firm evidence."
            : "No benefit rests on firm evidence: " + thinWords(supported) + ".",
        )
      : "",
    h("h2", {}, "Harms: seen, and looked for"),
    takeHarms(of(1), named),
    h("h2", {}, "Never measured"),
    takeNever(f),
    h("h2", {}, "Approvals"),
    takeApprovals(of(3)),
    takeSources(named),
  ];
  fill(
    box,
    h(
      "p",
      { class: "take-tools" },
      h(
        "button",
        { type: "button", id: "take-print", class: "primary", onclick: () => window.print() },
        "Print",
      ),
      " ",
      h("button", { type: "button", id: "take-close", onclick: closeTake }, "The full page"),
    ),
    h(
      "h1",
      {},
      (kindOf(node(state.focus)) === "Disease"
        ? "Cell therapy for " + label(state.focus)
        : sentence(label(state.focus))) + ": what studies found",
    ),
    META.cut ? h("p", { class: "warn" }, "Part of a larger graph: " + META.cut + ".") : "",
    decided.length
      ? h(
          "p",
          { class: "take-decided" },
          decided.map((e) => [
            h("b", {}, decisionName[e.st] || "A decision on ", label(e.to)),
            words(decisionWords(e, 0)),
            ". ",
          ]),
        )
      : "",
    h(
      "p",
      { class: "take-first" },
      "This page reports what studies reported. It gives no medical advice. A blank is no sign for or " +
        "against anything.",
    ),
    f.edges.length
      ? parts
      : h("p", {}, "Nothing is entered here on it. That is no evidence, not a refutation."),
    h("p", { class: "take-foot" }, originWords()),
  );
}
