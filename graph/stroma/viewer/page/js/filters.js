// Filters with counts: what each choice would leave, the others kept.
const FILTER_NAMES = {
  stance: "Stance",
  level: "Best level",
  group: "Measured in",
  control: "Control group",
  predicate: "Relation",
  kind: "Kind of term",
  route: "Route",
  donor: "Donor",
  region: "Decision in",
};

function optionWords(name, value) {
  if (name === "stance") {
    const s = META.stances.find((x) => x[0] === value);
    return s
      ? s[1]
      : value === "thin"
        ? META.said.thin
        : value === "narrower"
          ? META.said.notNarrower
          : value;
  }
  if (name === "level") {
    const at = META.levels.findIndex((x) => x[0] === value);
    return at < 0 ? "no level" : value + " " + META.levels[at][1].split(":")[0];
  }
  if (name === "predicate") {
    const p = META.predicates.find((x) => x.name === value);
    return p ? p.label : value;
  }
  if (name === "kind") {
    const k = META.kinds.find((x) => x[0] === value);
    return k ? k[1] : value;
  }
  return value;
}

// Each choice with the words that stand in a sentence, and what takes it back.
function choices() {
  // Of a harm a stance means something else.
  const ofHarm = (value) =>
    scope.topic.some(isHarm)
      ? { supported: " (a harm: seen)", "not-supported": " (a harm: not shown to come from it)" }[value] || ""
      : "";
  const list = LISTS.flatMap((name) =>
    [...filters[name]].map((value) => ({
      name,
      words:
        (name === "stance" || name === "control" ? "" : FILTER_NAMES[name].toLowerCase() + ": ") +
        optionWords(name, value) +
        (name === "stance" ? ofHarm(value) : ""),
      off: () => filters[name].delete(value),
    })),
  );
  if (filters.n)
    list.push({
      name: "n",
      words: "at least " + plural(filters.n, "person", "people"),
      off: () => {
        filters.n = 0;
      },
    });
  if (filters.from || filters.to)
    list.push({
      name: "years",
      words: "studies " + yearWords(),
      off: () => {
        filters.from = filters.to = 0;
      },
    });
  if (state.view === "table" && state.find)
    list.push({
      name: "find",
      words: "rows with “" + cut(state.find, 60) + "”",
      off: () => {
        state.find = "";
      },
    });
  return list;
}

// What is shown of how much: a part must never pass for all, on the screen, on paper or in a picture.
function shownWords() {
  const list = choices(),
    names = [...new Set(list.map((x) => x.name))],
    widened = new Set(widerRows());
  if (!list.length) return "";
  const of = names.map((name) =>
    list
      .filter((x) => x.name === name)
      .map((x, i) => (i ? x.words.replace(/^[^:(]*: /, "") : x.words))
      .join(" or "),
  );
  return (
    "Shown: " +
    of.join("; ") +
    " only (" +
    (state.view === "table" ? tableRows().filter((e) => !widened.has(e)).length : scope.shown.length) +
    " of " +
    scope.topic.length +
    ")"
  );
}
const blankWords = () =>
  filterCount() ? "A blank may have been measured." : "A blank was never measured here.";
const FOOT_BLANK = "A blank means that nothing in this graph measured it, never that it was refuted.";

// The filters that hold, in sight however the page is read, each with what takes it back.
function drawActive() {
  const box = byId("active"),
    list = state.view === "article" ? [] : choices();
  byId("blank").textContent = filterCount()
    ? "A blank may have been measured: filters hide " +
      (scope.topic.length - scope.shown.length) +
      " of " +
      plural(scope.topic.length, "proposition") +
      "."
    : FOOT_BLANK;
  box.hidden = !list.length;
  if (!list.length) return fill(box);
  fill(
    box,
    h("b", { id: "shown-words" }, shownWords() + "."),
    filterCount() && state.view !== "table" ? " " + blankWords() : "",
    " ",
    list.map((x, i) => [
      h(
        "button",
        {
          type: "button",
          class: "chip",
          id: "off-" + i,
          "aria-label": "Take back the filter: " + x.words,
          onclick: () => {
            x.off();
            change({ filters: true });
            const next = byId("off-0") || byId("open-filters");
            next.focus();
          },
        },
        x.words,
        h("span", { "aria-hidden": "true" }, " ×"),
      ),
      " ",
    ]),
    list.length > 1 ? clearButton() : "",
  );
}

function drawFilters() {
  const n = filterCount();
  const button = byId("open-filters");
  button.textContent = n ? "Filters (" + n + ")" : "Filters";
  const box = byId("filters");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  box.hidden = !isOpen;
  if (!isOpen) return;
  const focused = document.activeElement && document.activeElement.id;
  fill(
    box,
    Object.keys(FILTER_NAMES).map(filterGroup),
    h(
      "fieldset",
      {},
      h("legend", {}, "People at least"),
      slider("n", 0, 300, 10, filters.n, (v) => v || "any"),
    ),
    years(),
    h(
      "p",
      { class: "filter-end" },
      h("b", {}, scope.shown.length + " of " + scope.topic.length + " shown "),
      n ? clearButton() : "",
    ),
  );
  if (focused && byId(focused)) byId(focused).focus();
}

function filterGroup(name) {
  const order =
    name === "stance"
      ? META.stances.map((s) => s[0]).concat("thin", "narrower")
      : name === "level"
        ? META.levels.map((l) => l[0])
        : name === "group"
          ? META.groups
          : null;
  const counts = [...facet(name)].sort((a, b) =>
    order ? order.indexOf(a[0]) - order.indexOf(b[0]) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  if (!counts.length) return "";
  return h(
    "fieldset",
    {},
    h("legend", {}, FILTER_NAMES[name]),
    counts.slice(0, 30).map(([value, count], i) => {
      const id = "f-" + name + "-" + i;
      const input = h("input", { type: "checkbox", id, checked: filters[name].has(value) });
      input.addEventListener("change", () => {
        if (input.checked) filters[name].add(value);
        else filters[name].delete(value);
        change({ filters: true });
      });
      return h(
        "label",
        { for: id },
        input,
        " " + optionWords(name, value) + " ",
        h("span", { class: "count" }, count),
      );
    }),
  );
}

function slider(name, min, max, step, value, words) {
  const id = "f-" + name;
  const out = h("output", { for: id }, words(value));
  const input = h("input", {
    type: "range",
    id,
    min,
    max,
    step,
    value,
    "aria-label": name === "n" ? "People at least" : name === "from" ? "From year" : "To year",
  });
  input.addEventListener("input", () => {
    out.textContent = words(Number(input.value));
  });
  input.addEventListener("change", () => {
    filters[name] = Number(input.value) === (name === "to" ? max : min) ? 0 : Number(input.value);
    change({ filters: true });
  });
  return h("div", { class: "slide" }, input, out);
}

function years() {
  const all = scope.topic.flatMap((e) => traits(e).years);
  if (!all.length) return "";
  const low = all.reduce((a, b) => Math.min(a, b)),
    high = all.reduce((a, b) => Math.max(a, b));
  return low === high
    ? ""
    : h(
        "fieldset",
        {},
        h("legend", {}, "Year of a study"),
        slider("from", low, high, 1, filters.from || low, (v) => "from " + v),
        slider("to", low, high, 1, filters.to || high, (v) => "to " + v),
      );
}
