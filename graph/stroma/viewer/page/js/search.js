// A combobox over labels, synonyms and ids; one wrong, missing or swapped letter is forgiven.
let searchIndex = null;
const fold = (text) => plain(text).toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();

function indexed() {
  if (searchIndex) return searchIndex;
  searchIndex = node.all().map((n) => ({ what: "node", no: n.no, name: label(n.no), hint: kindName(n), weight: links(n).length, texts: [label(n.no), n.curie, ...(n.syn || [])].map((t) => fold(cut(t, 200))) }));
  source.all().forEach((s) => searchIndex.push({ what: "source", no: s.no, name: sourceName(s) + ": " + s.l, hint: s.ref ? "reference" : "study", weight: (s.f || []).length / 4, texts: [s.id, s.l, s.au || "", ...(s.links || []).map((l) => l[0])].map((t) => fold(cut(t, 200))) }));
  return searchIndex;
}

function near(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a.length < 4) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a.slice(i + 1) === b.slice(i) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i + 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
}

function match(entry, query, words) {
  let best = 0;
  for (const text of entry.texts) {
    if (text === query) best = Math.max(best, 100);
    else if (text.startsWith(query)) best = Math.max(best, 80);
    else if ((" " + text).includes(" " + query)) best = Math.max(best, 60);
    else {
      const own = text.split(" ");
      if (words.every((w) => own.some((o) => o.startsWith(w)))) best = Math.max(best, 50);
      else if (text.includes(query)) best = Math.max(best, 40);
      else if (words.every((w) => own.some((o) => o.startsWith(w) || near(w, o) || (w.length > 4 && near(w, o.slice(0, w.length)))))) best = Math.max(best, 25);
    }
  }
  return best ? best + Math.min(9, Math.sqrt(entry.weight)) : 0;
}

function searchFor(text, what) {
  const query = fold(text);
  if (!query) return [];
  const words = query.split(" ");
  return indexed().filter((x) => !what || x.what === what).map((x) => [match(x, query, words), x]).filter((m) => m[0]).sort((a, b) => b[0] - a[0] || a[1].name.length - b[1].name.length).slice(0, 12).map((m) => m[1]);
}

// Wires an input and its list as a combobox; `chosen` gets the hit.
function combobox(input, list, what, chosen) {
  let hits = [], at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const mark = () => {
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === at ? "true" : "false"));
    if (at >= 0) { input.setAttribute("aria-activedescendant", list.id + "-" + at); list.children[at].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const take = (i) => { const hit = hits[i]; close(); if (hit) chosen(hit); };
  const draw = () => {
    hits = searchFor(input.value, what);
    at = hits.length ? 0 : -1;
    const none = h("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "sub" }, "Nothing by that name. Try a shorter word, a synonym or an id such as MONDO:0005301.");
    fill(list, hits.map((x, i) => {
      const li = h("li", { role: "option", id: list.id + "-" + i, "aria-selected": "false" }, cut(x.name, 90), h("span", { class: "sub" }, " " + x.hint));
      li.addEventListener("mousedown", (event) => { event.preventDefault(); take(i); });
      return li;
    }), hits.length ? "" : none);
    list.hidden = !fold(input.value);
    input.setAttribute("aria-expanded", list.hidden ? "false" : "true");
    mark();
    if (!list.hidden) say(plural(hits.length, "result"));
  };
  input.addEventListener("input", draw);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return draw();
      at = hits.length ? (at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length : -1;
      mark();
    } else if (event.key === "Enter") { event.preventDefault(); if (!list.hidden) take(at); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
  });
}

function wireSearch() {
  const input = byId("search");
  combobox(input, byId("hits"), null, (hit) => {
    input.value = "";
    if (hit.what === "node") focusOn(hit.no); else select("source", source(hit.no).id);
    byId("panel").focus();
  });
}
