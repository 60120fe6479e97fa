// The graph or the map as a picture that stands alone: title, filters, marks with their words, and what it does not
// say.

async function withGraph(act) {
  if (state.view === "map") {
    graph.colours = graphColours();
    return act();
  }
  if (state.view !== "graph") {
    state.view = "graph";
    change({});
  }
  await loadVis();
  await Promise.resolve();
  if (!graph.net) return say("There is no graph to save.");
  requestAnimationFrame(() => requestAnimationFrame(act));
}

const saveSvg = () => withGraph(() => save(fileName("svg"), "image/svg+xml", svgText()));

// Twice the size of the screen, so that it may go on a slide.
function savePng() {
  withGraph(() => {
    const picture = new Image(),
      address = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      // A wide map must stay within what a browser draws.
      const times = Math.min(2, 16000 / picture.width, 16000 / picture.height);
      [canvas.width, canvas.height] = [picture.width * times, picture.height * times].map(Math.floor);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => save(fileName("png"), "image/png", blob));
    };
    picture.onerror = () => say("This browser cannot draw the picture; save it as SVG.");
    picture.src = address;
  });
}

// Title, then the answer to the question that is chosen, in full, and what of it is shown: marks alone would mislead.
function answerSvg(wide, words) {
  const el = svg("g"),
    face = "px system-ui, sans-serif";
  const text = [...byId("headline").querySelectorAll("p, .lines tr")]
    .filter((p) => !p.closest(".score") && p.id !== "not-here")
    .map((p) => {
      const copy = p.cloneNode(true);
      copy.querySelectorAll("details, #name-trials").forEach((d) => d.remove());
      return copy.textContent.trim();
    })
    .join(" ");
  let y = 6;
  const write = (said, size, step, more) =>
    linesOf(said, wide - 28, (more["font-weight"] || "") + " " + size + face).forEach((line) => {
      y += step;
      el.append(words(line, { x: 14, y, "font-size": size, ...more }));
    });
  write(cut(byId("subject").textContent, 300), 17, 20, { "font-weight": "bold" });
  write(cut(text, 8000), FONT, 17, {});
  if (shownWords()) write(shownWords() + ". " + blankWords(), FONT, 17, { "font-weight": "bold" });
  return { el, high: y + 11 };
}

// Where the page itself has title, answer and legend, as on paper, the picture is only what was drawn, without
// empty edges.
function svgText(isAlone = true) {
  const c = graph.colours;
  const words = (text, attrs) => {
    const t = svg("text", { fill: c.text, "font-size": FONT, ...attrs });
    t.textContent = text;
    return t;
  };
  const body = isAlone && state.view === "map" ? mapDrawing(words) : graphDrawing(words),
    { wide, high } = body;
  const said = isAlone ? answerSvg(wide, words) : { el: "", high: 0 },
    top = said.high;
  const foot = isAlone ? legendSvg(wide, words, body.edges) : { el: "", high: 0 },
    all = top + high + foot.high;
  const drawn = isAlone ? [0, all] : drawnRows(body.at, high);
  const el = svg("svg", {
    xmlns: SVG,
    width: wide,
    height: drawn[1] - drawn[0],
    viewBox: [0, drawn[0], wide, drawn[1] - drawn[0]].join(" "),
    "font-family": "system-ui, sans-serif",
  });
  const title = svg("title");
  title.textContent = byId("subject").textContent;
  body.el.setAttribute("transform", "translate(0 " + top + ")");
  if (isAlone) foot.el.setAttribute("transform", "translate(0 " + (top + high) + ")");
  el.append(title, svg("rect", { width: wide, height: all, fill: c.back }), said.el, body.el, foot.el);
  return new XMLSerializer().serializeToString(el);
}
