"""How well does a study fit what a passage says? Points for what they share, points off for what the study contradicts.

Read first: `Scorer.reasons`. A point is the natural logarithm of how rare the shared feature is among the studies of the graph.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from stroma import model as m
from stroma.audit.language.numbers import figures, share_of
from stroma.audit.studies.features import Features, country_names, fold_name, is_in_short
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.language.lexicon import Lexicon
    from stroma.store import EvidenceStore

_GENERIC: Final = frozenset(
    map(to_iri, ("term:msc-product", "term:stem-cell-product", "term:autologous-msc-product"))
)

_ANY_STEM_CELL: Final = to_iri("CL:0000034")
_LOOSE: Final = frozenset(
    map(
        to_iri,
        ("term:bm-msc-product", "term:autologous-bm-msc-product", "term:bone-marrow-cell-product"),
    )
)
"""Products that "marrow cells" may name."""
_MEASURED: Final = ("Outcome", "Mechanism", "Molecule", "CellType")
_MOST_OF_OUTCOMES: Final = 6.0
"""Points of shared outcomes at most, before their weight."""
_ROUND: Final = re.compile(r"\d*[05]%")
_ROUNDNESS: Final = 3
"""By how much a round percentage tells less than another figure: any text may share a "20 %" or a "half" with any study."""
_MOST_OF_FIGURES: Final = 12.0
"""Points of shared figures of results at most, before their weight."""


@dataclass(frozen=True)
class Reason:
    """Why points were given or taken: the feature, what the text says, the points."""

    feature: str
    says: str
    points: float
    expected: str = ""


@dataclass(frozen=True)
class _Fit:
    """What a passage states beside one study, and the reasons found so far."""

    scorer: Scorer
    f: Features
    study: m.Study
    reasons: list[Reason] = field(default_factory=list)

    def give(self, feature: str, says: str, value: str, base: float | None = None) -> None:
        """Points for a shared value: its rarity, or `base`, times the weight of the feature."""
        rarity = self.scorer.rarity(feature, value) if base is None else base
        points = self.scorer.settings["weights"][feature] * rarity
        self.reasons.append(Reason(feature, says, round(float(points), 2)))

    def take(self, feature: str, says: str, expected: str) -> None:
        """Points off for a value that the study contradicts."""
        penalty = float(self.scorer.settings["penalties"][feature])
        self.reasons.append(Reason(feature, says, -penalty, expected))

    def of_kind(self, *kinds: str) -> set[Iri]:
        """The terms of some kinds that the passage names."""
        return {t for t in self.f.terms if self.scorer.lexicon.terms[t].kind in kinds}

    def labels(self, terms: Iterable[Iri]) -> str:
        """The labels of terms, in the order of the record."""
        return ", ".join(self.scorer.lexicon.terms[t].label for t in terms)


def _is_journal(said: str, own: str) -> bool:
    """Whether a text names a journal: in full, in capitals as its beginning, or without the place in brackets."""
    said_so, full = (name.casefold().replace("&", "and") for name in (said, own))
    in_full = full.startswith(said_so) and (full == said_so or said.isupper() or "(" in full)
    return in_full or is_in_short(said_so, full)


def _countries(names: str) -> set[str]:
    """The countries of a record: "China; Japan (two sites)"."""
    return {c for part in re.split("[;,]", names) if (c := part.split(" (")[0].strip())}


def figures_of(finding: m.Finding) -> frozenset[str]:
    """The figures of a result, counts also as percentages."""
    told = figures(f"{finding.value or ''}; {finding.p_value or ''}")
    pairs = (
        (finding.n_events, finding.n_at_risk),
        (finding.n_events_control, finding.n_at_risk_control),
    )
    counts = (share_of(a, b) for a, b in pairs if a is not None and b)
    return told.union(*counts)


class Scorer:
    """Scores the studies of a store against features."""

    def __init__(self, store: EvidenceStore, lexicon: Lexicon, settings: dict[str, Any]) -> None:
        self.store = store
        self.lexicon = lexicon
        self.settings = settings
        self.studies = dict(store.records.studies)
        self._parts: dict[Iri, set[int]] = {iri: set() for iri in self.studies}
        self._outcomes: dict[Iri, frozenset[Iri]] = {iri: frozenset() for iri in self.studies}
        self._figures: dict[Iri, frozenset[str]] = {iri: frozenset() for iri in self.studies}
        for finding in store.findings.values():
            if finding.source in self.studies:
                numbers = (finding.n_analysed, finding.n_at_risk, finding.n_at_risk_control)
                self._parts[finding.source].update(n for n in numbers if n)
                extra = {
                    finding.object,
                    finding.subject,
                    *([finding.measured_by] if finding.measured_by else []),
                }
                self._outcomes[finding.source] = self._outcomes[finding.source] | frozenset(extra)
                self._figures[finding.source] = self._figures[finding.source] | figures_of(finding)
        self._by_figure: dict[str, list[Iri]] = {}
        for iri, told in self._figures.items():
            for figure in told:
                self._by_figure.setdefault(figure, []).append(iri)
        self._known_countries = set(country_names().values())
        self._kin: dict[Iri, frozenset[Iri]] = {}
        self._products = {iri: self._own_products(study) for iri, study in self.studies.items()}
        self._rarity: dict[tuple[str, str], float] = self._count()

    def _count(self) -> dict[tuple[str, str], float]:
        counts: Counter[tuple[str, str]] = Counter()
        for iri, study in self.studies.items():
            keys = {
                ("author", fold_name(study.first_author or "")),
                ("year", str(study.year)),
                ("journal", study.journal or ""),
            }
            keys |= {("country", c) for c in _countries(study.country or "")}
            keys |= {("route", r) for r in study.route} | {
                ("n", str(n)) for n in (study.n_enrolled, study.n_treated) if n
            }
            keys |= {("follow_up", f"{study.follow_up_months}"), ("group", self.group(study))}
            for disease in study.disease:
                keys |= {("disease", d) for d in self.store.broader(disease)}
            for product in study.product:
                keys |= {("product", p) for p in self.store.broader(product)}
            keys |= {("outcomes", o) for o in self._outcomes[iri]}
            keys |= {("figures", told) for told in self._figures[iri]}
            counts.update(keys)
        total = len(self.studies)
        return {
            key: min(float(self.settings["cap"]), math.log(total / n)) for key, n in counts.items()
        }

    def by_figures(self, told: Collection[str]) -> dict[Iri, dict[str, float]]:
        """The studies whose results have some figures: study -> figure -> its points."""
        found: dict[Iri, dict[str, float]] = {}
        for figure in told:
            for iri in self._by_figure.get(figure, ()):
                found.setdefault(iri, {})[figure] = self.rarity("figures", figure)
        return found

    @staticmethod
    def group(study: m.Study) -> str:
        """Human, animal or in vitro, by design."""
        return (
            {m.Design.ANIMAL: "animal", m.Design.IN_VITRO: "in-vitro"}.get(
                study.design or m.Design.ANIMAL, "human"
            )
            if study.design
            else "human"
        )

    def rarity(self, feature: str, value: str) -> float:
        """Points of a shared feature before its weight."""
        rare = self._rarity.get((feature, value), float(self.settings["cap"]))
        return rare / _ROUNDNESS if feature == "figures" and _ROUND.fullmatch(value) else rare

    def reasons(self, f: Features, study: m.Study) -> tuple[Reason, ...]:
        """Every feature that the passage states, for or against a study."""
        fit = _Fit(self, f, study)
        for rule in (
            self._identity,
            self._author,
            self._year,
            self._journal,
            self._country,
            self._phase,
            self._disease,
            self._product,
            self._route,
            self._measured,
            self._results,
            self._pooled,
            self._group,
            self._comparator,
            self._size,
        ):
            rule(fit)
        return tuple(r for r in fit.reasons if r.points)

    def _identity(self, fit: _Fit) -> None:
        f, study, give, take = fit.f, fit.study, fit.give, fit.take
        for said, own in (
            (f.dois, [study.doi]),
            (f.pmids, [study.pmid]),
            (f.registrations, [*study.nct, *study.other_registration]),
        ):
            ids = {i.casefold() for i in own if i}
            for value in said:
                if value.casefold() in ids or any(value.casefold() in i for i in ids):
                    give("identifier", value, value, 1.0)
                elif ids:
                    take("identifier", value, ", ".join(sorted(i for i in own if i)))
        if f.names:
            longest = max(f.names, key=len)
            if study.slug in f.names and (study.slug == f.names[0] or study.slug == longest):
                give("trial_name", study.slug, study.slug, 1.0)
            else:
                take("trial_name", ", ".join(f.names), study.slug)
        elif f.unknown_names:
            take("trial_name", ", ".join(f.unknown_names), study.label)

    def _author(self, fit: _Fit) -> None:
        """The first author; one that the record lacks speaks only against a study that nothing else names."""
        f, author = fit.f, fit.study.first_author
        if not f.authors:
            return
        own = fold_name(author) if author else None
        is_named = any(
            r.feature in ("identifier", "trial_name") and r.points > 0 for r in fit.reasons
        )
        if own in f.authors:
            fit.give("author", own, own, 1.0)
        elif own is not None or not is_named:
            fit.take("author", ", ".join(f.authors), author or "no author in the record")

    def _year(self, fit: _Fit) -> None:
        years, year = fit.f.years, fit.study.year
        if year is None or not (years or fit.f.relative_years):
            return
        if year in years or year in fit.f.relative_years:
            fit.give("year", str(year), str(year))
        elif years:
            fit.take("year", ", ".join(map(str, years)), str(year))

    def _journal(self, fit: _Fit) -> None:
        journals, journal = fit.f.journals, fit.study.journal
        if not journals or not journal:
            return
        if any(_is_journal(said, journal) for said in journals):
            fit.give("journal", journal, journal)
        else:
            fit.take("journal", journals[0], journal)

    def _country(self, fit: _Fit) -> None:
        said, country = fit.f.countries, fit.study.country
        if not said or not country:
            return
        own = _countries(country)
        if shared := own & set(said):
            rarest = min(shared, key=lambda c: -self.rarity("country", c))
            fit.give("country", ", ".join(sorted(shared)), rarest)
        elif own <= self._known_countries:  # not "North America", "seven European countries"
            fit.take("country", ", ".join(said), country)

    def _phase(self, fit: _Fit) -> None:
        said, phase = fit.f.phases, fit.study.phase
        if not said or not phase:
            return
        own = phase.casefold().replace("/", " ").replace("a", "").replace("b", "").split()
        if set(said) & set(own):
            fit.give("phase", f"phase {said[0]}", phase, 1.0)
        else:
            fit.take("phase", f"phase {said[0]}", f"phase {phase}")

    def _disease(self, fit: _Fit) -> None:
        terms, study = self.lexicon.terms, fit.study
        said = fit.of_kind("Disease")
        if not said or not study.disease:
            return
        near = {
            d
            for d in said
            for own in study.disease
            if d in self._wider(own) or own in self._wider(d)
        }
        if near:
            points = max(self._shared("disease", d, study.disease) for d in near)
            fit.give("disease", terms[min(near)].label, "", points)
            return
        kin = self.lexicon.are_related
        against = {
            d
            for d in self._stated_diseases(fit.f, said)
            if not any(kin(d, own) for own in study.disease)
        }
        if against:
            fit.take("disease", self._labels(against), fit.labels(study.disease))

    def _route(self, fit: _Fit) -> None:
        study, said = fit.study, fit.of_kind("Route")
        if not said or not study.route:
            return
        own = set(study.route) | {w for r in study.route for w in self._wider(r)}
        if shared := said & set(study.route):
            points = sum(self.rarity("route", r) for r in sorted(shared))
            fit.give("route", self._labels(shared), "", points)
        elif not said & own:
            fit.take("route", self._labels(said), fit.labels(study.route))

    def _measured(self, fit: _Fit) -> None:
        shared = fit.of_kind(*_MEASURED) & self._outcomes[fit.study.iri]
        if shared:
            points = sum(self.rarity("outcomes", t) for t in sorted(shared))
            fit.give("outcomes", self._labels(shared), "", min(_MOST_OF_OUTCOMES, points))

    def _results(self, fit: _Fit) -> None:
        """Figures of its results; a figure that its record lacks says nothing against a study."""
        shared = sorted(fit.f.figures & self._figures[fit.study.iri])
        if shared:
            points = sum(self.rarity("figures", told) for told in shared)
            fit.give("figures", ", ".join(shared), "", min(_MOST_OF_FIGURES, points))

    def _pooled(self, fit: _Fit) -> None:
        study, said = fit.study, fit.f.is_pooled
        pooled = study.design is not None and study.design.is_review
        if said and pooled:
            fit.give("group", "several studies pooled", "", 2.0)
        elif said != pooled:
            says = "one study" if pooled else "several studies pooled"
            fit.take("group", says, study.design.value if study.design else "")

    def _group(self, fit: _Fit) -> None:
        f, group = fit.f, self.group(fit.study)
        if f.is_laboratory and not f.is_human and not f.is_animal and group == "human":
            fit.take("group", "in the laboratory", group)
        elif f.is_animal and not f.is_human and group == "human":
            fit.take("group", "in animals", group)
        elif f.is_laboratory and group == "in-vitro":
            fit.give("group", "in the laboratory", group)
        elif f.is_animal and group == "animal":
            fit.give("group", "in animals", group)

    def _comparator(self, fit: _Fit) -> None:
        design = fit.study.design
        if design is None:
            return
        without_placebo = design.is_uncontrolled or design is m.Design.IN_VITRO
        if fit.f.is_placebo and without_placebo:
            fit.take("comparator", "placebo or sham", design.value)
        elif fit.f.is_controlled and design.is_randomised:
            fit.give("comparator", "controlled", design.value, 1.0)

    def _labels(self, terms: Iterable[Iri]) -> str:
        """The labels of terms, in the order of the alphabet."""
        return ", ".join(sorted(self.lexicon.terms[t].label for t in terms))

    def _product(self, fit: _Fit) -> None:
        f, study, give, take = fit.f, fit.study, fit.give, fit.take
        terms = self.lexicon.terms
        cells = {
            self.lexicon.product_of.get(t, t)
            for t in f.terms
            if terms[t].kind in ("CellProduct", "CellType")
        }
        products = {t for t in cells if terms[t].kind == "CellProduct"} - _GENERIC
        own = self._products[study.iri]
        if products and own:
            near = {p for p in products for o in own if p in self._wider(o) or o in self._wider(p)}
            if near:
                best = max(near, key=lambda p: (self.rarity("product", p), p))
                give("product", terms[best].label, best, self._shared("product", best, own))
            elif self._of_one_tissue(products, own):
                pass  # "marrow cells", expanded or not
            elif any(terms[p].source_tissue or self._excludes(p, products) for p in own) and (
                self.group(study) == "human" or study.product
            ):  # cells of a kind that the study does not state contradict nothing
                take(
                    "source",
                    self._labels(products),
                    self._labels(own),
                )
        own_donor = study.donor[0].value if len(study.donor) == 1 else ""
        if f.donors and own_donor in ("autologous", "allogeneic") and own_donor not in f.donors:
            take("donor", f.donors[0], own_donor)

    def _excludes(self, product: Iri, said: set[Iri]) -> bool:
        """Whether it is known of what cells a product is made, and others are said; "cord-blood cells" may be mesenchymal."""
        cell = self.lexicon.terms[product].cell_type
        if cell in (None, _ANY_STEM_CELL):
            return False
        kinds = (self.lexicon.terms[p].cell_type for p in said)
        return not any(kind is None or cell in self._wider(kind) for kind in kinds)

    def _of_one_tissue(self, products: set[Iri], own: frozenset[Iri]) -> bool:
        """Whether the cells that a text names loosely come from the tissue of a study's product."""
        tissues = {self.lexicon.terms[p].source_tissue for p in own} - {None}
        return any(p in _LOOSE and self.lexicon.terms[p].source_tissue in tissues for p in products)

    def _stated_diseases(self, f: Features, diseases: set[Iri]) -> set[Iri]:
        """The diseases that speak against a study: of a study with a name, those of the words that bring it in."""
        named = f.names or f.dois or f.pmids or f.registrations or (f.authors and f.years)
        return diseases & set(f.opening_terms) if named else diseases

    def _own_products(self, study: m.Study) -> frozenset[Iri]:
        """The products of a study, and those of the cells that it measured."""
        terms = self.lexicon.terms
        cells = (s for s in self._outcomes[study.iri] if s in terms and terms[s].kind == "CellType")
        products = {*study.product, *(self.lexicon.product_of.get(s, s) for s in cells)}
        return frozenset(p for p in products if p in terms and terms[p].kind == "CellProduct")

    def _shared(self, feature: str, said: Iri, own: Iterable[Iri]) -> float:
        """Points of a shared term: those of the wider of the two, for that is all they share."""
        kin = [o for o in own if said in self._wider(o) or o in self._wider(said)]
        return max(
            (min(self.rarity(feature, said), self.rarity(feature, o)) for o in kin), default=0.0
        )

    def _size(self, fit: _Fit) -> None:
        """How many took part, and for how long; the size of an arm or of a part that was analysed contradicts nothing."""
        f, study, give, take = fit.f, fit.study, fit.give, fit.take
        own = {n for n in (study.n_enrolled, study.n_treated) if n}
        sizes = set(f.sizes) | {b for _, b in f.counts}
        if own and sizes & own:
            n = max(sizes & own)
            give("n", str(n), str(n))
        elif own and f.sizes and not self._parts[study.iri] & set(f.sizes):
            take("n", ", ".join(map(str, f.sizes)), " or ".join(map(str, sorted(own))))
        if f.months and study.follow_up_months:
            if any(abs(x - study.follow_up_months) <= 1 for x in f.months):
                give("follow_up", f"{study.follow_up_months} months", str(study.follow_up_months))
            elif min(f.months) > 3 * self._followed(study):
                take("follow_up", f"{min(f.months)} months", f"{study.follow_up_months} months")

    def _followed(self, study: m.Study) -> Decimal:
        """The longest follow-up of its people, in months, also in another study of them."""
        known = (self.studies.get(iri) for iri in (study.iri, *study.shares_participants_with))
        months = [s.follow_up_months for s in known if s is not None and s.follow_up_months]
        return max(months, default=Decimal(0))

    def _wider(self, iri: Iri) -> frozenset[Iri]:
        """The term and every wider one, models of a disease beside the disease they stand for."""
        if (known := self._kin.get(iri)) is not None:
            return known
        wider = set(self.store.broader(iri))
        term = self.lexicon.terms.get(iri)
        if term is not None and iri not in self.store.records.terms:
            for parent in term.broader:
                wider |= self.store.broader(parent)
        if term is not None and term.model_of is not None:
            wider |= self.store.broader(term.model_of)
        return self._kin.setdefault(iri, frozenset(wider))
