// A stance is a shape, a sign and a colour (Okabe and Ito), so that it reads without colour too.
// Solid and tick: supported. The same, hollow: supported but thin, or not in narrower trials. Sizes follow the
// number of people.
const COLOUR = {
  light: ["#0072b2", "#b35c00", "#c0392b", "#1f7fa8", "#9a4f83", "#5f6b73"],
  dark: ["#6cb8ee", "#f0ad3e", "#ff8a70", "#7fd0f0", "#e3a3cc", "#a8b4bc"],
};
const isDark = () => document.documentElement.dataset.theme === "dark";
// A harm that was seen is no good news, and one that was looked for and not seen is no bad news.
// A mere trial is neither.
const tint = (e) =>
  isTrial(e) || (isDecision(e) && e.st === 0)
    ? 5
    : isUntied(e)
      ? 1
      : isHarm(e)
        ? [2, 1, 5, 3, 4, 5][e.st]
        : e.st;
const colourOf = (e) => COLOUR[isDark() ? "dark" : "light"][tint(e)];
const signOf = (e) =>
  e.gw
    ? "∅"
    : isTrial(e) && e.st !== 5
      ? "T"
      : isDecision(e) && e.st === 0
        ? "R"
        : isUntied(e)
          ? "~"
          : (isHarm(e) ? ["!", "±", "0", "?", "", ""] : ["✓", "±", "×", "?", "", ""])[e.st];
const isSolid = (e) => isFirm(e) || e.st === 1 || e.st === 2;

// The outlines of kinds around 0,0, as vis-network draws them; a cell type is a circle.
const KIND_POINTS = {
  CellProduct: "-7,0 -3.5,-6 3.5,-6 7,0 3.5,6 -3.5,6",
  Tissue: "-5,-5 5,-5 5,5 -5,5",
  Disease: "0,-7 2,-2 7,-2 3,1 5,7 0,3 -5,7 -3,1 -7,-2 -2,-2",
  Outcome: "0,-7 7,0 0,7 -7,0",
  Mechanism: "0,-6 6,5 -6,5",
  Molecule: "0,6 6,-5 -6,-5",
  Route: "-5,-5 5,-5 5,5 -5,5",
};

function markSize(e) {
  return 8 + Math.min(7, Math.sqrt(drawnSize(e)) / 2.6);
}

// Points of the outline around 0,0: circle, diamond, square, circle, triangle, dotted square.
function outline(st, r) {
  if (st === 1)
    return [
      [0, -r * 1.2],
      [r * 1.2, 0],
      [0, r * 1.2],
      [-r * 1.2, 0],
    ];
  if (st === 2 || st === 5)
    return [
      [-r * 0.9, -r * 0.9],
      [r * 0.9, -r * 0.9],
      [r * 0.9, r * 0.9],
      [-r * 0.9, r * 0.9],
    ];
  if (st === 4)
    return [
      [0, -r * 1.1],
      [r * 1.1, r * 0.85],
      [-r * 1.1, r * 0.85],
    ];
  return null;
}

function markSvg(e, size) {
  const r = size || markSize(e);
  const side = Math.ceil(r * 2.6);
  const points = outline(e.st, r);
  const attrs = {
    class: "s" + tint(e) + (e.st === 5 ? " dotted" : "") + (isSolid(e) ? " solid" : " hollow"),
  };
  const shape = points
    ? svg("polygon", { ...attrs, points: points.map((p) => p.join(",")).join(" ") })
    : svg("circle", { ...attrs, r });
  const el = svg(
    "svg",
    {
      class: "mark",
      width: side,
      height: side,
      viewBox: [-side / 2, -side / 2, side, side].join(" "),
      "aria-hidden": "true",
    },
    shape,
  );
  const sign = svg("text", {
    class: "sign" + (isSolid(e) ? " on" : " s" + tint(e)),
    "text-anchor": "middle",
    y: (r * 0.5).toFixed(1),
    "font-size": (r * 1.4).toFixed(1),
  });
  sign.textContent = signOf(e);
  el.append(sign);
  return el;
}

function markCanvas(ctx, e, x, y, r, back) {
  const points = outline(e.st, r);
  ctx.beginPath();
  if (points) points.forEach(([px, py], i) => (i ? ctx.lineTo(x + px, y + py) : ctx.moveTo(x + px, y + py)));
  else ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.closePath();
  ctx.fillStyle = isSolid(e) ? colourOf(e) : back;
  ctx.strokeStyle = colourOf(e);
  ctx.lineWidth = 1.6;
  ctx.setLineDash(e.st === 5 ? [2, 2] : []);
  ctx.fill();
  ctx.stroke();
  ctx.setLineDash([]);
  if (signOf(e)) {
    ctx.fillStyle = isSolid(e) ? back : colourOf(e);
    ctx.font = "bold " + (r * 1.4).toFixed(1) + "px sans-serif";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(signOf(e), x, y + 0.5);
  }
}

// A mark that says in words what it shows and opens its proposition.
function markButton(e, extra, size) {
  const on = selected("edge") === e.no;
  return h(
    "button",
    {
      type: "button",
      class: "markbtn" + (on ? " on" : ""),
      "data-edge": e.no,
      "aria-label": fullWords(e),
      title: fullWords(e),
      "aria-pressed": on ? "true" : "false",
      onclick: () => select("edge", e.id),
    },
    markSvg(e, size),
    h("span", { class: "lv" }, e.lv ? (e.lv < 6 ? "L" : "") + levelTag(e.lv) : ""),
    extra,
  );
}

function stanceLine(e) {
  return h("span", { class: "stance" }, markSvg(e, 8), " ", stanceWords(e));
}
