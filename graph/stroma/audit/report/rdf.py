"""An audit as RDF: one named graph for the article, its claims with their place in the text, and who made them.

Read first: `audit_to_turtle`. Only candidates that a curator accepted become claims of the evidence graph; the rest stay
in files of their own. Offsets and the sha256 go out, the article's text does not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma import model as m
from stroma.audit.judging.results import Verdict
from stroma.sources.turtle import turtle_document
from stroma.vocabulary import PREFIXES, Iri

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged

_AGAINST: Final = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)


def article_slug(audit: Audit) -> str:
    """A short name for the article: its file name and the start of its sha256."""
    stem = (
        re.sub(r"[^a-z0-9]+", "-", audit.document.name.rsplit(".", 1)[0].casefold()).strip("-")
        or "article"
    )
    return f"{stem[:40].rstrip('-')}-{audit.document.sha256[:8]}"


def article_record(audit: Audit, slug: str) -> m.Article:
    """The article as a record."""
    return m.Article(
        PREFIXES["article"] + slug, slug, audit.document.title or f"Article {audit.document.name}",
        text_sha256=audit.document.sha256, text_length=audit.document.original_length,
    )  # fmt: skip


def claim_record(audit: Audit, judged: Judged, article: m.Article, label: str) -> m.Claim:
    """One candidate as a claim of its article."""
    c = judged.candidate
    start, end = audit.document.original(c.start, c.end)
    slug = f"{article.slug}-{judged.id}"
    return m.Claim(
        PREFIXES["claim"] + slug, slug, label, article.iri, start, end, c.polarity, c.subject, c.predicate, c.object, c.condition,
        wording_strength=c.wording.strength,
        hedge="; ".join(audit.document.text[h.start : h.end] for h in c.wording.hedges) or None,
        cites=(judged.study,) if judged.study else (),
        note=_note(judged, audit.rules_version),
    )  # fmt: skip


def audit_to_turtle(audit: Audit, label: Label, only: Collection[str] | None = None) -> str:
    """The article and its claims as a Turtle file that `stroma build` takes.

    Args:
        label: gives the label of a term.
        only: ids of the candidates to write; all without it.
    """
    slug = article_slug(audit)
    article = article_record(audit, slug)
    claims = [
        claim_record(audit, j, article, _sentence(j, label))
        for j in audit.claims
        if (only is None or j.id in only)
    ]
    header = (
        "Claims of one article, read by stroma audit: offsets and sha256, none of its text.",
        f"Rules {audit.rules_version}. Candidates until a curator accepts them.",
    )
    return turtle_document(header, [article, *claims, *_new_terms(claims, label)]) + _provenance(
        article, audit
    )


def _new_terms(claims: Sequence[m.Claim], label: Label) -> list[m.Term]:
    """Terms that the claims name and the graph does not hold, so that the file stands beside it."""
    used = {i for c in claims for i in (c.subject, c.object, c.condition) if i is not None}
    return [replace(label.terms[i], broader=()) for i in sorted(used - label.known)]


def _sentence(judged: Judged, label: Label) -> str:
    """What the article says, with a verdict against it: the graph may hold nothing on just this, and the verdict rest on more."""
    c = judged.candidate
    words = "denies that" if c.polarity is m.Polarity.DENIES else "says that"
    said = f"The article {words} {label(c.subject)} {_spaced(c.name)} {label(c.object)}"
    said += f", in {label(c.condition)}" if c.condition is not None else ""
    verdict = judged.verdict.value.replace("-", " ")
    return f"{said} (audit: {verdict})" if judged.verdict in _AGAINST else said


def _note(judged: Judged, rules_version: str) -> str:
    """Who read the claim, the verdict, and why."""
    why = dict.fromkeys(g.reason for g in judged.gaps)
    verdict = ": ".join((judged.verdict.value, "; ".join(why))) if why else judged.verdict.value
    return f"candidate of stroma audit, rules {rules_version}, {judged.candidate.rule}; verdict: {verdict}"


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()


def _provenance(article: m.Article, audit: Audit) -> str:
    activity = f"<{article.iri}/audit>"
    return (
        f"\n<{article.iri}> <{PREFIXES['prov']}wasGeneratedBy> {activity} .\n"
        f"{activity} a <{PREFIXES['prov']}Activity> ;\n"
        f'  <{PREFIXES["rdfs"]}label> "stroma audit, rules {audit.rules_version}, input sha256 {audit.document.sha256}"@en .\n'
    )


class Label:
    """Labels of terms, as a callable; `known` are the terms that the graph holds."""

    def __init__(self, terms: Mapping[Iri, m.Term], known: Collection[Iri] | None = None) -> None:
        self.terms = terms
        self.known = frozenset(terms if known is None else known)

    def __call__(self, iri: Iri) -> str:
        """The label of a term, else the end of its IRI."""
        term = self.terms.get(iri)
        return term.label if term is not None else iri.rsplit("/", 1)[-1]
