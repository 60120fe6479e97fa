// An article beside the studies: what it says on the left, what was found on the right, and where in its text.
function drawArticle() {
  const box = byId("view-article");
  if (!article.size)
    return fill(
      box,
      h(
        "p",
        { class: "empty" },
        "No article in this graph. ",
        h("code", {}, "stroma audit FILE"),
        " reads one.",
      ),
    );
  const a = article(state.article) || article(0);
  const claims = (a.cl || []).map(claim).sort((x, y) => x.at[0] - y.at[0]);
  const length = a.len || Math.max(1, ...claims.map((c) => c.at[1]));
  const choose =
    article.size > 1
      ? h(
          "select",
          { id: "article-choice", "aria-label": "Article" },
          article
            .all()
            .map((x) =>
              h(
                "option",
                { value: x.no, selected: x.no === a.no },
                cut(x.pub ? x.pub + ": " + x.l : x.l, 80),
              ),
            ),
        )
      : "";
  if (choose)
    choose.addEventListener("change", () => {
      state.article = Number(choose.value);
      change({ step: true });
    });
  const plain = claims.filter((c) => standing(c) === PLAIN).length,
    against = claims.filter((c) => standing(c) === AGAINST).length;
  fill(
    box,
    choose,
    h("h2", {}, a.l),
    h(
      "p",
      {},
      a.pub ? ["Published by ", a.pub, a.url ? [", ", link(a.url, a.url)] : "", ". "] : "",
      a.int ? [h("b", {}, "Declared interest: "), a.int] : "",
    ),
    otherSubject(claims),
    h(
      "p",
      { class: "lead" },
      h("b", {}, plural(claims.length, "claim")),
      "; for ",
      h("b", {}, claims.length - plain),
      " of them the evidence here is not plainly in support",
      against ? [", and ", h("b", {}, against), " of these it speaks against"] : "",
      ". Thin support is not plain. The text itself is not kept: the bar and “Where” give the place in it.",
    ),
    strip(claims, length),
    stripKey(claims),
    h(
      "table",
      { class: "list article" },
      h("caption", { class: "vh" }, "Claims of the article and what studies found"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["Where", "The article", "What studies found"].map((t) => h("th", { scope: "col" }, t)),
        ),
      ),
      h(
        "tbody",
        {},
        claims.map((c) => claimRow(c)),
      ),
    ),
  );
}

// An article stands in the data whatever is in the middle: say where it speaks of something else.
function otherSubject(claims) {
  if (state.whole || state.path || state.focus === null) return "";
  const here = new Set(scope.around.map((e) => e.no));
  const about = claims.filter((c) => c.e !== undefined && here.has(c.e)).length;
  if (about === claims.length) return "";
  return h(
    "p",
    { class: about ? "sub" : "warn", id: "other-subject" },
    about
      ? about +
          " of its " +
          plural(claims.length, "claim") +
          (about === 1 ? " is" : " are") +
          " about " +
          label(state.focus) +
          "."
      : [
          h("b", {}, "This article is about something else: "),
          "none of its " + plural(claims.length, "claim") + " is about " + label(state.focus) + ".",
        ],
  );
}

// Where in the text, as a share of its length: "34%".
const placeWords = (c) =>
  Math.round((100 * c.at[0]) / ((article(c.a) || {}).len || Math.max(1, c.at[1]))) + "%";

// How the evidence stands to what a text says: a denial turns it round.
const PLAIN = 0,
  WEAK = 1,
  MIXED = 2,
  AGAINST = 3,
  UNKNOWN = 4,
  NARROWER = 5;
function standing(c) {
  const e = c.e === undefined ? null : edge(c.e);
  if (!e || e.st === 5) return e && narrowerFound(e).length ? NARROWER : UNKNOWN;
  if (e.st === 1 || isUntied(e)) return MIXED;
  if (c.pol) return e.st === 0 ? AGAINST : e.st === 2 ? PLAIN : WEAK;
  return e.st === 2 ? AGAINST : isFirm(e) ? PLAIN : WEAK;
}

