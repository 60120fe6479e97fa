"""Turn the researched fact sheets into the files of ontology/.

    python scripts/convert_facts.py FACTS_DIR [ONTOLOGY_DIR]

FACTS_DIR holds studies.tsv, findings.tsv, mechanisms.tsv, propositions.tsv, article_claims.tsv, terms.tsv and
terms_extra.tsv. The sheets in `scripts/added_facts/`, of the same columns, are read after them: rows found later, and terms
that replace one of the same slug; corrections.tsv changes single cells to what was read later. Writes terms/*.ttl, studies/*.ttl, references/*.ttl, articles/*.ttl and prints what it left
out. Same sheets, same bytes. The tables of judgements that the sheets do not hold (how a study was read, which studies
share people, how strongly a claim is worded) stand in `scripts/fact_judgements.py`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import fact_judgements as j
from stroma import model as m
from stroma.sources.turtle import turtle_document
from stroma.vocabulary import KINDS, PREFIXES, Iri, st, to_iri

Row = dict[str, str]
ADDED = Path(__file__).resolve().parent / "added_facts"
CURATED_ON = "2026-11-25"
CURATOR = "Stroma curators"
TERM_FILES = {
    "CellProduct": "cell-products",
    "CellType": "cell-types",
    "Tissue": "tissues",
    "Disease": "diseases",
    "Outcome": "outcomes",
    "Mechanism": "mechanisms",
    "Molecule": "molecules",
    "Route": "routes",
}
ANALYSES = {
    "within-arm change": m.Analysis.WITHIN_ARM_CHANGE,
    "change from baseline": m.Analysis.WITHIN_ARM_CHANGE,
    "count without comparison": m.Analysis.UNCOMPARED_COUNT,
    "observation without comparison": m.Analysis.UNCOMPARED_COUNT,
    "one patient's course, no comparison": m.Analysis.SINGLE_PATIENT_COURSE,
    "subgroup": m.Analysis.SUBGROUP,
    "exploratory subgroup": m.Analysis.EXPLORATORY_SUBGROUP,
    "pre-specified subgroup": m.Analysis.PRE_SPECIFIED_SUBGROUP,
    "post hoc subgroup": m.Analysis.POST_HOC_SUBGROUP,
}
COMPARATORS = {
    "none": m.Comparator.NO_COMPARATOR,
    "unknown": m.Comparator.COMPARATOR_NOT_SEEN,
    "active:corticosteroid-injection": m.Comparator.ACTIVE,
    "active:other-routes": m.Comparator.ACTIVE,
}
TISSUES = {
    "bone marrow": "bone-marrow",
    "fetal bone marrow": "bone-marrow",
    "adipose": "adipose-tissue",
    "umbilical cord": "umbilical-cord",
    "placenta": "placenta",
    "menstrual blood": "menstrual-blood",
}


class Facts:
    """The sheets, read, with the look-ups that several converters need."""

    def __init__(self, folder: Path) -> None:
        self.studies = {row["study_id"]: row for row in read_both(folder, "studies.tsv")}
        self.findings = {row["finding_id"]: row for row in read_both(folder, "findings.tsv")}
        self.mechanisms = {row["claim_id"]: row for row in read_both(folder, "mechanisms.tsv")}
        self.claims = {
            row["claim_number"]: row for row in read_sheet(folder / "article_claims.tsv")
        }
        self.propositions = read_both(folder, "propositions.tsv")
        self.terms = {
            row["slug"]: row for row in read_sheet(folder / "terms.tsv") if row["kind"] in KINDS
        }
        self.terms |= {row["slug"]: row for row in read_both(folder, "terms_extra.tsv")}
        self._correct()

    def _correct(self) -> None:
        """Put in what was read later than the sheets, on the page that corrections.tsv names.

        Raises:
            SystemExit: a cell does not hold what it is said to have held.
        """
        tables = {
            "studies.tsv": ("study_id", [*self.studies.values()]),
            "findings.tsv": ("finding_id", [*self.findings.values()]),
            "mechanisms.tsv": ("claim_id", [*self.mechanisms.values()]),
            "propositions.tsv": ("row_id", self.propositions),
            "terms.tsv": ("slug", [*self.terms.values()]),
        }
        for change in read_sheet(ADDED / "corrections.tsv"):
            key, rows = tables[change["sheet"]]
            found = [
                row
                for row in rows
                if row[key] == change["row"] and row[change["column"]] == change["was"]
            ]
            if not found:
                raise SystemExit(f"corrections.tsv: {change['row']} {change['column']} was not so")
            for row in found:
                row[change["column"]] = change["is"]

    def term(self, slug: str) -> Iri:
        """The OBO IRI when the match is exact, else a local one."""
        row = self.terms[slug]
        if row["curie"] and row["exact_or_close"] == "exact":
            return to_iri(row["curie"])
        return PREFIXES["term"] + slug

    def terms_of(self, slugs: Iterable[str]) -> tuple[Iri, ...]:
        return tuple(sorted({self.term(slug) for slug in slugs if slug}))


def read_sheet(path: Path) -> list[Row]:
    """All rows of a TSV file, missing cells as empty strings."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {k: (v or "").strip() for k, v in row.items()}
            for row in csv.DictReader(file, delimiter="\t")
        ]


