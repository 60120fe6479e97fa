// What do the supported benefits rest on, what is contested, and what was met without a control group?

// Studies without a control group that met their primary efficacy endpoint: a regulator may have decided by one of
// them.
function metWithoutControls(edges) {
  const met = new Map();
  for (const s of edges.flatMap(ownSources))
    if (
      isHuman(s) &&
      !REVIEWS.includes(s.de) &&
      !CONTROLLED.includes(s.de) &&
      s.pk === "efficacy" &&
      s.pm === "met"
    )
      met.set(cluster(s), s);
  return [...met.values()].sort((a, b) => (b.n || 0) - (a.n || 0) || a.no - b.no);
}

const goalOf = (s) => (s.pe ? ": " + cut(s.pe, 90) : "");

function uncontrolledWords(f) {
  const met = isOfProduct() ? metWithoutControls(f.benefit) : [];
  return met.length
    ? h(
        "p",
        { id: "met-uncontrolled" },
        "Without a control group, ",
        some(
          met,
          (s) => [
            sourceButton(s),
            " (",
            [inWhich(s), s.n ? plural(s.n, "person", "people") : ""].filter(Boolean).join(", "),
            ") met its primary efficacy endpoint" + goalOf(s),
          ],
          3,
        ),
        ".",
      )
    : "";
}

function benefitWords(f) {
  if (!f.benefit.length) return "";
  const contested = f.count(1).sort((a, b) => (a.lv || 9) - (b.lv || 9) || (b.n || 0) - (a.n || 0));
  const supported = f.count(0);
  const firm = supported.filter(isFirm);
  // What only studies without a control group contest is no contradiction among controlled ones.
  const isControlled = (e) => e.lv && e.lv <= 3,
    loose = contested.filter((e) => !isControlled(e)).length;
  const words = !supported.length
    ? contested.length > loose
      ? "No benefit is supported by controlled studies without contradiction."
      : "No benefit is supported by a controlled study."
    : !firm.length
      ? notFirmWords(supported) + ": " + thinWords(supported) + "."
      : firm.length +
        " of " +
        plural(supported.length, "supported benefit") +
        (firm.length === 1 ? " is" : " are") +
        " firm: neither thin nor disputed by trials of narrower products or conditions.";
  const how = !loose
    ? ""
    : loose < contested.length
      ? ", " + loose + " by uncontrolled findings"
      : isLow()
        ? ", uncontrolled"
        : ", by uncontrolled findings";
  const which = isLow()
    ? [" ", stanceButton(1, contested.length + " contested"), how, "."]
    : [
        " Contested" + how.replace(/^, /, " ") + ": ",
        contested.slice(0, 2).map((e, i) => [i ? "; " : "", edgeButton(e)]),
        contested.length > 2 ? [" and ", stanceButton(1, contested.length - 2 + " more")] : "",
        ".",
      ];
  return h("p", {}, words, contested.length ? which : "");
}

// Thin by the evidence, or not upheld by narrower trials: docs/model.md keeps the two apart.
function notFirmWords(supported) {
  const one = supported.length === 1;
  if (supported.every(isWeak))
    return one
      ? "The one supported benefit is thin"
      : (supported.length === 2 ? "Both" : "All " + supported.length) + " supported benefits are thin";
  return one
    ? "The one supported benefit is not firm"
    : (supported.length === 2 ? "Neither" : "None") +
        " of the " +
        supported.length +
        " supported benefits is firm";
}

function thinWords(edges) {
  const counts = new Map();
  const add = (words) => counts.set(words, (counts.get(words) || 0) + 1);
  edges.forEach((e) => (e.th || []).filter((t) => t !== META.reading).forEach((t) => add(META.thin[t])));
  const narrower = edges.filter((e) => e.nd).length;
  const disagree = narrower
    ? META.said.narrower +
      (narrower < edges.length
        ? " with " + narrower + " of them"
        : edges.length > 1
          ? " with all of them"
          : "")
    : "";
  return [
    listed(
      [...counts]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, 3)
        .map(([words, n]) => (edges.length > 1 ? words + " (" + n + ")" : words)),
    ),
    disagree,
  ]
    .filter(Boolean)
    .join("; ");
}