// One line for the whole text; each claim is a stretch of it in the colour of how the evidence stands to it. Claims
// of one sentence share its stretch: none hides another.
function strip(claims, length) {
  const el = svg("svg", { viewBox: "0 0 1000 26", class: "strip", role: "img", preserveAspectRatio: "none" });
  el.setAttribute("aria-label", "Positions of " + claims.length + " claims in the text");
  el.append(svg("rect", { x: 0, y: 10, width: 1000, height: 6, class: "rail" }));
  claims.forEach((c) => {
    const same = claims.filter((o) => o.at[0] < c.at[1] && c.at[0] < o.at[1]),
      high = 20 / Math.max(1, same.length);
    const stretch = svg(
      "rect",
      {
        x: (1000 * c.at[0]) / length,
        y: 3 + high * Math.max(0, same.indexOf(c)),
        width: Math.max(3, (1000 * (c.at[1] - c.at[0])) / length - 2),
        height: high,
        class: STAND_FILL[standing(c)] + (c.no === state.claim ? " on" : ""),
      },
      svg("title", {}, placeWords(c) + ": " + STAND_WORDS[standing(c)]),
    );
    stretch.addEventListener("click", () => openArticle(c.a, c.no));
    el.append(stretch);
  });
  return el;
}

// What the colours of the line mean, and how many claims have each.
const STAND_FILL = ["fill0", "fill3", "fill1", "fill2", "fill5", "fill5 narrower"];
const STAND_WORDS = [
  "plain support",
  "weak or thin support",
  "contested",
  "evidence against it",
  "no finding here at all",
  "findings on narrower terms only",
];
const stripKey = (claims) =>
  h(
    "ul",
    { class: "score", id: "strip-key", "aria-label": "Colours of the line" },
    STAND_WORDS.map((words, at) => {
      const n = claims.filter((c) => standing(c) === at).length;
      return n
        ? h(
            "li",
            { class: "key" },
            svg(
              "svg",
              { width: 12, height: 12, "aria-hidden": "true" },
              svg("rect", { width: 12, height: 12, class: STAND_FILL[at] }),
            ),
            " " + n + " " + words,
          )
        : "";
    }),
  );

function claimRow(c) {
  const e = c.e === undefined ? null : edge(c.e);
  return h(
    "tr",
    { id: "claim-" + c.no, class: c.no === state.claim || (e && e.no === selected("edge")) ? "on" : "" },
    h("td", { class: "num", title: "share of the text before it" }, placeWords(c)),
    h(
      "td",
      {},
      h(
        "p",
        {},
        h("b", {}, c.pol ? "Denies: " : "Says: "),
        e ? edgeButton(e) : (c.says || []).join(" ") || c.l,
      ),
      h(
        "p",
        { class: "sub" },
        [c.ws ? "wording " + c.ws : "", c.hedge ? "hedge: " + c.hedge : ""]
          .filter(Boolean)
          .map((words) => words + " · "),
        c.cites
          ? ["cites ", c.cites.map((s, i) => [i ? ", " : "", sourceButton(source(s))])]
          : "cites nothing",
      ),
    ),
    h(
      "td",
      {},
      e && e.st !== 5
        ? [
            c.pol && standing(c) === AGAINST
              ? h("p", { class: "warn" }, h("b", {}, "The evidence is against this denial."))
              : "",
            h("p", {}, stanceLine(e), " · " + levelWords(e.lv)),
            h("p", { class: "sub" }, evidenceWords(e)),
          ]
        : h(
            "p",
            {},
            e ? [markSvg(e, 8), " "] : "",
            "No finding on exactly this is entered here",
            e && narrowerWords(e) ? "; " + narrowerWords(e) : "",
            ".",
          ),
      verdictWords(c, !e || e.st === 5),
    ),
  );
}

function verdictWords(c, isBeyond) {
  const who = isBeyond ? "The curator judged from what is known beyond it: " : "The curator judged: ";
  const study = c.study ? h("p", { class: "sub" }, "The study: " + c.study) : "";
  if (!c.verdict) return study;
  return isNarrow()
    ? h("details", {}, h("summary", {}, who + c.verdict), h("p", {}, c.note || ""), study)
    : [h("p", {}, h("b", {}, who), c.verdict + ". ", c.note || ""), study];
}

function openArticle(no, claimNo) {
  state.article = no;
  state.claim = claimNo;
  state.view = "article";
  change({ step: true });
  const at = byId("claim-" + claimNo);
  if (at) at.scrollIntoView({ block: "center" });
}
