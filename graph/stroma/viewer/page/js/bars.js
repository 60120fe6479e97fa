// How many studies were for and against, as a bar beside the words?

// The studies in people that compared with a control group, by direction: the others weigh less, however many they are.
function comparedOf(e) {
  const seen = e.t[0].map(() => new Set());
  if (topic(e) < 2 && !isHarm(e))
    findingsOf(e).forEach((f) => {
      if (f.g === 0 && f.lv && f.lv <= 3) seen[f.d].add(f.s === undefined ? -1 : cluster(source(f.s)));
    });
  return seen.map((studies, i) => Math.min(studies.size, e.t[0][i]));
}

// One bar for the studies in people: full with a control group, pale without; a harm that was seen is never paler
// for it. Animals and dishes never stand in it, nor have a bar that looks like it.
function bar(e) {
  if (e.is) return barOfStudies(e);
  if (!e.t.some((t) => t.some(Boolean)))
    return h("span", { class: "bar-none" }, e.gw ? goneWords(e) : unmeasuredWords(e, "never measured here"));
  const compared = comparedOf(e),
    rest = e.t[0].map((n, i) => n - compared[i]),
    isMixed = compared.some(Boolean) && rest.some(Boolean);
  const total = e.t[0].reduce((a, b) => a + b, 0),
    pale = isHarm(e) || (!isMixed && e.lv && e.lv <= 3) ? "" : " pale";
  let at = 0;
  const part = (look) => (n, i) =>
    n ? svg("rect", { class: "d" + mood(e, i) + look, x: (at += n) - n, y: 0, width: n, height: 8 }) : null;
  const parts = [...compared.map(part("")), ...rest.map(part(pale))].filter(Boolean);
  const peopleWords = isMixed
    ? groupName(0) + ", with a control group: " + countsBy(e, compared) + "; without: " + countsBy(e, rest)
    : groupName(0) + ": " + tallyWords(e, 0) + patientWords(e);
  const words = [
    total ? peopleWords : "",
    ...META.groups.slice(1).map((g, i) => (tallyWords(e, i + 1) ? g + ": " + tallyWords(e, i + 1) : "")),
  ].filter(Boolean);
  return h(
    "span",
    { class: "bars" },
    total
      ? svg(
          "svg",
          {
            viewBox: "0 0 " + total + " 8",
            preserveAspectRatio: "none",
            class: "bars-svg",
            "aria-hidden": "true",
          },
          ...parts,
        )
      : "",
    h("span", { class: "bars-text" }, words.join("; ")),
  );
}

// Studies of which one found both: each is one piece of the bar, and that one has both colours, one above the other.
function barOfStudies(e) {
  const studies = new Map(),
    level = (f) => f.lv || 9;
  for (const f of findingsOf(e).filter((x) => x.g === 0)) {
    const who = f.s === undefined ? "finding " + f.no : cluster(source(f.s)),
      known = studies.get(who);
    if (!known || level(f) < known.level) studies.set(who, { level: level(f), found: new Set([f.d]) });
    else if (level(f) === known.level) known.found.add(f.d);
  }
  const parts = [...studies.values()]
    .sort((a, b) => Math.min(...a.found) - Math.min(...b.found) || a.found.size - b.found.size)
    .flatMap(({ found, level }, x) =>
      [...found].sort().map((d, i) =>
        svg("rect", {
          class: "d" + mood(e, d) + (level > 3 && !isHarm(e) ? " pale" : ""),
          x,
          y: (i * 8) / found.size,
          width: 1,
          height: 8 / found.size,
        }),
      ),
    );
  return h(
    "span",
    { class: "bars" },
    svg(
      "svg",
      {
        viewBox: "0 0 " + studies.size + " 8",
        preserveAspectRatio: "none",
        class: "bars-svg",
        "aria-hidden": "true",
      },
      ...parts,
    ),
    h("span", { class: "bars-text" }, groupName(0) + ": " + tallyWords(e, 0) + patientWords(e)),
  );
}

// The colour of a finding: one that showed a harm is no good news, one that did not is no bad news, a mere trial is
// neither.
const mood = (e, direction) => (isTrial(e) ? 1 : isHarm(e) ? [2, 1, 1][direction] : direction);