def read_both(folder: Path, name: str) -> list[Row]:
    """The rows of a sheet, those added later last."""
    return read_sheet(folder / name) + read_sheet(ADDED / name)


def text(value: str) -> str | None:
    return value or None


def integer(value: str) -> int | None:
    return int(value) if value else None


def decimal(value: str) -> Decimal | None:
    return Decimal(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None


def seen_at(urls: str) -> str | None:
    """The first address, when a publisher, index, registry, university or regulator serves it."""
    for url in re.findall(r"https?://[^\s;]+", urls):
        if urlparse(url).netloc in j.CITABLE_HOSTS:
            return re.sub(j.TRACKING, "", url)
    return None


def without_addresses(note: str) -> str | None:
    """A reading note with the addresses of pages taken out: many are copies that must not be linked."""
    note = re.sub(r"^(yes|partly|no)\b:?\s*", "", note)
    note = re.sub(r"https?://[^\s;,)]+", "another page", note)
    note = re.sub(
        r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|es|mx|it|ca|jp|cn|us|cz|dev|tech|gov|uk|eu)\b(/\S*)?",
        "another page",
        note,
    )
    note = re.sub(
        r"another page(?:(?:,| and| or|;)? another page)+(?: pages)?", "other pages", note
    )
    for theirs, ours in j.READING_WORDS.items():
        note = note.replace(theirs, ours)
    parts = [part.strip(" .") for part in note.split(";")]
    note = "; ".join(part for part in parts if part and not re.search(j.NOT_A_READING_NOTE, part))
    return text(
        note[1:-1] if note.startswith("(") and note.endswith(")") and "(" not in note[1:] else note
    )


def other_than(of_study: Any, of_finding: Any) -> Any:
    """What a finding has to say for itself: only what differs from its study."""
    return None if of_finding == of_study else of_finding


def choice_of(row: Row) -> m.Comparator | None:
    value = row["comparator"]
    if not value:
        return None
    return COMPARATORS[value] if value in COMPARATORS else m.Comparator(value)


# ---------------------------------------------------------------- studies


