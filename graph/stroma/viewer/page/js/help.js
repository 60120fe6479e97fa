// One dialog for help, paths and sharing; the words of the schemes come with the data.
let dialogOpener = null;

function openDialog(title, ...content) {
  const box = byId("dialog");
  dialogOpener = document.activeElement;
  fill(box, h("div", { class: "dialog-head" }, h("h2", { id: "dialog-title" }, title), h("button", { type: "button", class: "close", "aria-label": "Close", onclick: closeDialog }, "×")), content);
  if (!box.open) box.showModal();
}

function closeDialog() {
  const box = byId("dialog");
  if (box.open) box.close();
  if (dialogOpener && document.contains(dialogOpener)) dialogOpener.focus();
}

const sampleMark = (st, thin, harm, counted) => {
  const p = META.predicates.findIndex((x) => (x.name === "causesAdverseEvent") === !!harm);
  return p < 0 ? "" : markSvg({ st, th: thin ? [0] : [], p, ec: counted }, 9);
};

function legendItems() {
  const key = (mark, words) => h("span", { class: "key" }, mark, " " + words);
  const used = new Set(scope.topic.filter((e) => !isHarm(e) && !isTrial(e) && !isDecision(e)).map((e) => e.st));
  const items = META.stances.flatMap((s, st) => !used.has(st) ? [] : st ? [key(sampleMark(st), s[1])] : [key(sampleMark(0), s[1]), key(sampleMark(0, true), META.said.thin)]);
  const tried = scope.topic.find(isTrial);
  if (tried) items.push(key(markSvg(tried, 9), TRIAL_WORDS));
  const decided = scope.topic.filter(isDecision);
  for (const words of new Set(decided.map(stanceWords))) items.push(key(markSvg(decided.find((e) => stanceWords(e) === words), 9), words));
  return scope.topic.some(isHarm) ? items.concat(key(sampleMark(0, false, true), "harm " + META.harm[0]), key(sampleMark(0, true, true), META.harm[0] + ", but thin"), scope.topic.some(isUntied) ? key(sampleMark(2, false, true, 1), "harm " + META.untied[1]) : [], key(sampleMark(2, false, true), "harm looked for; not seen, or not counted")) : items;
}

function drawLegend() {
  const kinds = META.kinds.filter((k) => scope.shown.some((e) => kindOf(node(e.from)) === k[0] || kindOf(node(e.to)) === k[0]));
  fill(byId("legend"), h("div", { class: "keys" }, h("b", {}, "Marks: "), legendItems(), h("span", { class: "key" }, h("b", { class: "lv" }, "L1–L5, R"), " best level"), h("button", { type: "button", class: "inline", onclick: openHelp }, "What do these mean?")),
    state.view === "graph" ? h("div", { class: "keys" }, h("b", {}, "Terms: "), kinds.map((k) => h("span", { class: "key" }, kindSvg(k[0]), " " + k[2]))) : "");
}

function kindSvg(kind) {
  const at = META.kinds.findIndex((k) => k[0] === kind);
  return svg("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", class: "kindmark k" + at + (kind === "Route" ? " open" : ""), "aria-hidden": "true" }, KIND_POINTS[kind] ? svg("polygon", { points: KIND_POINTS[kind] }) : svg("circle", { r: 5.5 }));
}

const WORDS = [
  ["proposition", "One thing that can be true or not: a product, what it does, and in which disease. All studies that measured it stand together."],
  ["primary efficacy endpoint", "The one result that a trial named beforehand as the test of whether the treatment works. Met: it came out as hoped. A trial whose main goal was safety has none."],
  ["ameliorates", "Makes the disease as a whole better, by the main result of a trial; single results stand beside it."],
  ["controlled, randomised", "Compared with people who did not get the cells; randomised: chance decided who did."],
  ["placebo, sham", "A treatment without cells that looks the same, so that nobody knows who got them."],
];

function openHelp() {
  openDialog("What the words and marks mean",
    h("h3", {}, "Stance: what the evidence of one proposition amounts to"), h("p", {}, "The findings at the best level present decide; nothing is averaged, and people, animals and cells in a dish are never added up."),
    h("dl", { class: "glossary" }, META.stances.map((s, st) => [h("dt", {}, sampleMark(st), " " + s[1]), h("dd", {}, s[2])]), h("dt", {}, sampleMark(0, true), " " + META.said.thin), h("dd", {}, "Supported, yet it rests on little: " + META.thin.filter((_, i) => i !== META.reading).join("; ") + ". The panel says which."), h("dt", {}, sampleMark(0, true), " " + META.said.notNarrower), h("dd", {}, sentence(META.said.narrower) + ".")),
    h("p", {}, "For a harm: ", sampleMark(0, false, true), " " + META.harm[0] + " in people, ", sampleMark(2, false, true, 1), " " + META.untied[1] + ": people had it after the cells, and no study tied it to them, ", sampleMark(2, false, true), " looked for; not seen, or not counted. A grey T: " + TRIAL_WORDS + ". A grey R: approved by a regulator, which is no result."), h("h3", {}, "Level: how well a finding was made"), h("dl", { class: "glossary" }, META.levels.map((l) => [h("dt", {}, l[0]), h("dd", {}, l[1])])),
    h("p", {}, "Source of the scheme: ", link("OCEBM Levels of Evidence Working Group, Oxford 2011", "https://www.cebm.ox.ac.uk/resources/levels-of-evidence/ocebm-levels-of-evidence"), ". The level belongs to the finding: a change within one arm of a randomised trial is level 4."),
    h("h3", {}, "Other words"), h("dl", { class: "glossary" }, WORDS.flatMap(([word, text]) => [h("dt", {}, word), h("dd", {}, text)])),
    h("h3", {}, "How studies are counted"), h("p", {}, COUNTED),
    h("h3", {}, "Three different nothings"), h("p", {}, "A blank: nobody measured it here. ", h("b", {}, "Not supported"), ": it was measured, without effect. ", h("b", {}, "No evidence here"), ": a text claims it and no study in this graph measured it. None of them means refuted."),
    h("h3", {}, "Keys"), h("dl", { class: "glossary keys-list" }, [["/", "search"], ["1 2 3 4", "graph, map, table, article"], ["arrows", "walk the graph, or the marks of the map"], ["Enter", "expand or collapse a term in the graph; open a mark"], ["F", "put the term in the middle"], ["+ − 0", "zoom, fit"], ["Backspace", "back"], ["P", "path"], ["Esc", "close, unselect"], ["?", "this help"]].map(([k, t]) => [h("dt", {}, h("kbd", {}, k)), h("dd", {}, t)])),
    h("p", { class: "warn" }, "This page reports what studies reported. It gives no medical advice."));
}
