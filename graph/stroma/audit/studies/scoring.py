"""How well does a study fit what a passage says? Points for what they share, points off for what the study contradicts.

Read first: `Scorer.reasons`. A point is the natural logarithm of how rare the shared feature is among the studies of the graph.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from stroma import model as m
from stroma.audit.studies.features import Features, fold_name
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.language.lexicon import Lexicon
    from stroma.store import EvidenceStore

Decision = Literal["proposed", "ambiguous", "none"]
_GENERIC: Final = frozenset(
    map(to_iri, ("term:msc-product", "term:stem-cell-product", "term:autologous-msc-product"))
)


@dataclass(frozen=True)
class Reason:
    """Why points were given or taken: the feature, what the text says, the points."""

    feature: str
    says: str
    points: float
    expected: str = ""


class Scorer:
    """Scores the studies of a store against features."""

    def __init__(self, store: EvidenceStore, lexicon: Lexicon, settings: dict[str, Any]) -> None:
        self.store = store
        self.lexicon = lexicon
        self.settings = settings
        self.studies = dict(store.records.studies)
        self._outcomes: dict[Iri, frozenset[Iri]] = {iri: frozenset() for iri in self.studies}
        for finding in store.findings.values():
            if finding.source in self.studies:
                extra = {
                    finding.object,
                    finding.subject,
                    *([finding.measured_by] if finding.measured_by else []),
                }
                self._outcomes[finding.source] = self._outcomes[finding.source] | frozenset(extra)
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
            keys |= {
                ("country", c.split(" (")[0].strip())
                for c in (study.country or "").split(";")
                if c.strip()
            }
            keys |= {("route", r) for r in study.route} | {
                ("n", str(n)) for n in (study.n_enrolled, study.n_treated) if n
            }
            keys |= {("follow_up", f"{study.follow_up_months}"), ("group", self.group(study))}
            for disease in study.disease:
                keys |= {("disease", d) for d in self.store.broader(disease)}
            for product in study.product:
                keys |= {("product", p) for p in self.store.broader(product)}
            keys |= {("outcomes", o) for o in self._outcomes[iri]}
            counts.update(keys)
        total = len(self.studies)
        return {
            key: min(float(self.settings["cap"]), math.log(total / n)) for key, n in counts.items()
        }

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
        return self._rarity.get((feature, value), float(self.settings["cap"]))

    def reasons(self, f: Features, study: m.Study) -> tuple[Reason, ...]:
        """Every feature that the passage states, for or against a study."""
        found: list[Reason] = []

        def give(feature: str, says: str, value: str, base: float | None = None) -> None:
            points = self.settings["weights"][feature] * (
                self.rarity(feature, value) if base is None else base
            )
            found.append(Reason(feature, says, round(float(points), 2)))

        def take(feature: str, says: str, expected: str) -> None:
            found.append(
                Reason(feature, says, -float(self.settings["penalties"][feature]), expected)
            )

        self._identity(f, study, give, take)
        self._citation(f, study, give, take)
        self._content(f, study, give, take)
        self._size(f, study, give, take)
        return tuple(r for r in found if r.points)

    def _identity(
        self, f: Features, study: m.Study, give: Callable[..., None], take: Callable[..., None]
    ) -> None:
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

    def _citation(
        self, f: Features, study: m.Study, give: Callable[..., None], take: Callable[..., None]
    ) -> None:
        if f.authors:
            own = fold_name(study.first_author) if study.first_author else None
            if own in f.authors:
                give("author", own, own, 1.0)
            elif own is not None or not f.names:
                take(
                    "author", ", ".join(f.authors), study.first_author or "no author in the record"
                )
        if f.years and study.year is not None:
            if study.year in f.years:
                give("year", str(study.year), str(study.year))
            elif all(abs(y - study.year) > 0 for y in f.years):
                take("year", ", ".join(map(str, f.years)), str(study.year))
        if f.journals and study.journal:
            own_journal = study.journal.casefold().replace("&", "and")
            if any(
                own_journal.startswith(j.casefold().replace("&", "and"))
                and (
                    own_journal == j.casefold().replace("&", "and")
                    or j.isupper()
                    or "(" in own_journal
                )
                for j in f.journals
            ):
                give("journal", study.journal, study.journal)
            else:
                take("journal", f.journals[0], study.journal)
        if f.countries and study.country:
            own_country = {c.split(" (")[0].strip() for c in study.country.split(";")}
            shared = own_country & set(f.countries)
            if shared:
                give(
                    "country",
                    ", ".join(sorted(shared)),
                    min(shared, key=lambda c: -self.rarity("country", c)),
                )
            elif not any(" countries" in c for c in own_country):
                take("country", ", ".join(f.countries), study.country)
        if f.phases and study.phase:
            phase = (
                study.phase.casefold().replace("/", " ").replace("a", "").replace("b", "").split()
            )
            if set(f.phases) & set(phase):
                give("phase", f"phase {f.phases[0]}", study.phase, 1.0)
            else:
                take("phase", f"phase {f.phases[0]}", f"phase {study.phase}")

    def _content(
        self, f: Features, study: m.Study, give: Callable[..., None], take: Callable[..., None]
    ) -> None:
        terms = self.lexicon.terms
        said = set(f.terms)
        diseases = {t for t in said if terms[t].kind == "Disease"}
        if diseases and study.disease:
            near = {
                d
                for d in diseases
                for own in study.disease
                if d in self._wider(own) or own in self._wider(d)
            }
            if near:
                give(
                    "disease",
                    terms[next(iter(sorted(near)))].label,
                    "",
                    max(self._shared("disease", d, study.disease) for d in near),
                )
            elif against := self._stated_diseases(f, diseases):
                take(
                    "disease",
                    ", ".join(sorted(terms[d].label for d in against)),
                    ", ".join(terms[d].label for d in study.disease),
                )
        self._product(f, study, give, take)
        routes = {t for t in said if terms[t].kind == "Route"}
        if routes and study.route:
            own = set(study.route) | {w for r in study.route for w in self._wider(r)}
            if routes & set(study.route):
                give(
                    "route",
                    ", ".join(sorted(terms[r].label for r in routes & set(study.route))),
                    "",
                    sum(self.rarity("route", r) for r in sorted(routes & set(study.route))),
                )
            elif not routes & own:
                take(
                    "route",
                    ", ".join(sorted(terms[r].label for r in routes)),
                    ", ".join(terms[r].label for r in study.route),
                )
        kinds = ("Outcome", "Mechanism", "Molecule", "CellType")
        shared = {t for t in said & self._outcomes[study.iri] if terms[t].kind in kinds}
        if shared:
            give(
                "outcomes",
                ", ".join(sorted(terms[t].label for t in shared)),
                "",
                min(6.0, sum(self.rarity("outcomes", t) for t in sorted(shared))),
            )
        pooled = study.design in (m.Design.META_ANALYSIS, m.Design.SYSTEMATIC_REVIEW)
        if f.is_pooled and pooled:
            give("group", "several studies pooled", "", 2.0)
        elif f.is_pooled != pooled:
            take(
                "group",
                "one study" if pooled else "several studies pooled",
                study.design.value if study.design else "",
            )
        group = self.group(study)
        if f.is_laboratory and not f.is_human and not f.is_animal and group == "human":
            take("group", "in the laboratory", group)
        elif f.is_animal and not f.is_human and group == "human":
            take("group", "in animals", group)
        elif f.is_laboratory and group == "in-vitro":
            give("group", "in the laboratory", group)
        elif f.is_animal and group == "animal":
            give("group", "in animals", group)
        if f.is_placebo and study.design in (
            m.Design.OPEN_LABEL_SINGLE_ARM,
            m.Design.CASE_SERIES,
            m.Design.IN_VITRO,
        ):
            take("comparator", "placebo or sham", study.design.value)
        elif f.is_controlled and study.design in (
            m.Design.RANDOMISED_CONTROLLED,
            m.Design.CROSSOVER_RANDOMISED,
        ):
            give("comparator", "controlled", study.design.value, 1.0)

    def _product(
        self, f: Features, study: m.Study, give: Callable[..., None], take: Callable[..., None]
    ) -> None:
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
            elif self.group(study) == "human" or study.product:
                take(
                    "source",
                    ", ".join(sorted(terms[p].label for p in products)),
                    ", ".join(sorted(terms[p].label for p in own)),
                )
        own_donor = study.donor[0].value if len(study.donor) == 1 else ""
        if f.donors and own_donor in ("autologous", "allogeneic") and own_donor not in f.donors:
            take("donor", f.donors[0], own_donor)

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

    def _size(
        self, f: Features, study: m.Study, give: Callable[..., None], take: Callable[..., None]
    ) -> None:
        own = {n for n in (study.n_enrolled, study.n_treated) if n}
        sizes = set(f.sizes) | {b for _, b in f.counts}
        if own and sizes & own:
            n = max(sizes & own)
            give("n", str(n), str(n))
        elif (
            own
            and f.sizes
            and max(f.sizes) > 0
            and min(abs(n - s) for n in own for s in f.sizes) > 0
        ):
            take("n", ", ".join(map(str, f.sizes)), " or ".join(map(str, sorted(own))))
        if f.months and study.follow_up_months:
            if any(abs(x - study.follow_up_months) <= 1 for x in f.months):
                give("follow_up", f"{study.follow_up_months} months", str(study.follow_up_months))
            elif min(f.months) > 3 * study.follow_up_months:
                take("follow_up", f"{min(f.months)} months", f"{study.follow_up_months} months")

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
