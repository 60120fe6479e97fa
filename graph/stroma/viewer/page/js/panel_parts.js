// The small parts of the panel: buttons, tags, rows, and one proposition as an item of a list.

const nodeButton = (no, words) => act(words || label(no), () => select("node", nodeKey(no)));

const row = (name, value) =>
  value === null || value === undefined || value === "" || value.length === 0
    ? ""
    : [h("dt", {}, name), h("dd", {}, value)];

const terms = (list) =>
  (list || []).map((x, i) => [i ? ", " : "", typeof x === "number" ? nodeButton(x) : x]);

// A word beside the mark: why it is no full support.
const weakTag = (e) =>
  isWeak(e)
    ? h("span", { class: "thin" }, "thin")
    : e.st === 0 && e.nd
      ? h("span", { class: "thin" }, "narrower disagrees")
      : "";

// A tag is set apart by its look; read aloud it needs a pause.
const apart = (tag) => (tag ? [h("span", { class: "vh" }, "; "), tag] : "");

const noticeTag = (e) =>
  !e.gw && noticeWords(e)
    ? h("span", { class: "thin" }, e.gone.length ? goneSources(e).length + " retracted" : "concern")
    : "";

const heading = (text) => h("h3", {}, text);

const closeButton = () =>
  h(
    "button",
    { type: "button", class: "close", "aria-label": "Close details", onclick: () => select(null) },
    "×",
  );

function relation(e, from, told) {
  const words = told
    ? told
    : from === undefined
      ? contentWords(e)
      : from === e.from || (inFocus.has(e.from) && !inFocus.has(e.to))
        ? label(e.to)
        : from === e.to
          ? label(e.from)
          : label(e.from) + " → " + label(e.to);
  return h(
    "li",
    { class: selected("edge") === e.no ? "on" : "" },
    h(
      "button",
      { type: "button", class: "rel", onclick: () => select("edge", e.id) },
      markSvg(e, 8),
      h(
        "span",
        {},
        words,
        e.c !== undefined && e.c !== from ? h("span", { class: "cond" }, " in " + label(e.c)) : "",
      ),
    ),
    h(
      "span",
      { class: "sub" },
      stanceWords(e) +
        (e.va ? ": " + e.va : "") +
        " · " +
        levelWords(e.lv) +
        (peopleOf(e) ? " · " + peopleOf(e) : ""),
      apart(weakTag(e)),
      apart(noticeTag(e)),
    ),
    h("span", { class: "vh" }, "; "),
    bar(e),
  );
}

const byEvidence = (a, b) => (a.lv || 9) - (b.lv || 9) || sizeOf(b) - sizeOf(a) || a.no - b.no;

const sourceButton = (s, words) => act(words || sourceName(s), () => select("source", s.id));
const edgeButton = (e, words) => act(words || propositionWords(e), () => select("edge", e.id));
