// Which marks stand in the row of a term, and what is left out where there is no room?

// What does not fit must not hide a whole kind of result: the best mark of each stance comes first, and of these
// what is folded last is no effect, then contested; of harms those that people had.
const foldRank = (e) =>
  isTrial(e) ? 9 : isHarm(e) ? (e.st === 0 ? 0 : isUntied(e) ? 1 : 4) : [2, 1, 0, 3, 5, 6][e.st];

const everyStance = (list) => {
  const byFold = [...list].sort((a, b) => foldRank(a.e) - foldRank(b.e));
  const best = byFold.filter(
    (x) => x === list.find((y) => y.e.st === x.e.st && isTrial(y.e) === isTrial(x.e)),
  );
  return best.concat(byFold.filter((x) => !best.includes(x)));
};

// The end of a line beside which its marks stand: the one that is not in question.
const rowOwner = (b) =>
  graph.side.get(b.to) > 0 && (graph.isHub ? b.to !== state.focus : true)
    ? b.to
    : graph.side.get(b.from) > 0 && b.from !== state.focus
      ? b.from
      : graph.isHub && graph.side.get(b.from)
        ? b.from
        : graph.side.get(b.to)
          ? b.to
          : null;

// All that was found on one term stands in one row beside it, for and against side by side.
function paintRows(ctx, screen, grid, marks) {
  const rows = new Map(),
    done = new Set();
  for (const b of graph.bundles.values()) {
    const owner = rowOwner(b);
    if (owner === null) continue;
    if (!rows.has(owner)) rows.set(owner, []);
    b.edges.forEach((e) => rows.get(owner).push({ e, b }));
    done.add(b.id);
  }
  const r = FONT / 2,
    gap = Math.round(FONT * 1.17),
    most = Math.max(
      3,
      Math.min(10, Math.floor((graph.half * graph.net.getScale() * (graph.isHub ? 0.6 : 0.9)) / gap)),
    );
  for (const [id, list] of rows) {
    const at = screen(placeNow(id)),
      inward = -graph.side.get(id);
    list.sort(byBody);
    const shown =
        list.length > most
          ? everyStance(list)
              .slice(0, most - 1)
              .sort(byBody)
          : list,
      breaks = new Set([1, 2, 3].map((n) => shown.findIndex((x) => bodyOf(x.e) >= n)));
    const wide =
      shown.length * gap +
      (list.length > shown.length ? 20 : 0) +
      4 * [...breaks].filter((i) => i > 0 && i < shown.length).length;
    const start = at.x + inward * FONT;
    ctx.fillStyle = graph.colours.back;
    ctx.globalAlpha = 0.8;
    ctx.fillRect(inward < 0 ? start - wide : start, at.y - r - 2, wide, 2 * r + 4);
    ctx.globalAlpha = 1;
    grid.take({ x: inward < 0 ? start - wide : start, y: at.y - r - 1, w: wide, h: 2 * r + 2 }, id);
    let x = start + (inward * gap) / 2;
    shown.forEach(({ e, b }, i) => {
      if (i && breaks.has(i)) x += inward * 4;
      ctx.globalAlpha = graph.lit && !graph.lit.has(b.id) ? 0.2 : 1;
      markCanvas(ctx, e, x, at.y, r, graph.colours.back);
      marks.push({ e, x, y: at.y, r: r + 1.5 });
      x += inward * gap;
    });
    ctx.globalAlpha = 1;
    if (list.length > shown.length) {
      ctx.font = "10px system-ui, sans-serif";
      ctx.fillStyle = graph.colours.text;
      ctx.textAlign = inward < 0 ? "right" : "left";
      ctx.fillText("+" + (list.length - shown.length), x - (inward * gap) / 2 + inward, at.y);
      marks.push({
        e: list[list.length - 1].e,
        more: list.length - shown.length,
        of: id,
        x: x + inward * 2,
        y: at.y,
        r: 9,
      });
    }
  }
  return done;
}

// Boxes that are taken, in cells of 64 pixels, so that a question costs the same in a full picture.
function occupancy() {
  const cells = new Map();
  const each = (b, use) => {
    for (let i = Math.floor(b.x / 64); i <= Math.floor((b.x + b.w) / 64); i++)
      for (let j = Math.floor(b.y / 64); j <= Math.floor((b.y + b.h) / 64); j++)
        if (use(i * 4096 + j)) return true;
    return false;
  };
  const meets = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  return {
    free: (b, own) => !each(b, (key) => (cells.get(key) || []).some((o) => o.own !== own && meets(o.b, b))),
    take: (b, own) =>
      each(b, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push({ b, own });
      }),
  };
}
