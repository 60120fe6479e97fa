// What does a printed page need? Paper is white, has no folded lines, and no row of names to ask for.

let themeBefore = null;

function beforePrint() {
  if (themeBefore !== null) return;
  themeBefore = document.documentElement.dataset.theme;
  setTheme("light");
  if (isTaking()) return;
  byId("paper").replaceChildren(...paperFoot());
  if (graph.net && isShown("graph")) {
    // A canvas would be stretched; this is the same picture, sharp at any size.
    graph.colours = graphColours();
    const picture = document.importNode(
      new DOMParser().parseFromString(svgText(false), "image/svg+xml").documentElement,
      true,
    );
    picture.setAttribute("class", "on-paper");
    byId("canvas-box").append(picture);
  }
  areTrialsNamed = true;
  drawHeadline();
  document.querySelectorAll("#headline details, #panel details").forEach((d) => {
    d.open = true;
  });
}

// What a sheet must say of itself: from which data and where, and by which papers.
function paperFoot() {
  const sources = [...new Set(scope.shown.flatMap(sourcesOf))]
    .filter(Boolean)
    .sort((a, b) => sourceName(a).localeCompare(sourceName(b)));
  return [
    h("p", {}, originWords()),
    sources.length
      ? h(
          "p",
          {},
          h("b", {}, "Studies and references shown: "),
          sources
            .map(
              (s, i) => (i ? "; " : "") + [sourceName(s), ...identifiers(s).map(([text]) => text)].join(" "),
            )
            .join(""),
          ".",
        )
      : "",
  ].filter(Boolean);
}

function afterPrint() {
  if (themeBefore === null) return;
  document.querySelectorAll(".on-paper").forEach((picture) => picture.remove());
  setTheme(themeBefore);
  themeBefore = null;
  change({});
}
