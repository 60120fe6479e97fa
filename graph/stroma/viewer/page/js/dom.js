// Elements are made here and nowhere else; texts go in as text, addresses only as http or https.
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

function h(tag, attrs, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") el.addEventListener("click", value);
    else if (name === "class") el.className = value;
    else if (name === "href") {
      if (isWeb(value)) el.setAttribute("href", value);
    } else el.setAttribute(name, value === true ? "" : String(value));
  }
  return add(el, children);
}

function add(el, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    el.append(child instanceof Node ? child : document.createTextNode(plain(child)));
  }
  return el;
}

function fill(el, ...children) {
  el.replaceChildren();
  return add(el, children);
}

function svg(tag, attrs, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs || {})) el.setAttribute(name, String(value));
  children.forEach((c) => el.append(c));
  return el;
}

// Marks that turn the reading direction would let a label rewrite its surroundings.
const plain = (text) =>
  String(text).replace(/[\u0000-\u0008\u000b-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");

function isWeb(address) {
  try {
    return /^https?:$/.test(new URL(address).protocol);
  } catch (_) {
    return false;
  }
}

// An act that reads as part of a sentence: a link, because a button would break the line.
function act(words, onclick, attrs) {
  const a = h("a", { class: "inline", ...attrs }, words);
  a.setAttribute("href", "#");
  a.addEventListener("click", (event) => {
    event.preventDefault();
    onclick();
  });
  return a;
}

const link = (text, address) =>
  isWeb(address)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text)
    : h("span", {}, text);

// One statement of several: it begins a line, so that what each is about can be found at its edge.
const ownLine = (...parts) => h("span", { class: "own-line" }, parts);

const cut = (text, length) => (
  (text = plain(text)),
  text.length > length ? text.slice(0, length - 1) + "…" : text
);
// A narrow screen gets the answer first: the rest stands behind one line.
const isNarrow = () => window.innerWidth < 700;
// So does a low window: the evidence itself must begin on the first screen.
const isLow = () => isNarrow() || window.innerHeight < 900;
const folded = (summary, ...content) =>
  isNarrow() ? h("details", {}, h("summary", {}, summary), content) : content;

// Beginning and end stay: names of one family differ at the end.
function cutMiddle(text, length) {
  if ((text = plain(text)).length <= length) return text;
  // One more than fits, so that a word that starts just there is whole.
  const end = text.slice(-Math.floor(length * 0.62) - 1),
    whole = end.replace(/^\S*\s+/, "");
  const tail = whole.length < 6 ? end : whole;
  return text.slice(0, length - tail.length - 1).trimEnd() + "…" + tail;
}
const plural = (n, one, many) => n + " " + (n === 1 ? one : many || one + "s");
const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : "");
const say = (text) => {
  byId("status").textContent = plain(text);
};
// For a screen reader only: what the eye has before it already.
const tell = (text) => {
  say("");
  byId("told").textContent = plain(text);
};

function listed(items) {
  return items.length < 2
    ? items.join("")
    : items.slice(0, -1).join(", ") + " and " + items[items.length - 1];
}

// A row of buttons of which one is on; arrow keys move, as in a group of radio buttons.
function roving(box, selector) {
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...box.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    next.focus();
    next.click();
    const again = byId(next.id);
    if (again) again.focus();
  });
}