def study(facts: Facts, slug: str) -> m.Study:
    row = facts.studies[slug]
    props = [p for p in facts.propositions if p["source"] == slug and p["predicate"]]
    recorded = [p for p in props if p["sheet"] == "studies"]
    primary = [p for p in props if p["derived_from_primary_endpoint"] == "yes"]
    laboratory = row["design"] in ("animal", "in-vitro")
    products = {
        p["subject_slug"]
        for p in (recorded or props if laboratory or slug in j.PRODUCT_FROM_FINDINGS else recorded)
        if facts.terms[p["subject_slug"]]["kind"] == "CellProduct"
    }
    diseases = {p["object_slug"] for p in recorded}
    if laboratory:
        diseases = {
            s
            for p in props
            for s in (p["object_slug"], p["condition_slug"])
            if s and facts.terms[s].get("model_of")
        }
    products |= set(j.EXTRA_PRODUCTS.get(slug, ()))
    diseases |= set(j.EXTRA_DISEASES.get(slug, ()))
    reading = j.reading_of(slug, props)
    registrations = [*re.findall(r"EudraCT \d{4}-\d{6}-\d{2}", row["verified_on_page"])]
    registrations += [part.strip() for part in re.split(r"[;,]", row["nct"]) if part.strip()]
    species = sorted({s for p in props for s in p["species"].split("|") if s}) or (
        ["human"] if not laboratory else []
    )
    route_slugs = j.routes(row["route"])
    return m.Study(
        iri=PREFIXES["study"] + slug,
        slug=slug,
        label=row["short_title"],
        first_author=text(row["authors_first"]),
        year=integer(row["year"]),
        journal=text(row["journal"]),
        doi=text(row["doi"]),
        pmid=text(row["pmid"]),
        nct=tuple(r for r in registrations if re.fullmatch(r"NCT\d{8}", r)),
        other_registration=tuple(r for r in registrations if not re.fullmatch(r"NCT\d{8}", r)),
        design=m.Design(row["design"]),
        pools=pools(props),
        pools_study=study_iris(j.POOLS_STUDY.get(slug, ())),
        n_pooled=j.N_POOLED.get(slug),
        shares_participants_with=study_iris(j.same_people(slug)),
        phase=text(row["phase"]),
        blinding=text(row["blinding"]),
        n_enrolled=integer(row["n_enrolled"]),
        n_treated=integer(row["n_treated"]),
        population=text(row["population"]),
        product=facts.terms_of(products),
        product_as_reported=text(row["cell_product"]),
        disease=facts.terms_of(diseases),
        source_tissue=facts.terms_of(
            TISSUES[t.strip()] for t in row["cell_source_tissue"].split(";") if t.strip()
        ),
        donor=tuple(
            m.Donor(d) for d in ("allogeneic", "autologous", "xenogeneic") if d in row["donor"]
        ),
        route=facts.terms_of(route_slugs),
        route_as_reported=text(row["route"]) if row["route"] not in route_slugs else None,
        species=tuple(species),
        dose=text(row["dose"]),
        follow_up_months=decimal(row["follow_up_months"]),
        country=text(row["country"]),
        primary_endpoint=text(row["primary_endpoint"]),
        primary_endpoint_kind=j.ENDPOINT_KIND.get(slug, endpoint_kind(row, bool(primary))),
        primary_outcome=facts.term(primary[0]["outcome_slug"])
        if primary and primary[0]["outcome_slug"]
        else None,
        primary_endpoint_met={
            "yes": m.EndpointMet.MET,
            "no": m.EndpointMet.NOT_MET,
            "unclear": m.EndpointMet.UNCLEAR,
            "not-applicable": m.EndpointMet.NOT_APPLICABLE,
        }[row["primary_endpoint_met"]],
        primary_comparator=choice_of(primary[0]) if primary else j.PRIMARY_COMPARATOR.get(slug),
        published_as=reading.published_as,
        read_as=reading.read_as,
        read_note=without_addresses(row["verified_on_page"]),
        sponsor_reported=bool(reading.sponsor_reported),
        seen_at=seen_at(row["source_url"]),
        curator=CURATOR,
        curated_on=j.ENTERED_LATER.get(slug, CURATED_ON),
    )


def study_iris(slugs: Iterable[str]) -> tuple[Iri, ...]:
    return tuple(PREFIXES["study"] + slug for slug in sorted(slugs))


def pools(props: list[Row]) -> m.Pools | None:
    bases = {p["level_basis"] for p in props}
    if any("of randomised trials" in basis for basis in bases):
        return m.Pools.RANDOMISED_TRIALS
    if any("of uncontrolled data" in basis for basis in bases):
        return m.Pools.UNCONTROLLED_DATA
    return None


def endpoint_kind(row: Row, is_efficacy: bool) -> m.EndpointKind | None:
    if is_efficacy:
        return m.EndpointKind.EFFICACY
    endpoint = row["primary_endpoint"]
    if not endpoint:
        return None
    if row["primary_endpoint_met"] == "yes" or re.search(
        r"safety|adverse|side effect|mortality", endpoint
    ):
        return m.EndpointKind.SAFETY
    return m.EndpointKind.EFFICACY if row["primary_endpoint_met"] == "unclear" else None


# ---------------------------------------------------------------- findings


