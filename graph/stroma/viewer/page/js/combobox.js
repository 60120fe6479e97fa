// An input with a list of what it may mean, by mouse and by keyboard.

// What a text may mean, best first: the answer to a question, what it names, what shares a word with it. `isNothing`
// where none of these goes by the words typed: what only shares a word is a candidate, never the answer, and Enter
// must not open it. `what` leaves one kind of thing, and no question.
function candidates(text, what) {
  const read = what ? { terms: [], whole: [], rest: [] } : readWords(text),
    answer = what ? null : answerTo(text),
    danger = what ? "" : dangerIn(text),
    declined = what || answer ? "" : declinedIn(text, read.rest);
  const named = searchFor(text, what),
    whole = danger ? [] : read.whole,
    others = danger ? [] : named.filter((x) => !whole.includes(x));
  const known = [...(answer ? [answer] : []), ...whole, ...others].slice(0, HITS),
    isNothing =
      !answer &&
      (!(what || isHeld(text, read, named)) ||
        notCoveredIn(text) !== "" ||
        !(known.length && isNamed(known[0], text)));
  const saying = isNothing && !what && !danger && !declined ? studiesSaying(text) : [];
  const hits = saying.length
    ? [...saying, ...known.filter((x) => !saying.some((y) => isSame(x, y)))].slice(0, HITS)
    : known.length || danger
      ? known
      : bestKnown(what);
  return { hits, isNothing, count: known.length, saying, read, danger, declined };
}

const isSame = (x, y) => x.what === y.what && x.no === y.no;

// What no record tells is said before a name that only begins like it: "cost" is no co-stimulation.
const isHeld = (text, read, named) =>
  !notHeldIn(read.rest) || (named.length > 0 && match(named[0], fold(text), []) >= 100);

// The line above the candidates that says that none of them is meant.
function noneItem(found) {
  const said = found.danger || found.declined,
    first = said ? sentence(said) + ". " : "Nothing is known here by that name. ";
  const none = h(
    "li",
    { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "sub" },
    h("b", {}, first),
    whatFollows(found),
  );
  none.addEventListener("mousedown", (event) => event.preventDefault());
  return none;
}

function whatFollows({ danger, saying, read, count }) {
  if (danger) return "";
  if (saying.length) return "Its words stand in the records of these studies:";
  if (read.terms.length && read.rest.length)
    return "Nothing is called “" + cut(read.rest.join(" "), 60) + "”; the rest names:";
  if (count) return "These share a word with it:";
  return "Try a shorter word, a synonym or an id such as MONDO:0005301. Most is known here about:";
}

function hitItem(x, id, choose) {
  const hint = h("span", { class: "sub" }, " " + x.hint),
    li = h("li", { role: "option", id, "aria-selected": "false" }, cut(x.name, 90), hint);
  li.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose();
  });
  return li;
}

function countWordsOf({ isNothing, danger, declined, count, saying, hits }) {
  if (!isNothing) return plural(count, "result");
  const none = danger || declined || "Nothing is known here by that name";
  return none + (count || saying.length ? ", " + plural(hits.length, "candidate") : "");
}

// Wires an input and its list as a combobox; `chosen` gets the hit, `missed` the words that name nothing.
function combobox(input, list, what, chosen, missed) {
  let hits = [],
    at = -1,
    nothing = false;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = () => {
    [...list.querySelectorAll("[role=option]:not([aria-disabled])")].forEach((li, i) =>
      li.setAttribute("aria-selected", i === at ? "true" : "false"),
    );
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", list.id + "-" + at);
      byId(list.id + "-" + at).scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const take = (i) => {
    const hit = hits[i];
    close();
    if (hit) chosen(hit);
  };
  const draw = () => {
    const text = input.value,
      found = candidates(text, what);
    hits = found.hits;
    nothing = found.isNothing;
    at = nothing ? -1 : 0;
    fill(
      list,
      nothing ? noneItem(found) : "",
      hits.map((x, i) => hitItem(x, list.id + "-" + i, () => take(i))),
    );
    list.hidden = !fold(text);
    input.setAttribute("aria-expanded", list.hidden ? "false" : "true");
    mark();
    if (!list.hidden) say(countWordsOf(found));
  };
  input.addEventListener("input", draw);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        draw();
        if (!nothing) return;
      }
      at = hits.length
        ? (Math.max(at, event.key === "ArrowDown" ? -1 : 0) +
            (event.key === "ArrowDown" ? 1 : -1) +
            hits.length) %
          hits.length
        : -1;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.hidden) draw();
      if (at >= 0) take(at);
      else if (nothing && input.value.trim() && missed) {
        close();
        missed(input.value.trim());
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
}

function wireSearch() {
  const input = byId("search");
  combobox(
    input,
    byId("hits"),
    null,
    (hit) => {
      // A guess is announced: who typed "mice" must not land on another thing unawares.
      const isShown = hit.what === "node" && hit.no === state.focus && !state.whole && !state.path;
      const read =
        hit.what !== "answer" && (isGuess(hit, input.value) || isShown)
          ? "Read as: " + hit.name + (isShown ? ", which this page is about" : "")
          : "";
      input.value = "";
      miss("");
      drawHeadline();
      if (hit.what === "answer") openAnswer(hit);
      else if (hit.what === "node") focusOn(hit.no);
      else openSource(source(hit.no), read);
      if (read && hit.what === "node") {
        noteDown(read, "");
        drawHeadline();
      }
      if (hit.what !== "answer" || hit.sel) goToPanel();
    },
    (asked) => {
      // The old page stays, and says that it is no answer.
      const isPage = !isTaking();
      state.take = false;
      miss(asked);
      if (isPage) drawHeadline();
      else change({});
      byId("answer").scrollIntoView({ block: "nearest", behavior: "instant" });
    },
  );
}
