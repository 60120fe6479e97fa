// An input with a list of what it may mean, by mouse and by keyboard.

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
    hits = searchFor(input.value, what);
    const told = what ? { terms: [], whole: [], rest: [] } : readWords(input.value),
      answer = what ? null : answerTo(input.value);
    // What no record tells is said before a name that only begins like it: "cost" is no co-stimulation.
    const isHeld =
      what || !notHeldIn(told.rest) || (hits.length > 0 && match(hits[0], fold(input.value), []) >= 100);
    const danger = what ? "" : dangerIn(input.value),
      declined = what || answer ? "" : declinedIn(input.value, told.rest);
    if (danger) hits = told.whole = [];
    hits = [...(answer ? [answer] : []), ...told.whole, ...hits.filter((x) => !told.whole.includes(x))].slice(
      0,
      HITS,
    );
    const found = hits.length;
    // What only shares a word is a candidate, never the answer: Enter must not open it.
    nothing =
      !answer && (!isHeld || notCoveredIn(input.value) !== "" || !(found && isNamed(hits[0], input.value)));
    at = nothing ? -1 : 0;
    const saying = nothing && !what && !danger && !declined ? studiesSaying(input.value) : [];
    if (saying.length)
      hits = [
        ...saying,
        ...hits.filter((x) => !saying.some((y) => y.what === x.what && y.no === x.no)),
      ].slice(0, HITS);
    else if (!found && !danger) hits = bestKnown(what);
    const none = h(
      "li",
      { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "sub" },
      h(
        "b",
        {},
        danger || declined ? sentence(danger || declined) + ". " : "Nothing is known here by that name. ",
      ),
      danger
        ? ""
        : !saying.length && told.terms.length && told.rest.length
          ? "Nothing is called “" + cut(told.rest.join(" "), 60) + "”; the rest names:"
          : saying.length
            ? "Its words stand in the records of these studies:"
            : found
              ? "These share a word with it:"
              : "Try a shorter word, a synonym or an id such as MONDO:0005301. Most is known here about:",
    );
    none.addEventListener("mousedown", (event) => event.preventDefault());
    fill(
      list,
      nothing ? none : "",
      hits.map((x, i) => {
        const li = h(
          "li",
          { role: "option", id: list.id + "-" + i, "aria-selected": "false" },
          cut(x.name, 90),
          h("span", { class: "sub" }, " " + x.hint),
        );
        li.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(i);
        });
        return li;
      }),
    );
    list.hidden = !fold(input.value);
    input.setAttribute("aria-expanded", list.hidden ? "false" : "true");
    mark();
    if (!list.hidden)
      say(
        nothing
          ? (danger || declined || "Nothing is known here by that name") +
              (found || saying.length ? ", " + plural(hits.length, "candidate") : "")
          : plural(found, "result"),
      );
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