def findings(facts: Facts) -> dict[str, list[m.Finding]]:
    """Findings by the slug of the study or reference that reports them."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for p in facts.propositions:
        if (
            p["sheet"] in ("findings", "mechanisms")
            and p["predicate"]
            and p["derived_from_primary_endpoint"] != "yes"
        ):
            rows[p["row_id"]].append(p)
    result: dict[str, list[m.Finding]] = defaultdict(list)
    for row_id, props in rows.items():
        for index, p in enumerate(props):
            slug = row_id if len(props) == 1 else f"{row_id}-{'abcdefghij'[index]}"
            result[p["source"]].append(finding(facts, slug, p))
    return result


def finding(facts: Facts, slug: str, p: Row) -> m.Finding:
    raw: Mapping[str, str] = defaultdict(str, facts.findings.get(p["row_id"], {}))
    statement = facts.mechanisms.get(p["row_id"])
    study_row = facts.studies.get(p["source"]) or j.EXTRA_STUDIES.get(p["source"])
    events, at_risk, unit = j.counts(slug, p, raw["value"])
    reading = j.finding_reading(p)
    time_point = raw["time_point_months"]
    thin = p["thin"].split(";")
    decided = j.DECIDED.get(p["row_id"], (None, None))
    whole = p["object_slug"] == j.VALUE_OF_ONE.get(p["row_id"], p["object_slug"])
    of_study = j.reading_of(
        p["source"],
        [q for q in facts.propositions if q["source"] == p["source"] and q["predicate"]],
    )
    return m.Finding(
        iri=PREFIXES["finding"] + slug,
        slug=slug,
        label=statement["paraphrase"] if statement else raw["paraphrase"],
        source=PREFIXES["study" if study_row else "reference"] + p["source"],
        subject=facts.term(p["subject_slug"]),
        predicate=st(p["predicate"]),
        object=facts.term(p["object_slug"]),
        condition=facts.term(p["condition_slug"]) if p["condition_slug"] else None,
        direction=m.Direction(p["direction"]),
        row=p["row_id"],
        analysis=analysis(p, study_row),
        measured_by=facts.term(p["outcome_slug"]) if p["outcome_slug"] else None,
        outcome_measure=text(raw["outcome_measure"]),
        outcome_role=m.OutcomeRole.SECONDARY if "secondary-outcome" in thin else None,
        value=j.value_of_harm(slug, p, raw["value"], events)
        or (text(raw["value"]) if whole else None),
        n_events=events,
        n_at_risk=at_risk,
        events_seen=True if slug in j.EVENTS_SEEN else None,
        n_events_control=j.CONTROL_COUNTS.get(slug, (None, None))[0],
        n_at_risk_control=j.CONTROL_COUNTS.get(slug, (None, None))[1],
        count_unit=unit,
        comparator=choice_of(p),
        comparator_as_reported=text(raw["comparator"])
        if raw["comparator"] != p["comparator"]
        else None,
        p_value=text(raw["p_value"]) if whole else None,
        time_point_months=decimal(time_point),
        time_point_as_reported=f"{time_point} months"
        if time_point and decimal(time_point) is None
        else None,
        population=text(raw["population"]),
        n_analysed=j.N_ANALYSED.get(slug, j.N_ANALYSED.get(p["row_id"])),
        in_part_of_study=True if p["row_id"] in j.IN_PART_OF_STUDY else None,
        species=tuple(s for s in p["species"].split("|") if s) if study_row else (),
        route=facts.terms_of([p["route_slug"]]),
        published_as=other_than(of_study.published_as, reading.published_as),
        read_as=other_than(of_study.read_as, reading.read_as),
        sponsor_reported=other_than(bool(of_study.sponsor_reported), reading.sponsor_reported),
        region=decided[0],
        decided_on=decided[1],
        note=text(j.finding_note(p)),
        seen_at=seen_at(raw["source_url"]) if raw["source_url"] else None,
    )


def analysis(p: Row, study_row: Row | None) -> m.Analysis:
    if p["level_basis"] in ANALYSES:
        return ANALYSES[p["level_basis"]]
    if study_row and study_row["design"] == "animal" and p["level_basis"] == "in-vitro":
        return m.Analysis.LABORATORY_PART
    return m.Analysis.MAIN_COMPARISON


# ---------------------------------------------------------------- references, article, terms


def extra_study(facts: Facts, slug: str, row: Row) -> m.Study:
    props = [p for p in facts.propositions if p["source"] == slug and p["predicate"]]
    species = sorted({s for p in props for s in p["species"].split("|") if s})
    statement = facts.mechanisms[props[0]["row_id"]]
    return m.Study(
        iri=PREFIXES["study"] + slug,
        slug=slug,
        label=row["label"],
        first_author=text(row.get("first_author", "")),
        year=integer(row.get("year", "")),
        journal=text(row.get("journal", "")),
        doi=text(row.get("doi", "")),
        pmid=text(row.get("pmid", "")),
        design=m.Design(row["design"]),
        species=tuple(species),
        read_as=m.ReadAs(row.get("read_as", m.ReadAs.SECONDARY)),
        read_note=row.get(
            "read_note", "known only from a statement about it; the study itself was not read"
        ),
        seen_at=seen_at(row.get("seen_at") or statement["source_url"]),
        curator=CURATOR,
        curated_on=CURATED_ON,
    )


def reference(facts: Facts, slug: str, row: Row) -> m.Reference:
    first = next(p["row_id"] for p in facts.propositions if p["source"] == slug)
    return m.Reference(
        iri=PREFIXES["reference"] + slug,
        slug=slug,
        label=row["label"],
        reference_kind=row["kind"],
        year=integer(row.get("year", "")),
        journal=text(row.get("journal", "")),
        doi=text(row.get("doi", "")),
        pmid=text(row.get("pmid", "")),
        read_as=m.ReadAs(row["read_as"]) if row.get("read_as") else None,
        read_note=text(row.get("read_note", "")),
        seen_at=seen_at(facts.mechanisms[first]["source_url"]),
        curator=CURATOR,
        curated_on=CURATED_ON,
    )


def claims(facts: Facts) -> list[m.Claim]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for p in facts.propositions:
        if p["sheet"] == "article_claims" and p["predicate"]:
            rows[p["row_id"]].append(p)
    result = []
    for number, props in rows.items():
        raw = facts.claims[number]
        for index, p in enumerate(props):
            slug = f"{j.ARTICLE}-{number}" + (f"-{'abcdefghij'[index]}" if len(props) > 1 else "")
            strength = j.WORDING[number]
            result.append(
                m.Claim(
                    iri=PREFIXES["claim"] + slug,
                    slug=slug,
                    label=j.claim_label(facts.terms, p),
                    article=PREFIXES["article"] + j.ARTICLE,
                    start=int(raw["char_start"]),
                    end=int(raw["char_end"]),
                    polarity=m.Polarity(p["direction"]),
                    subject=facts.term(p["subject_slug"]),
                    predicate=st(p["predicate"]),
                    object=facts.term(p["object_slug"]),
                    condition=facts.term(p["condition_slug"]) if p["condition_slug"] else None,
                    row=number,
                    wording_strength=strength,
                    hedge=text(raw["hedging"]),
                    cites=study_iris(
                        [raw["cites_study"]] if raw["cites_study"] not in ("", "none") else []
                    ),
                    measured_by=facts.term(p["outcome_slug"]) if p["outcome_slug"] else None,
                    route=facts.terms_of([p["route_slug"]]),
                    curated_verdict=text(raw["verdict"]),
                    study_says=text(raw["what_the_study_says"]),
                    note=text(raw["why"]),
                )
            )
    return result


def term(facts: Facts, slug: str) -> m.Term:
    row: Mapping[str, str] = defaultdict(str, facts.terms[slug])
    curie, iri = row["curie"], facts.term(slug)
    label = j.own_label(slug, facts.terms[slug])
    named_product = row["kind"] == "CellProduct" and label.endswith(" product")
    own = {label.removesuffix(" product")} if named_product else set()
    synonyms = {
        s.strip() for s in (row["synonyms"] + "|" + row["local_aliases"]).split("|") if s.strip()
    }
    synonyms |= own | set(j.EXTRA_SYNONYMS.get(slug, ()))
    if label != row["label"] and row["exact_or_close"] != "close":
        synonyms.add(row["label"])
    return m.Term(
        iri=iri,
        kind=row["kind"],
        label=label,
        slug=slug,
        synonyms=tuple(sorted(s for s in synonyms if s != label)),
        definition=j.DEFINITIONS.get(slug),
        broader=facts.terms_of(parents(facts.terms[slug])),
        close_match=(to_iri(curie),) if curie and row["exact_or_close"] == "close" else (),
        seen_in=text(j.SEEN_IN.get(row["source"], row["source"])) if curie else None,
        note=text(j.NOTES.get(row["note"], row["note"]))
        if row["note"] not in j.EMPTY_NOTES
        and "found through synonym" not in row["note"]
        and "shared/" not in row["note"]
        else None,
        cell_type=facts.term(row["cell_type_slug"]) if row["cell_type_slug"] else None,
        source_tissue=facts.term(row["source_tissue_slug"]) if row["source_tissue_slug"] else None,
        donor=m.Donor(row["donor"]) if row["donor"] else None,
        brand_names=tuple(
            sorted(
                {b for b in row["brand_names"].split("|") if b} | set(j.EXTRA_BRANDS.get(slug, ()))
            )
        ),
        model_of=facts.term(row["model_of"]) if row["model_of"] else None,
        better={"higher": m.Better.HIGHER, "lower": m.Better.LOWER, "none": m.Better.NEITHER}.get(
            row["better_direction"]
        ),
        surrogate=slug in j.SURROGATES,
        looked_for_as=j.LOOKED_FOR_AS.get(slug, ()),
    )


def parents(row: Row) -> list[str]:
    """The wider terms of a row; a harm that is serious by its kind stands under serious events, no longer under any."""
    slugs = row["parent_slug"].split("|")
    if row["slug"] in j.SERIOUS_BY_KIND:
        slugs = [*(s for s in slugs if s != "adverse-event"), "serious-adverse-event"]
    return slugs


def used_terms(facts: Facts) -> list[str]:
    """Slugs that something uses, and their ancestors."""
    used = {
        p[c]
        for p in facts.propositions
        if p["predicate"]
        for c in ("subject_slug", "object_slug", "condition_slug", "outcome_slug", "route_slug")
        if p[c]
    }
    for row in facts.studies.values():
        used |= {
            TISSUES[t.strip()] for t in row["cell_source_tissue"].split(";") if t.strip()
        } | set(j.routes(row["route"]))
    queue = sorted(used | set(j.ALWAYS_TERMS))
    done: set[str] = set()
    while queue:
        slug = queue.pop()
        if slug in done:
            continue
        done.add(slug)
        row = facts.terms[slug]
        more = [
            *parents(row),
            row.get("cell_type_slug") or "",
            row.get("source_tissue_slug") or "",
            row.get("model_of") or "",
        ]
        queue += [s for s in more if s]
    return sorted(done)


# ---------------------------------------------------------------- files


def documents(facts: Facts) -> dict[str, str]:
    """Every file of ontology/ that comes from the sheets: path -> text."""
    files: dict[str, str] = {}
    by_source = findings(facts)
    for slug in facts.studies:
        header = [
            f"{facts.studies[slug]['short_title']}.",
            "One study, one named graph. Licence: CC BY 4.0.",
            f"Entered {j.ENTERED_LATER.get(slug, CURATED_ON)} by {CURATOR}; see st:readAs and st:readNote for how it was read.",
        ]
        files[f"studies/{slug}.ttl"] = turtle_document(
            header, [study(facts, slug), *by_source.pop(slug, [])]
        )
    for slug, row in j.EXTRA_STUDIES.items():
        header = [
            f"{row['label']}.",
            "One study, one named graph. Licence: CC BY 4.0.",
            "Known only from one statement; read the paper and complete the record.",
        ]
        files[f"studies/{slug}.ttl"] = turtle_document(
            header, [extra_study(facts, slug, row), *by_source.pop(slug, [])]
        )
    for slug, row in j.REFERENCES.items():
        header = [
            f"{row['label']}.",
            "One source that is no study, one named graph. Licence: CC BY 4.0.",
        ]
        files[f"references/{slug}.ttl"] = turtle_document(
            header, [reference(facts, slug, row), *by_source.pop(slug, [])]
        )
    if by_source:
        raise SystemExit(f"findings without a source: {sorted(by_source)}")
    header = [
        "One article on MSC for multiple sclerosis and what it claims: offsets and sha256, none of its text.",
        "Licence of these statements: CC BY 4.0.",
    ]
    files[f"articles/{j.ARTICLE}.ttl"] = turtle_document(
        header, [j.article(CURATOR, CURATED_ON), *claims(facts)]
    )
    terms = [term(facts, slug) for slug in used_terms(facts)]
    for kind, name in TERM_FILES.items():
        header = [
            f"Terms of kind {kind}: those that something in the graph uses, and their ancestors.",
            "Labels and ids come from the ontologies named in st:seenIn (licences: LICENSE-DATA.md); local terms are CC BY 4.0.",
        ]
        files[f"terms/{name}.ttl"] = turtle_document(header, [t for t in terms if t.kind == kind])
    return files


def main(argv: list[str]) -> int:
    facts = Facts(Path(argv[1]))
    out = Path(argv[2]) if len(argv) > 2 else Path(__file__).resolve().parent.parent / "ontology"
    files = documents(facts)
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    print(f"{len(files)} files written to {out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
