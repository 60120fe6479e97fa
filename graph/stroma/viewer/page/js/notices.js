// What a source is called, and what was said of it later: a retraction, an expression of concern.

// A source by its first author and year; without an author by the name of the trial, else by a short title.
function sourceName(s) {
  const year = s.y ? " " + s.y : "";
  if (s.au) return cut(s.au.replace(/ [A-Z][A-Z-]{0,3}\.?$/, ""), 60) + (year || ", year not seen");
  const trial = /^([A-Z][A-Z0-9-]{3,}(?: [IVX0-9]{1,4})?):? /.exec(s.l || "");
  return (
    (trial ? trial[1] : "“" + cut((s.l || s.id).replace(/[:,] .*$/, ""), 56) + "”") +
    (year || (trial ? "" : ", year not seen"))
  );
}

// By what a paper can be looked up; a reference is often a page and has neither.
const hasNoDoi = (s) => !s.ref && !(s.links || []).some(([text]) => /^(doi |PMID )/.test(text));

// What was retracted counts nowhere; what is under an expression of concern counts, and says so.
const isGone = (s) => !!s && s.rx !== undefined;

const isDoubted = (s) => !!s && s.uc !== undefined && s.rx === undefined;

const goneSources = (e) =>
  [...new Set(e.gone.map((no) => finding(no).s))].filter((no) => no !== undefined).map(source);

const goneWords = (e) => {
  const all = goneSources(e);
  return all.length
    ? plural(
        all.length,
        all.some((s) => s.ref) ? "source" : "study",
        all.some((s) => s.ref) ? "sources" : "studies",
      ) + " retracted, not counted"
    : "";
};

const doubtedWords = (e) => {
  const all = e.uc ? sourcesOf(e).filter(isDoubted) : [];
  return all.length ? "under an expression of concern: " + all.map(sourceName).join(", ") : "";
};

const noticeWords = (e) => [goneWords(e), doubtedWords(e)].filter(Boolean).join("; ");

const noticeOf = (s) =>
  isGone(s) ? "retracted, not counted" : isDoubted(s) ? "under an expression of concern" : "";
