"""Judgements that the fact sheets do not hold in a column, each with its reason.

Used by `convert_facts.py` only; once a file of ontology/ exists, that file is the truth and is edited by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stroma import model as m
from stroma.model import WordingStrength as W
from stroma.vocabulary import PREFIXES

Row = dict[str, str]
ARTICLE: Final = "msc-for-ms"

# Studies entered, or revised, after the day on which the sheets were entered.
ENTERED_LATER: Final[Mapping[str, str]] = dict.fromkeys(
    (
        *("sculptor", "cyp-001-agvhd", "furestem-ad-2019", "furestem-ad-2024", "multistem-uc", "adipoa2"),
        *("act-aki", "one-bridge", "must-ards", "mystromalcell", "ucmsc-covid-wuhan", "ucmsc-kidney-transplant"),
        *("adsc-seton-crohn", "packham-2016", "dilogo-2021", "aghayan-2022", "tac-hft", "shapiro-bmac-knee"),
        *("rumcess", "butler-2017", "bmmsc-cli-pilot", "skyler-t2d", "amascis", "zhang-2020-fistula", "ruane-2021"),
        *("star-ssc", "isis-hermes", "regenerate-ami", "prochymal-ami", "frailty-msc-phase1", "whittle-cochrane-knee"),
        *("actissima", "masters-2", "juventas", "cohen-2018", "start-2019"),
    ),
    "2026-11-27",
)  # fmt: skip

# What a study compared its product with, from its title and reading note, where no row on its primary endpoint says so.
PRIMARY_COMPARATOR: Final[Mapping[str, m.Comparator]] = {
    "lee-2019": m.Comparator.PLACEBO,  # saline
    "nct01377870": m.Comparator.PLACEBO,
    "mpc-clbp-2021": m.Comparator.PLACEBO,  # saline
    "gupta-2016": m.Comparator.PLACEBO,
    "molendijk-2015": m.Comparator.PLACEBO,
    "schiess-2025": m.Comparator.PLACEBO,
    "jamali-ucmsc-ms": m.Comparator.ACTIVE,  # physical therapy
    "prochymal-ami": m.Comparator.PLACEBO,
    "start-2019": m.Comparator.PLACEBO,  # the carrier fluid
    "sepcell": m.Comparator.PLACEBO,
    "t1d-bmmsc-crossover": m.Comparator.PLACEBO,
    "concert-hf": m.Comparator.PLACEBO,
    "weiss-2013": m.Comparator.PLACEBO,  # the carrier fluid
    "isis-hermes": m.Comparator.STANDARD_CARE,
    "recover-stroke": m.Comparator.SHAM,
    "bmmsc-knee-2025": m.Comparator.PLACEBO,  # saline
    "bmmnc-osteonecrosis": m.Comparator.STANDARD_CARE,  # core decompression in both groups
    "hurd-2020": m.Comparator.ACTIVE,  # corticosteroid
    "nephstrom-2023": m.Comparator.PLACEBO,
    "shi-2021-cirrhosis": m.Comparator.STANDARD_CARE,
    "ucmsc-cgvhd-2016": m.Comparator.COMPARATOR_NOT_SEEN,
    "tompkins-2017": m.Comparator.PLACEBO,
    "ascheim-2014": m.Comparator.SHAM,
    "seneca-2020": m.Comparator.PLACEBO,  # the carrier fluid
    "bami-2020": m.Comparator.STANDARD_CARE,
    "masters-2": m.Comparator.PLACEBO,
    "must-ards": m.Comparator.PLACEBO,
    "mystromalcell": m.Comparator.PLACEBO,
    "ucmsc-kidney-transplant": m.Comparator.STANDARD_CARE,
    "adsc-seton-crohn": m.Comparator.ACTIVE,  # incision and thread-drawing
    "packham-2016": m.Comparator.PLACEBO,
    "dilogo-2021": m.Comparator.PLACEBO,  # saline
    "aghayan-2022": m.Comparator.STANDARD_CARE,
    "tac-hft": m.Comparator.PLACEBO,
    "shapiro-bmac-knee": m.Comparator.PLACEBO,  # saline in the other knee
    "rumcess": m.Comparator.STANDARD_CARE,
    "butler-2017": m.Comparator.PLACEBO,
    "bmmsc-cli-pilot": m.Comparator.PLACEBO,
    "skyler-t2d": m.Comparator.PLACEBO,
    "amascis": m.Comparator.PLACEBO,
    "zhang-2020-fistula": m.Comparator.ACTIVE,  # advancement flap
    "ruane-2021": m.Comparator.ACTIVE,  # hyaluronate
}
# Trials that ask whether a complication can be prevented: their endpoint says nothing on healing the disease.
ENDPOINT_KIND: Final[Mapping[str, m.EndpointKind]] = {
    "ucmsc-cgvhd-2016": m.EndpointKind.OTHER,
    "ucmsc-haplo-2022": m.EndpointKind.OTHER,
}
# Rows whose value and p-value stand for one of their propositions only.
VALUE_OF_ONE: Final[Mapping[str, str]] = {"shokati-2025-f4": "il-10", "mscnp-2024-f8": "ccl2"}

# Pages that may be linked: publishers, indexes, registries, universities and their libraries, regulators,
# societies reporting their own funding. Mirrors, reposts, document-sharing sites and news pages are not.
CITABLE_HOSTS: Final = frozenset(
    {
        "pmc.ncbi.nlm.nih.gov",
        "pubmed.ncbi.nlm.nih.gov",
        "www.ncbi.nlm.nih.gov",
        "www.pubmed.gov",
        "www.hindawi.com",
        "oncotarget.com",
        "www.oncotarget.com",
        "doi.org",
        "frontiersin.org",
        "www.frontiersin.org",
        "nn.neurology.org",
        "n.neurology.org",
        "translational-medicine.biomedcentral.com",
        "stemcellres.biomedcentral.com",
        "jhoonline.biomedcentral.com",
        "www.ingentaconnect.com",
        "doaj.org",
        "ard.bmj.com",
        "gut.bmj.com",
        "svn.bmj.com",
        "mural.maynoothuniversity.ie",
        "fis.uke.de",
        "moh-it.pure.elsevier.com",
        "mayoclinic.elsevierpure.com",
        "ohsu.pure.elsevier.com",
        "www.unav.edu",
        "research.monash.edu",
        "dukespace.lib.duke.edu",
        "repository.escholarship.umassmed.edu",
        "stemcellsjournals.onlinelibrary.wiley.com",
        "academic.oup.com",
        "www.imrpress.com",
        "jamanetwork.com",
        "ethos.bl.uk",
        "ijhoscr.tums.ac.ir",
        "adir.tums.ac.ir",
        "www.isct-cytotherapy.org",
        "abstracts.cochrane.org",
        "www.thelancet.com",
        "www.clinicaltrials.gov",
        "clinicaltrials.gov",
        "irct.behdasht.gov.ir",
        "www.benthamscience.com",
        "link.springer.com",
        "www.fda.gov",
        "fda.gov",
        "apps.who.int",
        "omicsdi.org",
        "ashpublications.com",
        "ema.europa.eu",
        "stanfordhealthcare.org",
        "www.springermedizin.de",
        "mscanada.ca",
        "www.nationalmssociety.org",
        "tischms.org",
        "www.taylorfrancis.com",
        "www.bjs.co.uk",
        "scholars.duke.edu",
        "scholars.mssm.edu",
        "scholarworks.indianapolis.iu.edu",
        "experts.umn.edu",
        "miami.pure.elsevier.com",
        "cuk.elsevierpure.com",
        "research.regionh.dk",
        "ccforum.biomedcentral.com",
        "www.ahajournals.org",
        "www.nature.com",
        "www.acc.org",
        "www.cdc.gov",
        "digitalcommons.providence.org",
        "www.iris.unicampus.it",
        "journals.lww.com",
        "pure.johnshopkins.edu",
        "einstein.elsevierpure.com",
        "ashpublications.org",
        "journalclub.wustl.edu",
        "solaci.org",
        "anzctr.org.au",
        "www.clinicaltrialsregister.eu",
        "www.research.unipd.it",
        "www.repository.cam.ac.uk",
        "mayoclinic.pure.elsevier.com",
        "scholar.ui.ac.id",
        "scholars.uthscsa.edu",
    }
)


# What a search or a letter added to an address; the page is the same without it.
TRACKING: Final = r"\?(?:dopt|login|dgcid|term|searchresult)=[^#]*$"


@dataclass(frozen=True)
class Reading:
    """How something was read and made public."""

    read_as: m.ReadAs | None = None
    published_as: m.PublishedAs | None = None
    sponsor_reported: bool | None = None


# Studies without a reading flag on any row of propositions.tsv, from their row in studies.tsv.
_READ_AS: Final[Mapping[str, m.ReadAs]] = {
    "rozenberg-2016": m.ReadAs.ABSTRACT,
    "fbmmsc-th17-2009": m.ReadAs.ABSTRACT,
    "admire-cd-ii": m.ReadAs.SECONDARY,  # report of a congress talk
    "mautner-2023": m.ReadAs.ABSTRACT,
    "deng-2017": m.ReadAs.ABSTRACT,
    "masters-ph2": m.ReadAs.SECONDARY,  # registry and sponsor page
    "mscnp-csf-preprint": m.ReadAs.ABSTRACT,
    "jamali-ucmsc-ms": m.ReadAs.REGISTRY,
    "uccelli-2021": m.ReadAs.ABSTRACT,  # secondary results through a society's page: flags of their rows
    "karussis-2010": m.ReadAs.ABSTRACT,
    "mashhad-admsc-spms": m.ReadAs.REGISTRY,  # results through a lay summary: flags of their rows
    "panes-2018": m.ReadAs.ABSTRACT,
    "bonab-2007": m.ReadAs.SECONDARY,  # tables of two reviews
    "nct01377870": m.ReadAs.REGISTRY,
    "molendijk-2015": m.ReadAs.ABSTRACT,
    "jiang-2024": m.ReadAs.ABSTRACT,
    "gupta-2016": m.ReadAs.ABSTRACT,
    "hbms01-2025": m.ReadAs.SECONDARY,  # news of a congress talk
    "whittle-cochrane-knee": m.ReadAs.ABSTRACT,  # congress abstract
    "stem-cell-tourism-survey": m.ReadAs.ABSTRACT,  # congress abstract
    "msc-ms-meta-2018": m.ReadAs.ABSTRACT,  # congress abstract
    "dream-hf": m.ReadAs.SECONDARY,  # results from reports of the congress talk
    "start-2019": m.ReadAs.SECONDARY,  # accounts of the paper; set-up from the registry
    "sun-2017-cp": m.ReadAs.SECONDARY,  # results from a medical news service
    "actissima": m.ReadAs.SECONDARY,  # results from the companies' release; set-up from the registry
    "recover-stroke": m.ReadAs.SECONDARY,  # results from a medical news service
    "masters-2": m.ReadAs.SECONDARY,  # result from the sponsor's release; set-up from the registry
    "ixcell-dcm": m.ReadAs.SECONDARY,  # results from a heart society's account of the paper
    "allstar-2020": m.ReadAs.SECONDARY,  # results from a heart society's report of the congress talk
    "sculptor": m.ReadAs.SECONDARY,  # results from a summary of the maker's update; set-up from the registry
    "cyp-001-agvhd": m.ReadAs.SECONDARY,  # results from a summary of the maker's update
    "furestem-ad-2019": m.ReadAs.SECONDARY,  # news of the maker's statement
    "furestem-ad-2024": m.ReadAs.SECONDARY,  # news of the maker's statement
    "multistem-uc": m.ReadAs.SECONDARY,  # news of the interim result; set-up from the register
    **dict.fromkeys(
        (
            "adipoa2",
            "act-aki",
            "one-bridge",
            "must-ards",
            "mystromalcell",
            "ucmsc-covid-wuhan",
            "ucmsc-kidney-transplant",
            "adsc-seton-crohn",
            "packham-2016",
            "dilogo-2021",
            "aghayan-2022",
            "tac-hft",
            "shapiro-bmac-knee",
            "rumcess",
            "butler-2017",
            "bmmsc-cli-pilot",
            "skyler-t2d",
            "amascis",
            "zhang-2020-fistula",
            "ruane-2021",
            "chart-1",
            "concert-hf",
            "science-2023",
            "msc-hf-2015",
            "chagas-bmc-2012",
            "prochymal-ami",
            "regenerate-ami",
            "bowdish-2023",
            "realist-covid",
            "stroma-cov-2",
            "sepcell",
            "ahn-2021",
            "pace-2024",
            "juventas",
            "t1d-bmmsc-crossover",
            "dawson-2020",
            "amanat-2021",
            "cp-ucmsc-rehab",
            "accent-cp",
            "realistic-2018",
            "suk-2016",
            "tan-2012",
            "kuriyan-2017",
            "perkins-2018",
            "weiss-2013",
            "aether-2017",
            "stemtra-2021",
            "starting-2",
            "isis-hermes",
            "respine-2024",
            "vadala-2025",
            "oh-2016-sci",
            "bmmsc-knee-2025",
            "bmac-osteonecrosis",
            "bmmnc-osteonecrosis",
            "hurd-2020",
            "svf-ssc-france",
            "star-ssc",
            "zang-2022",
            "nephstrom-2023",
            "shi-2021-cirrhosis",
            "ucmsc-cgvhd-2016",
            "ucmsc-haplo-2022",
            "tompkins-2017",
            "frailty-msc-phase1",
            "bami-2020",
            "renew-2016",
            "yau-2019",
            "ascheim-2014",
            "seneca-2020",
            "oner-2016",
            "leung-2016",
            "erm-case",
            "riordan-2019-autism",
            "dlouhy-2014",
            "williamson-2021",
            "chen-2016",
            "amariglio-2009",
            "asc-embolism-2013",
            "ucmsc-thrombosis-2017",
            "nguyen-2024",
            "hartnett-2021",
        ),
        m.ReadAs.ABSTRACT,
    ),
}
_PUBLISHED_AS: Final[Mapping[str, m.PublishedAs]] = {
    "admire-cd-ii": m.PublishedAs.CONGRESS_REPORT,
    "hbms01-2025": m.PublishedAs.CONGRESS_REPORT,
    "whittle-cochrane-knee": m.PublishedAs.CONGRESS_REPORT,
    "stem-cell-tourism-survey": m.PublishedAs.CONGRESS_REPORT,
    "msc-ms-meta-2018": m.PublishedAs.CONGRESS_REPORT,
    "mscnp-csf-preprint": m.PublishedAs.PREPRINT,
    "nct01377870": m.PublishedAs.REGISTRY_ENTRY,
    "alsummit-2024": m.PublishedAs.COMPANY_STATEMENT,
    "mpc-clbp-2021": m.PublishedAs.COMPANY_STATEMENT,
    "actissima": m.PublishedAs.COMPANY_STATEMENT,
    "masters-2": m.PublishedAs.COMPANY_STATEMENT,
    "ucmsc-haplo-2022": m.PublishedAs.CONGRESS_REPORT,
    **dict.fromkeys(
        ("sculptor", "cyp-001-agvhd", "furestem-ad-2019", "furestem-ad-2024", "multistem-uc"),
        m.PublishedAs.COMPANY_STATEMENT,
    ),
}
# Results known from company releases or sponsor pages; single findings may say otherwise.
_SPONSOR_REPORTED: Final = (
    "alsummit-2024",
    "mpc-clbp-2021",
    "petrou-2020",
    "actissima",
    "masters-2",
    "sculptor",
    "cyp-001-agvhd",
    "furestem-ad-2019",
    "furestem-ad-2024",
    "multistem-uc",
)
_FLAG_TO_READ_AS: Final = {
    "abstract-only": m.ReadAs.ABSTRACT,
    "secondary-source": m.ReadAs.SECONDARY,
}


def reading_of(slug: str, props: list[Row]) -> Reading:
    """How a study was read: the commonest flag of its rows, else the table above."""
    flags = [flag for p in props for flag in p["thin"].split(";")]
    counted = Counter(flag for flag in flags if flag in _FLAG_TO_READ_AS)
    common = min(counted, key=lambda flag: (-counted[flag], flag)) if counted else None
    read_as = _READ_AS.get(slug) or (_FLAG_TO_READ_AS[common] if common else None)
    supporting = [p for p in props if p["thin"]]
    sponsor = bool(supporting) and all("sponsor-source" in p["thin"] for p in supporting)
    published = _PUBLISHED_AS.get(slug) or (
        None if read_as is None else m.PublishedAs.JOURNAL_ARTICLE
    )
    return Reading(read_as, published, sponsor or slug in _SPONSOR_REPORTED)


def finding_reading(p: Row) -> Reading:
    """How one finding was read, where its row says so."""
    flags = p["thin"].split(";")
    read_as = next((_FLAG_TO_READ_AS[flag] for flag in flags if flag in _FLAG_TO_READ_AS), None)
    published = m.PublishedAs.CONGRESS_REPORT if "congress-only" in flags else None
    sponsor = "sponsor-source" in flags if p["thin"] else None
    return Reading(read_as, published, sponsor)


# Studies whose product stands only in their findings: case reports of harm after a product nobody tested.
PRODUCT_FROM_FINDINGS: Final = frozenset(
    {
        "alderazi-2012",
        "berkowitz-2016",
        "madhavan-2020",
        "stem-cell-tourism-survey",
        "kuriyan-2017",
        "perkins-2018",
        "leung-2016",
        "erm-case",
        "dlouhy-2014",
        "williamson-2021",
        "chen-2016",
        "amariglio-2009",
        "asc-embolism-2013",
        "ucmsc-thrombosis-2017",
        "nguyen-2024",
        "hartnett-2021",
    }
)
EXTRA_PRODUCTS: Final[Mapping[str, tuple[str, ...]]] = {
    "nct01377870": ("autologous-bm-msc-product",)
}
EXTRA_DISEASES: Final[Mapping[str, tuple[str, ...]]] = {"nct01377870": ("multiple-sclerosis",)}

# Parts of a reading note that say how a page was found, or what somebody remembers, not how the study was read.
# Words of a reading note that only its writer understands, in words that a reader does.
READING_WORDS: Final[Mapping[str, str]] = {
    "year from the brief": "year not seen on the page",
    "year not in the excerpt (brief)": "year not seen on the page",
    "not in the excerpts": "not seen",
    "not in excerpts": "not seen",
    "not in the excerpt": "not seen",
    "not in any excerpt": "not seen",
    "not in excerpt": "not seen",
    "another page copy of the abstract": "a copy of the abstract",
    "year and journal not seen (year not seen on the page)": "year and journal not seen",
    "from another page sponsor news": "from sponsor news",
    "registry mirror another page": "a copy of the registry",
    "the PubMed record copy at another page": "a copy of the PubMed record",
    "the Cochrane table another page": "a Cochrane table",
    "from another page registry": "from a registry",
    "registry page another page": "a registry page",
    "design from protocol another page": "design from the protocol",
    "lay summary, another page , matched": "lay summary, matched",
    "lies behind the cut of the excerpt": "was not seen",
    "journal page stored but only its menu was read": "the journal's page was not read",
    "not printed: check": "not printed",
    "n_treated is randomised to cells": "the number treated is that randomised to cells",
    "n_enrolled is screened": "the number enrolled is that screened",
    "n_enrolled is treated": "the number enrolled is that treated",
    "primary_endpoint only": "primary endpoint only",
    "from another page copy": "from a copy",
    "at moam copy": "on a copy",
}
NOT_A_READING_NOTE: Final = r"memory|spam|moam|a case for|presented by|EudraCT"

# Studies of the same people, from studies.tsv (verified_on_page): follow-ups, sub-studies, preprints, and the
# Iranian pilot series that may overlap.
_SAME_PEOPLE: Final[tuple[frozenset[str], ...]] = (
    frozenset({"petrou-2020", "petrou-2022", "petrou-2025"}),
    frozenset({"harris-2018", "harris-2021"}),
    frozenset({"mscnp-2024", "mscnp-csf-preprint"}),
    frozenset({"bonab-2005", "bonab-2007", "sahraian-2014"}),
    frozenset({"molendijk-2015", "barnhoorn-2019"}),
    frozenset({"panes-2016", "panes-2018"}),
    frozenset({"perkins-2018", "hartnett-2021"}),
)
POOLS_STUDY: Final[Mapping[str, tuple[str, ...]]] = {
    # The nine studies named in studies.tsv for this meta-analysis.
    "msc-ms-meta-2019": (
        "bonab-2007", "karussis-2010", "yamout-2010", "bonab-2012", "connick-2012", "harris-2016", "cohen-2018",
        "fernandez-2018", "harris-2018",
    ),
}  # fmt: skip
N_POOLED: Final[Mapping[str, int]] = {
    # As their titles or the notes on how they were read have it; of the Cochrane review 8 against placebo and 17 others.
    "knee-oa-meta-2020": 7, "kvistad-2022": 54, "msc-ms-meta-2018": 14, "msc-ms-meta-2019": 9, "sct-ms-rct-meta": 11,
    "stroke-meta-2024": 30, "whittle-cochrane-knee": 25, "zeng-2022": 18,
}  # fmt: skip


def same_people(slug: str) -> Iterable[str]:
    """Other studies of the people of this one."""
    for group in _SAME_PEOPLE:
        if slug in group:
            return group - {slug}
    return ()


_ROUTE_WORDS: Final = (
    ("intrathecal", "intrathecal"), ("intravenous", "intravenous"), ("intra-articular", "intra-articular"),
    ("intralesional", "intralesional"), ("intradiscal", "intradiscal"), ("intramuscular", "intramuscular"),
    ("intra-arterial", "intra-arterial"), ("intracerebroventricular", "intracerebroventricular"),
    ("intraperitoneal", "intraperitoneal"), ("intracerebral", "intracerebral"), ("subcutaneous", "subcutaneous"),
)  # fmt: skip


def routes(reported: str) -> list[str]:
    """Route slugs named in a reported route; a bare `infusion` or `local injection` names none."""
    return [slug for word, slug in _ROUTE_WORDS if word in reported]


# People analysed for a row or one finding of it, where the sheets say how many and it is not the whole study: the 15 with MS
# and the 19 with ALS of karussis-2010, five and five of lu-2020, five of six of sahraian-2014, of accent-cp the children of an arm, and
# the one patient of lublin-2014 whose course is told.
N_ANALYSED: Final[Mapping[str, int]] = {
    **{f"karussis-2010-{name}": 15 for name in ("f3-a", "f3-c", "f4-a", "f5-a")},
    **{f"karussis-2010-{name}": 19 for name in ("f3-b", "f3-d", "f4-b", "f5-b")},
    "lu-2020-f1": 5, "sahraian-2014-f3": 5, "nguyen-2024-f2": 1, "accent-cp-f3": 28, "accent-cp-f4": 31,
    "karussis-2010-f1": 15, "karussis-2010-f2": 19, "yamout-2010-f1": 7, "yamout-2010-f2": 7, "yamout-2010-f3": 7,
    "yamout-2010-f4": 6, "lublin-2014-f2": 1, "bonab-2012-f2": 22, "bonab-2012-f3": 21, "sahraian-2014-f1": 5, "harris-2018-f1": 18,
    "riordan-2018-f4": 18, "iacobaeus-2019-f1": 6, "iacobaeus-2019-f2": 5, "iacobaeus-2019-f3": 5,
    "iacobaeus-2019-f5": 6, "adsvf-icv-2019-f3": 6, "harris-2021-f5": 10, "cudkowicz-2022-f2": 58,
    "berry-2019-f2": 21, "barnhoorn-2019-f1": 13, "barnhoorn-2019-f2": 13,
    "dream-hf-f1": 537, "dream-hf-f2": 537, "dream-hf-f3": 537, "dream-hf-f4": 206, "msc-hf-2015-f1": 55, "msc-hf-2015-f2": 55, "msc-hf-2015-f3": 55, "msc-hf-2015-f4": 55,
    "msc-hf-2015-f5": 55, "chagas-bmc-2012-f1": 183, "chagas-bmc-2012-f2": 183, "chagas-bmc-2012-f3": 183,
    "bowdish-2023-f2": 123, "ahn-2021-f2": 31, "tan-2012-f1": 156, "cp-ucmsc-rehab-f1": 39, "cp-ucmsc-rehab-f2": 39,
    "cp-ucmsc-rehab-f3": 39, "accent-cp-f1": 59, "accent-cp-f2": 62,
    "concert-hf-f4": 61, "concert-hf-f5": 61, "concert-hf-f6": 61, "seneca-2020-f1": 31, "seneca-2020-f2": 31,
    "stemtra-2021-f1": 61, "stemtra-2021-f2": 61, "stemtra-2021-f3": 61, "stemtra-2021-f4": 61, "stemtra-2021-f5": 61,
    "vadala-2025-f1": 46, "vadala-2025-f2": 46, "vadala-2025-f3": 46, "vadala-2025-f4": 21, "star-ssc-f2": 51,
    "ixcell-dcm-f1": 109, "allstar-2020-f1": 134, "allstar-2020-f2": 134, "allstar-2020-f3": 134,
    "adipoa2-f1": 97, "adipoa2-f2": 97, **{f"act-aki-f{n}": 135 for n in range(1, 6)},
    "must-ards-f2": 30, "must-ards-f3": 30, **{f"ucmsc-covid-wuhan-f{n}": 100 for n in range(1, 5)},
    # Of three groups those with the product and with placebo (as one), or with the product alone.
    **{f"tac-hft-f{n}": 30 for n in (1, 3)}, **{f"tac-hft-f{n}": 29 for n in (2, 4)}, **{f"tac-hft-f{n}": 19 for n in range(5, 11)},
    "amascis-f1": 13, "skyler-t2d-f4": 31,  # 15 with the highest dose, 16 with placebo
}  # fmt: skip

# Measured in a part of the study's people whose number no source seen states: here the randomised half of a review of 1217.
# In the survey the people enrolled are neurologists; how many patients they spoke of is not stated.
IN_PART_OF_STUDY: Final = frozenset(
    {
        "stroke-meta-2024-f1",
        "stem-cell-tourism-survey-f1",
        # Two of four arms, a subgroup or the treated arms, of a size that was not seen.
        "concert-hf-f1",
        "concert-hf-f2",
        "concert-hf-f3",
        "chart-1-f2",
        "dream-hf-f5",
        "prochymal-ami-f3",
        "ahn-2021-f3",
        "dawson-2020-f4",
        "sun-2017-cp-f2",
        "suk-2016-f1",
        "weiss-2013-f6",
        "tompkins-2017-f2",
        "tompkins-2017-f3",
        # By course of MS, by disease of a review, and three cell products against one control group.
        "stepien-2016-f5",
        "stepien-2016-f9",
        "zeng-2022-f1",
        "mautner-2023-f1",
        "mautner-2023-f2",
        # After a year: ten of 56 with cells had a normal scan; how many with placebo were looked at was not seen.
        "ucmsc-covid-wuhan-f5",
        # The 32 of the pooled cell groups; how many with placebo they were compared with was not seen.
        "rash-2025-f3",
    }
)

# Where a regulator's decision or statement holds, and its date as exactly as the source of the row gives it.
DECIDED: Final[Mapping[str, tuple[str, str]]] = {
    "m44": ("United States", "2024-12-18"),
    "m45": ("United States", "2021-06-03"),
    "m46": ("United States", "2021-06-03"),
    "m48": ("European Union", "2024-12-13"),
    "m49": ("Canada", "2012"),
    "m50": ("Japan", "2015-09-18"),
    "m51": ("Japan", "2018-12-28"),
    "m52": ("South Korea", "2012"),
    "m53": ("South Korea", "2014"),
    "m55": ("Japan", "2021"),
}
# Notes that say more than the sheet's: (row, object) -> note.
FINDING_NOTES: Final[Mapping[tuple[str, str], str]] = {
    # Group sizes 12, 13, 13 and 11 from the abstract; one person in each cell group from Springer Medicine's report of it.
    ("rash-2025-f1", "serious-adverse-event"): "one person in each of three cell groups, 3 of 37 in all, none of 12 on placebo; the authors call the rates similar",
    ("stem-cell-tourism-survey-f1", "serious-adverse-event"): "a quarter of the neurologists asked had such a patient: no share of patients, whose number is not stated; complications "
    "from infection to death; cells not known to be MSC",
    **{("karussis-2010-f3", harm): "fever is called transient; MS (15 people) and ALS (19) counted together, so how many with either had it is not known" for harm in ("fever", "headache")},
    ("karussis-2010-f5", "serious-adverse-event"): "no major event in 34 people, 15 with MS and 19 with ALS",
    ("dilogo-2021-f3", "adverse-event"): "none reported, deaths not among them: 10 of 20 with cells and 4 of 20 with saline lived",
    ("lu-2020-f1", "tumour-formation"): "none in ten people over ten years, five with RRMS and five with neuromyelitis optica",
    ("sahraian-2014-f3", "tumour-formation"): "none seen in six people; one of them had neuromyelitis optica",
    ("sahraian-2014-f3", "infection"): "none seen in six people; one of them had neuromyelitis optica",
    **{("m47", harm): "reports that the regulator received; number of people and course not stated" for harm in ("blindness", "tumour-formation", "infection")},
}  # fmt: skip
# Words of a finding's note that speak of the sheets, in words for a reader; an empty text leaves them out.
NOTE_WORDS: Final[Mapping[str, str]] = {
    "; same study as f1, count once": "", "; same study as f1": "", "; f3 is the same group at 48 weeks": "",
    "; read as stepien-2016-f2 is": "; before and after, no comparison", "the two RRMS patients among the four of f4": "two RRMS patients among the four of 16 with new lesions",
    "raw subject is the route; ": "the route is blamed; ", "; raw predicate has-manufacturing-risk": "",
    "a study that has no row in studies.tsv": "through another source; the study itself was not read",
    "the yang-2016 part restates yang-2016-f2": "found by yang-2016 too", "the yang-2016 part restates yang-2016-f3": "found by yang-2016 too",
    "; the meisel-2004 part is meisel-2004-f1": "; found by meisel-2004 too", "the species dispute is on mediates (sato-2007-f2)": "whether it acts in human cells too is disputed (sato-2007)",
    "viglietta-2004 and feger-2007 have rows of their own; Venken 2006 is in unverified.md and not used": "viglietta-2004 and feger-2007 stand beside it",
    " (null in the sheet: blocking is the test of mediates, so no effect disputes it)": ": blocking is the test, so no change speaks against it",
    "CL itself has the is-a link (terms.tsv): the naming dispute": "the Cell Ontology itself says so; the dispute is about the name",
    " (null in the sheet; m27 refutes)": "", ", so nothing derived": "", ", so not derived": "",
}  # fmt: skip


def finding_note(p: Row) -> str:
    """The note on a finding, in words for a reader."""
    note = FINDING_NOTES.get((p["row_id"], p["object_slug"]), p["note"])
    for theirs, ours in NOTE_WORDS.items():
        note = note.replace(theirs, ours)
    return note


# Adverse events: (row or one finding of it, object) -> (people with the event, people who could have had it, unit).
_COUNTS: Final[Mapping[tuple[str, str], tuple[int | None, int | None, str | None]]] = {
    ("yamout-2010-f5", "serious-adverse-event"): (0, 10, None),
    ("connick-2012-f2", "serious-adverse-event"): (0, 10, None),
    ("sahraian-2014-f3", "tumour-formation"): (0, 5, None),  # none of six, five of them with SPMS
    ("sahraian-2014-f3", "infection"): (0, 5, None),
    ("llufriu-2014-f4", "serious-adverse-event"): (0, 9, None),
    ("lublin-2014-f1", "paradoxical-worsening"): (0, 12, None),
    ("riordan-2018-f5", "serious-adverse-event"): (0, 20, None),
    ("mscnp-2024-f6", "serious-adverse-event"): (9, None, "event"),
    ("fernandez-2018-f2", "serious-adverse-event"): (1, None, "event"),
    ("cohen-2018-f1", "serious-adverse-event"): (0, 24, None),
    ("cohen-2022-f1", "arachnoiditis"): (2, 18, None),
    ("adsvf-icv-2019-f1", "meningismus"): (12, 111, "injection"),
    ("adsvf-icv-2019-f2", "hospital-admission"): (2, 111, "injection"),
    ("it-allomsc-2019-f1", "puncture-site-pain"): (6, 37, None),
    ("it-allomsc-2019-f1", "fever"): (5, 37, None),
    ("it-allomsc-2019-f1", "headache"): (3, 37, None),
    ("it-allomsc-2019-f1", "nausea"): (2, 37, None),
    ("it-allomsc-2019-f1", "dizziness"): (2, 37, None),
    ("it-allomsc-2019-f1", "neck-pain"): (1, 37, None),
    ("it-allomsc-2019-f2", "csf-pleocytosis"): (30, 37, None),
    ("it-allomsc-2019-f2", "raised-csf-protein"): (26, 37, None),
    ("alderazi-2012-f1", "encephalomyelitis"): (1, 1, None),
    ("berkowitz-2016-f1", "glioproliferative-lesion"): (1, 1, None),
    ("madhavan-2020-f1", "intrathecal-inflammatory-mass"): (1, 1, None),
    ("barnhoorn-2019-f2", "tumour-formation"): (2, None, "event"),
    ("rash-2025-f1", "serious-adverse-event"): (3, 37, None),
    ("masters-ph2-f2", "serious-adverse-event"): (22, 65, None),
    ("masters-ph2-f3", "death"): (5, 65, None),
    ("houkin-2024-f3", "death"): (13, 104, None),
    ("kvistad-2022-f1", "serious-adverse-event"): (7, None, "event"),
    ("kvistad-2022-f2", "death"): (1, None, None),
    ("deng-2017-f3", "death"): (1, 12, None),
    ("sci-admsc-2024-f3", "serious-adverse-event"): (0, 10, None),
    ("cohen-2018-f2", "paradoxical-worsening"): (0, 24, None),
    ("lee-2019-f3", "serious-adverse-event"): (0, 12, None),
    ("alvaro-gracia-2017-f2", "adverse-event"): (38, 46, None),
    # Counted over both diseases: how many of them had which is not stated.
    ("karussis-2010-f3", "fever"): (21, 34, "MS or ALS patient"),
    ("karussis-2010-f3", "headache"): (15, 34, "MS or ALS patient"),
    ("karussis-2010-f5-a", "serious-adverse-event"): (
        0,
        15,
        None,
    ),  # none of 34: none of the 15 with MS,
    ("karussis-2010-f5-b", "serious-adverse-event"): (0, 19, None),  # none of the 19 with ALS
    ("alvaro-gracia-2017-f2", "lacunar-infarction"): (1, 46, None),
    ("deng-2017-f2", "serious-adverse-event"): (2, 12, None),
    ("deng-2017-f2", "serious-infection"): (2, 12, None),
    ("shokati-2025-f2", "serious-adverse-event"): (0, 5, None),
    ("shokati-2025-f2", "headache"): (2, 5, None),
    ("mashhad-admsc-spms-f1", "serious-adverse-event"): (0, 10, None),
    ("lu-2020-f1", "tumour-formation"): (0, 5, None),  # none of ten, five of each disease
    ("harris-2018-f5", "serious-adverse-event"): (0, 60, "treatment"),
    ("harris-2016-f2", "serious-adverse-event"): (0, 6, None),
    ("sci-admsc-2024-f2", "headache"): (8, 10, None),
    ("sci-admsc-2024-f2", "musculoskeletal-pain"): (8, 10, None),
    ("fernandez-2018-f3", "autologous-adipose-msc-product"): (4, 34, "patient's batch"),
    ("bowdish-2023-f1", "death"): (42, 112, None),
    ("realist-covid-f2", "serious-adverse-event"): (6, None, "event"),
    ("stroma-cov-2-f2", "serious-adverse-event"): (6, 21, None),
    ("start-2019-f1", "infusion-reaction"): (0, 40, None),
    ("start-2019-f2", "death"): (12, 40, None),  # 30% of 40
    ("sepcell-f1", "hypersensitivity-or-thromboembolism"): (9, None, "event"),
    ("accent-cp-f3", "infusion-reaction"): (5, None, "event"),
    ("accent-cp-f4", "infusion-reaction"): (3, None, "event"),
    ("kuriyan-2017-f1", "severe-visual-loss"): (3, None, None),
    ("perkins-2018-f1", "serious-infection"): (12, None, None),
    ("aether-2017-f1", "serious-adverse-event"): (0, 9, None),
    ("aether-2017-f2", "death"): (2, 9, None),
    ("stemtra-2021-f3", "adverse-event"): (46, 46, None),
    ("stemtra-2021-f4", "serious-adverse-event"): (5, 46, None),
    ("stemtra-2021-f5", "death"): (0, 46, None),
    ("isis-hermes-f3", "adverse-event"): (16, None, "event"),
    ("bmac-osteonecrosis-f1", "hip-replacement"): (15, 23, "hip"),
    ("nephstrom-2023-f1", "infusion-reaction"): (0, 12, None),
    ("nephstrom-2023-f3", "death"): (2, 12, None),
    ("ucmsc-cgvhd-2016-f2", "lung-chronic-gvhd"): (0, None, None),
    ("frailty-msc-phase1-f1", "serious-adverse-event"): (0, 15, None),
    ("frailty-msc-phase1-f2", "death"): (1, 15, None),
    ("bami-2020-f1", "death"): (6, 185, None),
    ("bami-2020-f2", "heart-failure-event"): (5, 185, None),
    ("ixcell-dcm-f1", "death-or-heart-failure"): (22, 58, None),
    ("allstar-2020-f3", "major-cardiac-event"): (7, 90, None),  # 7.8% of 90
    ("ascheim-2014-f3", "death"): (0, 20, None),
    ("seneca-2020-f1", "death"): (1, 14, None),
    ("seneca-2020-f2", "heart-failure-event"): (1, None, "event"),
    ("concert-hf-f4", "major-cardiac-event"): (7, 29, None),
    ("concert-hf-f5", "death"): (3, 29, None),
    ("concert-hf-f6", "serious-adverse-event"): (9, 29, None),
    ("oner-2016-f1", "epiretinal-membrane"): (5, 11, None),
    ("oner-2016-f2", "choroidal-neovascularisation"): (1, 11, None),
    ("leung-2016-f1", "retinal-detachment"): (1, None, None),
    ("erm-case-f1", "epiretinal-membrane"): (1, None, None),
    ("dlouhy-2014-f1", "spinal-cord-mass"): (1, None, None),
    ("williamson-2021-f1", "spinal-cord-mass"): (1, None, None),
    ("chen-2016-f1", "spinal-cord-mass"): (2, None, None),
    ("amariglio-2009-f1", "brain-tumour"): (1, None, None),
    ("asc-embolism-2013-f1", "pulmonary-embolism"): (3, None, None),
    ("ucmsc-thrombosis-2017-f1", "venous-thrombosis"): (2, None, None),
    ("nguyen-2024-f1", "serious-infection"): (3, None, None),
    ("nguyen-2024-f2", "meningitis"): (1, None, None),
    ("hartnett-2021-f1", "serious-infection"): (20, None, None),
    ("act-aki-f4", "death"): (12, None, None),
    ("dilogo-2021-f1", "survival"): (10, 20, None),
    ("dilogo-2021-f3", "adverse-event"): (0, 20, None),
    ("aghayan-2022-f3", "adverse-event"): (0, 10, None),
    ("tac-hft-f1", "serious-adverse-event"): (0, 19, None),
    ("tac-hft-f2", "serious-adverse-event"): (0, 19, None),
    ("shapiro-bmac-knee-f2", "serious-adverse-event"): (0, 25, None),
    ("bmmsc-cli-pilot-f1", "adverse-event"): (13, None, "event"),
    ("bmmsc-cli-pilot-f2", "serious-adverse-event"): (5, None, "event"),
    ("skyler-t2d-f1", "serious-adverse-event"): (0, 45, None),
    ("skyler-t2d-f2", "infusion-reaction"): (0, 45, None),
    ("amascis-f1", "serious-adverse-event"): (2, None, "event"),
    ("rumcess-f1", "survival"): (9, 15, None),
    ("rumcess-f2", "survival"): (4, 15, None),  # 15 in each group
    # None occurred, by the row; of how many is not said.
    ("msc-ms-meta-2019-f1", "treatment-related-death"): (0, None, None),
    ("houkin-2024-f2", "severe-allergic-reaction"): (0, None, None),
}
# Findings of a harm that people had, as the value says, without a count of them.
EVENTS_SEEN: Final = frozenset(
    {
        "hbms01-2025-f3",
        "sct-ms-rct-meta-f3-b",
        "cp-ucmsc-rehab-f4",
        "msc-ms-meta-2018-f3",
        "msc-ms-meta-2023-f2-a",
        "msc-ms-meta-2023-f2-b",
        "stem-cell-tourism-survey-f1",
        "cudkowicz-2022-f4-a",
        "panes-2018-f2",
        "prochymal-ami-f1-b",
        "regenerate-ami-f3",
        "sepcell-f2-b",
        "juventas-f2",
        "juventas-f3",
        "realistic-2018-f3",
        "kuriyan-2017-f2",
        "weiss-2013-f4",
        "recover-stroke-f2",
        "bami-2020-f3",
        "renew-2016-f4",
        "ucmsc-haplo-2022-f4",
        "riordan-2019-autism-f2",
        "sculptor-f3",
        "act-aki-f2-b",
        "act-aki-f5",
        "must-ards-f2-b",
        "ucmsc-covid-wuhan-f4",
        "tac-hft-f3",
        "tac-hft-f4",
    }
)
# A harm whose row counts those who did not have it, told of those who had it (the note of the row), then as reported; or whose row
# tells of several harms: the part that is on it, then as reported.
VALUE_OF_HARM: Final[Mapping[str, str]] = {
    "sepcell-f2-b": "28.5% v 23.0% dead; reported as 71.5% v 77.0% alive",
    "riordan-2018-f5-c": "mild headache and fatigue; reported as 0; mild headache and fatigue",
    "riordan-2018-f5-d": "mild headache and fatigue; reported as 0; mild headache and fatigue",
}
# A bare nought of a harm that nobody was shown to get from the cells; it does not say that nobody had it.
_BARE_NOUGHT: Final = re.compile(r"(?:0 ?%?|none)", re.IGNORECASE)


def value_of_harm(slug: str, p: Row, value: str, events: int | None) -> str | None:
    """The value of a harm where the row's own would be misread: "none" of which the note says "none put down to the cells"."""
    if slug in VALUE_OF_HARM:
        return VALUE_OF_HARM[slug]
    is_bare = p["predicate"] == "causesAdverseEvent" and _BARE_NOUGHT.fullmatch(value.strip())
    if not is_bare or events is not None or slug in EVENTS_SEEN or not p["note"]:
        return None
    return f"{p['note'].split(';')[0]}; reported as {value}"


# Finding -> people with the event and people who could have had it among the controls, where the value gives them.
CONTROL_COUNTS: Final[Mapping[str, tuple[int, int | None]]] = {
    "houkin-2024-f3": (10, 102),
    "masters-ph2-f2": (24, 61),
    "masters-ph2-f3": (9, 61),
    "deng-2017-f3": (0, 6),
    "deng-2017-f2-a": (2, 6),
    "deng-2017-f2-b": (0, 6),
    "lublin-2014-f1-b": (0, 4),
    "lee-2019-f3": (0, 12),
    "alvaro-gracia-2017-f2-a": (4, 7),
    "rash-2025-f1-b": (0, 12),
    "bowdish-2023-f1-b": (47, 110),
    "realist-covid-f2": (3, None),
    "stroma-cov-2-f2-a": (6, 24),
    "start-2019-f2-a": (3, 20),  # 15% of 20
    "sepcell-f1-a": (12, None),
    "stemtra-2021-f3": (14, 15),  # 93.3% of 15
    "stemtra-2021-f4": (3, 15),
    "stemtra-2021-f5": (0, 15),
    "isis-hermes-f3": (24, None),
    "bmac-osteonecrosis-f1": (15, 23),
    "nephstrom-2023-f1": (1, 4),
    "ucmsc-cgvhd-2016-f2": (7, None),
    "bami-2020-f1-a": (7, 190),
    "bami-2020-f1-b": (7, 190),
    "bami-2020-f2": (15, 190),
    "ixcell-dcm-f1": (25, 51),
    "allstar-2020-f3": (5, 44),  # 11.4% of 44
    "ascheim-2014-f3-a": (3, 10),
    "ascheim-2014-f3-b": (3, 10),
    "seneca-2020-f1-a": (0, 17),
    "seneca-2020-f1-b": (0, 17),
    "seneca-2020-f2": (5, None),
    "concert-hf-f4": (9, 32),
    "concert-hf-f5-a": (4, 32),
    "concert-hf-f5-b": (4, 32),
    "concert-hf-f6": (12, 32),
    "act-aki-f4": (6, None),
    "tac-hft-f1": (0, 11),
    "tac-hft-f2": (0, 10),
    "bmmsc-cli-pilot-f1": (45, None),
    "bmmsc-cli-pilot-f2": (4, None),
    "skyler-t2d-f1": (0, 16),
    "amascis-f1": (9, None),
    # People alive, as in the other arm.
    "dilogo-2021-f1": (4, 20),
    "rumcess-f1": (3, 15),
    "rumcess-f2": (3, 15),
}
_PLAIN_COUNT = re.compile(r"^(?:stable )?(\d+) of (\d+)(?! \(80%\) vs)\b(?!.*\bvs?\b)(?!.* of \d)")


def counts(slug: str, p: Row, value: str) -> tuple[int | None, int | None, str | None]:
    """People with the event and people who could have had it, where the sheet gives both."""
    known = _COUNTS.get((slug, p["object_slug"])) or _COUNTS.get((p["row_id"], p["object_slug"]))
    if known:
        return known
    if (
        p["predicate"] in ("safeIn", "causesAdverseEvent")
        or (p["row_id"], p["object_slug"]) in _NO_COUNT
    ):
        return None, None, None
    match = _PLAIN_COUNT.match(value)
    return (int(match[1]), int(match[2]), None) if match else (None, None, None)


_NO_COUNT: Final = frozenset({("harris-2018-f2", "sustained-disability-improvement")})

EXTRA_STUDIES: Final[Mapping[str, Row]] = {
    "samper-agrelo-2020": {"label": "MSC-secreted TIMP-1 and oligodendrocyte formation", "first_author": "Samper Agrelo I",
                           "year": "2020", "journal": "International Journal of Molecular Sciences",
                           "doi": "10.3390/ijms21124350", "pmid": "32570968", "design": "in-vitro", "read_as": "abstract",
                           "read_note": "abstract read in full; it also tells of cells put into rodents; figures and tests are not in it",
                           "seen_at": "https://pmc.ncbi.nlm.nih.gov/articles/PMC7352621"},
    "blood-2009-113-26-6576": {"label": "MSC inhibit the maturation of monocyte-derived dendritic cells (PGE2)",
                               "year": "2009", "journal": "Blood", "design": "in-vitro", "read_as": "abstract",
                               "read_note": "abstract read on the publisher's page; authors and doi not in the part that was read",
                               "seen_at": "https://ashpublications.com/blood/article/113/26/6576/26202/MSCs-inhibit-monocyte-derived-DC-maturation-and"},
    "haas-2005": {"label": "Regulatory T-cell suppressive function in MS", "first_author": "Haas", "year": "2005",
                  "doi": "10.1002/eji.200526065", "design": "in-vitro"},
    "tigges-1980": {"label": "Myelinated dendrites in the primate olfactory bulb", "first_author": "Tigges", "year": "1980",
                    "journal": "Journal of Neurocytology", "doi": "10.1007/BF01205021", "pmid": "7205336", "design": "animal"},
}  # fmt: skip
REFERENCES: Final[Mapping[str, Row]] = {
    "dominici-2006": {"label": "Minimal criteria for defining MSC (ISCT position statement)", "kind": "consensus statement", "year": "2006", "doi": "10.1080/14653240600855905"},
    "caplan-2017": {"label": "Mesenchymal stem cells: time to change the name", "kind": "position paper", "year": "2017", "doi": "10.1002/sctm.17-0051", "pmid": "28452204"},
    "robey-2017": {"label": "Critical review of what mesenchymal stem cells are", "kind": "review", "year": "2017", "doi": "10.12688/f1000research.10955.1", "pmid": "28491279"},
    "uccelli-2012": {"label": "Review of how MSC act in neurological disease", "kind": "review", "year": "2012", "journal": "Stem Cell Research & Therapy", "doi": "10.1186/scrt94"},
    "orbay-2012": {"label": "Review of MSC from adult tissues", "kind": "review", "year": "2012", "journal": "Stem Cells International"},
    "abbaspanah-2021": {"label": "Review of MSC from the umbilical cord", "kind": "review", "year": "2021", "journal": "Current Stem Cell Research & Therapy", "doi": "10.2174/1574888X16999201124153000"},
    "murray-2014": {"label": "Review of the origin of MSC in vessel walls", "kind": "review", "year": "2014", "doi": "10.1007/s00018-013-1462-6"},
    "akkermann-2016": {"label": "Review of oligodendrocytes and remyelination", "kind": "review", "year": "2016", "doi": "10.3390/ijms17111895", "pmid": "27854261"},
    "myelin-repair-2021": {"label": "Review of myelin repair from animal models to humans", "kind": "review", "year": "2021", "journal": "Frontiers in Cellular Neuroscience", "doi": "10.3389/fncel.2021.604865"},
    "teaching-pages-type-iv": {"label": "Medical teaching pages on type IV hypersensitivity", "kind": "teaching page", "read_as": "secondary", "read_note": "no citable review that lists MS was seen"},
    "cencioni-2021": {"label": "Review of B cells in multiple sclerosis", "kind": "review", "year": "2021", "journal": "Nature Reviews Neurology", "doi": "10.1038/s41582-021-00498-5", "pmid": "34075251"},
    "costantino-2008": {"label": "Review of T cells in multiple sclerosis", "kind": "review", "year": "2008", "doi": "10.1007/s10875-008-9236-x"},
    "lublin-2014-consensus": {"label": "Clinical courses of multiple sclerosis defined (2013 revisions)", "kind": "consensus statement", "year": "2014", "journal": "Neurology", "pmid": "24871874"},
    "pmc8397587": {"label": "Review of secondary progressive multiple sclerosis (PMC8397587)", "kind": "review"},
    "fda-2024-12": {"label": "FDA approval of remestemcel-L, December 2024", "kind": "regulator's page", "year": "2024", "read_note": "the beginning of the agency's page was read"},
    "ema-2024-12": {"label": "EMA notice that Alofisel (darvadstrocel) is withdrawn from the EU market, December 2024", "kind": "regulator's page", "year": "2024", "read_note": "the beginning of the page was read; the last day for new patients is from the notice of the Italian regulator AIFA"},
    "japan-approvals-2025": {"label": "Review of regenerative products approved in Japan, table 3", "kind": "review", "year": "2025", "journal": "Stem Cell Research & Therapy", "doi": "10.1186/s13287-025-04343-0", "read_as": "secondary", "read_note": "only the table was read, on a library's copy of the publisher's page"},
    "msc-atmp-2015": {"label": "Review of MSC as advanced therapy products, table 3", "kind": "review", "year": "2015", "journal": "Stem Cells International", "doi": "10.1155/2015/895714", "read_as": "secondary", "read_note": "only the table was read"},
    "msc-pharmacokinetics-2024": {"label": "Review of how MSC spread in the body, table 1 on approvals", "kind": "review", "year": "2024", "journal": "Signal Transduction and Targeted Therapy", "doi": "10.1038/s41392-024-01936-8", "read_as": "secondary", "read_note": "only the table was read; its row on Stempeucel differs from other tables and is not used"},
    "fda-2021-06": {"label": "FDA patient information on regenerative medicine, June 2021", "kind": "regulator's page", "year": "2021", "read_as": "secondary", "read_note": "the sentences that name diseases were read on copies of the page"},
}  # fmt: skip

# Wording strength of each claim, judged from the passage at its offsets.
WORDING: Final[Mapping[str, W]] = {
    "1": W.DIRECT, "2": W.DIRECT, "3": W.CONDITIONAL, "4b": W.CORRELATIONAL, "5a": W.CONDITIONAL, "5b": W.CONDITIONAL,
    "6a": W.DIRECT, "6b": W.DIRECT, "6c": W.DIRECT, "7": W.DIRECT, "9": W.CORRELATIONAL, "11a": W.DIRECT,
    "11b": W.DIRECT, "12": W.CONDITIONAL, "13a": W.CORRELATIONAL, "13b": W.CORRELATIONAL, "14a": W.CONDITIONAL,
    "14b": W.CONDITIONAL, "14c": W.CONDITIONAL, "16": W.DIRECT, "17": W.DIRECT, "18a": W.CONDITIONAL,
    "18b": W.CONDITIONAL, "19a": W.DIRECT, "19b": W.DIRECT, "20a": W.CONDITIONAL, "20b": W.CONDITIONAL,
    "20c": W.CONDITIONAL, "20d": W.CONDITIONAL, "23": W.CONDITIONAL,
}  # fmt: skip

LABELS: Final[Mapping[str, str]] = {
    "ifn-gamma": "interferon gamma", "il-10": "interleukin 10", "il-17a": "interleukin 17A", "il-6": "interleukin 6",
    "tgf-beta1": "transforming growth factor beta 1", "hgf": "hepatocyte growth factor", "tnf": "tumour necrosis factor",
    "ido1": "indoleamine 2,3-dioxygenase 1", "foxp3": "FOXP3", "cxcl12": "C-X-C motif chemokine 12",
    "ccl2": "C-C motif chemokine 2", "gfap": "glial fibrillary acidic protein", "nfl": "neurofilament light chain",
    "intrathecal": "intrathecal administration", "intra-articular": "intra-articular administration",
    "intracerebroventricular": "intracerebroventricular administration", "intralesional": "intralesional administration",
    "intradiscal": "intradiscal administration",
    "quality-of-life": "quality of life",
    "knee-osteoarthritis": "knee osteoarthritis", "stroke": "stroke", "mri-outcome": "MRI outcome",
    "biological-process": "biological process", "annualized-relapse-rate": "annualised relapse rate",
    "intramuscular": "intramuscular administration", "intraperitoneal": "intraperitoneal administration",
    "t-cell-suppression": "T-cell suppression",
    "mri-lesion-load": "MRI lesion load",
    "musculoskeletal-disease": "musculoskeletal system disorder",
    "atopic-dermatitis": "atopic dermatitis",
    "dendritic-cell-maturation": "dendritic-cell maturation", "neuroregeneration": "neuroregeneration",
}  # fmt: skip
EXTRA_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "ifn-gamma": ("IFN-gamma", "IFN-γ"), "il-10": ("IL-10",), "tgf-beta1": ("TGF-beta1", "TGF-beta-1", "TGF-β1"), "hgf": ("HGF",),
    "ido1": ("IDO", "IDO1"), "cxcl12": ("CXCL12", "SDF-1"), "ccl2": ("CCL2", "MCP-1"), "gfap": ("GFAP",),
    "nfl": ("NfL", "neurofilament light"), "prostaglandin-e2": ("PGE2",), "mmp-9": ("MMP-9", "MMP9"), "cxcl13": ("CXCL13",),
    "osteoarthritis": ("OA",), "knee-osteoarthritis": ("knee OA", "KOA"), "spinal-cord-injury": ("SCI",),
    "neuromyelitis-optica": ("NMO", "NMOSD"),
    "crohn-perianal-fistula": ("perianal fistulising Crohn disease", "Crohn's fistula"),
    # Also a cell type's names; as with UC-MSC the product is what is asked for.
    "sb623": ("vandefitemcel",), "peripheral-arterial-disease": ("peripheral artery disease",),
    "adipose-msc-product": ("fat stem cells", "fat-derived stem cells", "adipose stem cells"),
    "uc-msc-product": ("umbilical cord stem cells", "cord stem cells"),
    # A harm, not a disease that is treated here: asked for as such, never taken for sure.
    "tumour-formation": ("cancer as a harm",), "death": ("death from any cause",),
    "treg": ("Tregs",), "intravenous": ("intravenous",), "intrathecal": ("intrathecal",),
    # What people ask for: everyday and British names, each one name of the very thing, none of a wider one but motor neurone disease,
    # which in the United Kingdom is the name of ALS.
    "als": ("motor neurone disease", "motor neuron disease", "MND"),
    "heart-failure": ("congestive heart failure", "chronic heart failure"),
    "msc": ("multipotent mesenchymal stromal cell",), "msc-ntf": ("MSC-NTF cells", "NurOwn cells"),
    "visual-function": ("vision", "eyesight"),
    "pulmonary-embolism": ("blood clot in the lung",),
    "infusion-reaction": ("infusion-related reaction",), "serious-infection": ("severe infection",),
    "cognition": ("cognitive function",), "quality-of-life": ("QoL",),
    "parkinson-motor-score": ("UPDRS", "MDS-UPDRS"), "modified-rankin-scale": ("Rankin score",), "alsfrs-r": ("ALSFRS-R score",),
    "gross-motor-function": ("gross motor skills",), "mri-lesion-load": ("lesion load", "lesion volume"),
    "hospital-admission": ("hospitalisation", "hospitalization"), "major-amputation": ("limb loss",),
    "annualized-relapse-rate": ("yearly relapse rate",), "brain-atrophy": ("brain volume loss",),
    "tnf": ("TNF-α",),
    "multistem": ("invimestrocel",),
}  # fmt: skip
# Brand names, each tied to its product by a page that was read: ema.europa.eu/en/news/alofisel-withdrawn-eu-market with the
# label of reference ema-2024-12; hc-sc.gc.ca, qualifying notice on Prochymal (remestemcel-L), 17 May 2012.
EXTRA_BRANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "darvadstrocel": ("Alofisel",), "remestemcel-l": ("Prochymal",),
    # SanBio, 31 July 2024, businesswire: Akuugo, international name vandefitemcel, is SB623.
    "sb623": ("Akuugo",),
}  # fmt: skip
# Names under which people look for a thing that are no names of it: a symptom of it, a wider or narrower thing, a part of the body, or a
# brand of which only its kind is here. They are offered and never taken for the thing; who writes "arthritis" is shown both.
# Brands: pmc.ncbi.nlm.nih.gov/articles/PMC4530293/table/tab3 (Hearticellgram) and nature.com/articles/s41392-024-01936-8/tables/1
# (Cupistem, Cellgram): the donor's own cells of marrow and of fat.
_BACK: Final = (
    "back pain",
    "low back pain",
    "lower back pain",
    "chronic low back pain",
    "chronic back pain",
    "bad back",
    "sore back",
)
LOOKED_FOR_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "disc-degeneration": (*_BACK, "slipped disc", "slipped disk", "herniated disc", "herniated disk", "disc", "disk"),
    "knee-osteoarthritis": ("knee", "bad knee", "knee pain", "sore knee", "worn knee", "arthritis of the knee"),
    "osteoarthritis": ("arthritis", "joint pain"), "rheumatoid-arthritis": ("arthritis", "joint pain"),
    "alzheimer-disease": ("dementia", "memory loss", "memory"), "cognition": ("memory", "memory loss"),
    "refractory-angina": ("angina", "angina pectoris"),
    "parkinson-disease": ("parkinsonism",), "atopic-dermatitis": ("eczema", "dermatitis"), "ulcerative-colitis": ("colitis",),
    "spinal-cord-injury": ("paralysis", "paralysed", "paralyzed", "paraplegia", "tetraplegia", "quadriplegia"),
    "stroke": ("paralysis", "paralysed", "paralyzed"),
    "walking-speed": ("walk", "walking"), "walking-endurance": ("walk", "walking"),
    "severe-visual-loss": ("blind", "going blind", "blindness"),
    "adipose-msc-product": ("fat", "fat tissue", "adipose tissue", "belly fat"),
    "bm-msc-product": ("bone marrow", "marrow"),
    "uc-msc-product": ("umbilical cord",), "cord-blood-product": ("umbilical cord",),
    "autologous-adipose-msc-product": ("Cupistem", "Queencell"),
    "autologous-bm-msc-product": ("Hearticellgram", "Hearticellgram-AMI", "Cellgram"),
}  # fmt: skip
DEFINITIONS: Final[Mapping[str, str]] = {
    # Sheet row m01: Dominici 2006, doi 10.1080/14653240600855905.
    "msc": "Cell that sticks to plastic, carries CD105, CD73 and CD90, lacks blood-cell markers and can form bone, fat and "
    "cartilage in a dish (minimal criteria of the ISCT, doi 10.1080/14653240600855905; their authors expected them to change).",
}
# Outcomes that are an image, a laboratory or a physiological value and stand for how a patient feels, functions or survives.
# Source: "surrogate endpoint" in the BEST glossary of FDA and NIH (ncbi.nlm.nih.gov/books/NBK338448). Looked at one by one, because a
# wider term says nothing of its narrower ones: lesions and volumes seen on MRI or CT, heart and joint images, the bowel seen through an endoscope, tissue (fibrosis), values of
# blood (HbA1c, C-peptide, blood gases, MELD of bilirubin, creatinine and INR), filtration of the kidneys and flow of breath; and
# what is only a verdict on such values: remission of the kidneys (protein and cells in urine, albumin, creatinine), the liver's
# values (albumin, prothrombin, bilirubin) and the pumping of the heart, whichever image shows it.
# No surrogate, because something a person feels or a doctor sees must be there beside the image: no evidence of disease activity
# (no relapse and no worse disability besides no new lesion) and combined remission of a fistula (closed openings besides no
# abscess on MRI). The same holds for scores that count symptoms beside a blood value (DAS28, SLEDAI, response of GVHD).
SURROGATES: Final = frozenset(
    {
        *("brain-atrophy", "grey-matter-atrophy", "gadolinium-enhancing-lesions", "new-t2-lesions", "mri-lesion-activity"),
        *("mri-lesion-load", "mri-outcome", "lvef", "lvesv", "infarct-size", "myocardial-salvage", "beta-cell-function"),
        *("c-peptide-secretion", "glycaemic-control", "disc-structure", "joint-structure", "liver-fibrosis", "meld-score"),
        *("kidney-function", "oxygenation", "lung-function", "renal-remission", "liver-function", "heart-function"),
        *("colitis-endoscopic-score", "lung-lesions", "limb-perfusion"),
    }
)  # fmt: skip
# Which kinds of harm are serious. Seriousness belongs to what happened to a person: ICH E2A calls an event serious that is fatal or
# life-threatening, takes or keeps somebody in hospital, disables lastingly, is a malformation or, as an important medical event,
# needs a doctor to prevent one of these. A kind of harm stands under `serious-adverse-event` where nearly every case of it is that,
# or where the sources of its findings call it so; any other stays a plain adverse event, and each finding says what became of people.
SERIOUS_BY_KIND: Final[Mapping[str, str]] = {
    "meningitis": "inflammation of the meninges: life-threatening, treated in hospital",
}
NOT_SERIOUS_BY_KIND: Final[Mapping[str, str]] = {
    "arachnoiditis": "may disable lastingly, but also be pain alone; pain that fitted it in cohen-2022, which does not call it serious",
    "choroidal-neovascularisation": "threatens sight where it grows; in oner-2016 it was treated and is not called serious",
    "csf-pleocytosis": "a laboratory value",
    "dizziness": "a symptom",
    "fatigue": "a symptom",
    "fever": "a symptom",
    "headache": "a symptom",
    "hypersensitivity-or-thromboembolism": "counts light reactions with grave ones",
    "infection": "any, light ones too; serious ones are a kind of their own",
    "infusion-reaction": "from a flush to shock; severe allergic reactions are a kind of their own",
    "ischemic-brain-lesion": "a spot on an image; strokes are a kind of their own",
    "meningismus": "a sign",
    "muscle-weakness": "a symptom",
    "musculoskeletal-pain": "a symptom",
    "nausea": "a symptom",
    "neck-pain": "a symptom",
    "paradoxical-worsening": "of any degree",
    "puncture-site-pain": "a symptom",
    "raised-csf-protein": "a laboratory value",
    "thromboembolism": "from a clot under the skin to one in the lung; those in the lung are a kind of their own",
    "venous-thrombosis": "of any vein; in ucmsc-thrombosis-2017 the vein of the infusion, cured with drugs and not called serious",
}
# Releases in which a term was seen, where the sheet names a file of its writer's.
SEEN_IN: Final[Mapping[str, str]] = {
    "CL in shared/data/mondo/cl_import.obo (2021 copy); still a parent_curie in terms.tsv": "CL (2021 copy)",
    "GO in shared/data/mondo/go_import.obo (2021 copy)": "GO (2021 copy)",
    "MONDO in shared/data/mondo/mondo_exactmatch_mesh.sssom.tsv": "MONDO mappings to MeSH",
}
# Notes of the sheets in words for a reader; an empty text drops one that speaks of the sheets alone.
NOTES: Final[Mapping[str, str]] = {
    "verify against an NCIt release": "id seen in a copy of a code list, not in a release of NCIt",
    "second parent ours: counted as autoimmune": "counted as autoimmune here, beside what the ontology says",
    "second parent ours": "one of its broader terms is ours",
    "widened here to a grouping term: disability progression, relapse, new lesions, tissue loss (roll-up only)": "groups disability progression, relapse, new lesions and tissue loss",
    "root of all products: cells, cell mixtures and what cells release": "cells, cell mixtures and what cells release",
    "replaces disability-outcome, whose synonym disability progression is an event and moves to disability-progression": "a state; its getting worse is the event disability progression",
    "related to MSC, not the same: kept outside msc-product": "related to MSC, not the same, so not counted as an MSC product",
    "newest copy seen is 2024-07; same CURIE as neuron-projection-regeneration and only close: needs its own local IRI": "",
    "mixture: kept outside msc-product": "a mixture, so not counted as an MSC product",
    "mixture, MSC not purified: kept outside msc-product": "a mixture in which MSC are not purified, so not counted as an MSC product",
    "local; only as object of mediates": "",
    "local term; says nothing about any one member disease, so MS questions do not meet it": "says nothing about any one of the diseases",
    "local term; precursor cells counted under MSC (wide definition)": "precursor cells, counted as MSC here",
    "grouping term for roll-up of claims such as relief of symptoms; direction: better status": "groups what claims such as relief of symptoms are about",
    "for studies that do not state the tissue, and as broader term": "studies that do not state the tissue stand here",
    "differentiated from autologous marrow MSC: under msc-product by its wide definition; a roll-up must show the name": "differentiated from autologous marrow MSC; counted as an MSC product here",
    "check against a new GO release": "",
    "cell-free: what MSC release, kept outside msc-product": "cell-free, what MSC release, so not counted as an MSC product",
    "a model, a condition of its own; no broader link to MS": "a laboratory model, never counted as the disease",
}
EMPTY_NOTES: Final = frozenset(
    {"local term", "no term found in the files read; local term", "human protein; label is the UniProt entry name",
     "no id looked for beyond terms.tsv and shared/data; local term", "newest copy seen is 2024-07", ""}
)  # fmt: skip
# Grouping terms that questions ask for although no row names them.
ALWAYS_TERMS: Final = (
    "neurodegenerative-disease",
    "autoimmune-disease",
    "musculoskeletal-disease",
    "ppms",
)

_PREDICATE_WORDS: Final = {
    "ameliorates": "ameliorates", "improves": "improves", "prevents": "prevents", "moreEffectiveIn": "is more effective in",
    "safeIn": "is safe in", "causesAdverseEvent": "causes", "cures": "cures", "treats": "is an established treatment of",
    "studiedFor": "is studied for", "promotes": "promotes", "inhibits": "inhibits", "restores": "restores",
    "differentiatesInto": "differentiates into", "foundIn": "is found in", "surrounds": "surrounds",
    "classifiedAs": "is classified as", "impairedIn": "is impaired in",
}  # fmt: skip


def own_label(slug: str, row: Row) -> str:
    """The label of a term, as in a sentence; one that an ontology has only nearly is ours, and so is its label."""
    if slug in LABELS:
        return LABELS[slug]
    if row["exact_or_close"] == "close":
        return slug.replace("-", " ")
    # The Human Phenotype Ontology begins each label with a capital.
    label = row["label"]
    is_sentence = row["curie"].startswith("HP:") and label[1:].islower()
    return label[:1].lower() + label[1:] if is_sentence else label


def claim_label(terms: Mapping[str, Row], p: Row) -> str:
    """A claim in our words: the content of its proposition, asserted or denied."""

    def name(slug: str) -> str:
        return own_label(slug, terms[slug])

    words = f"{name(p['subject_slug'])} {_PREDICATE_WORDS[p['predicate']]} {name(p['object_slug'])}"
    if p["condition_slug"]:
        words += f", in {name(p['condition_slug'])}"
    return ("The article says: " if p["direction"] == "affirms" else "The article denies: ") + words


def article(curator: str, curated_on: str) -> m.Article:
    """The article's record; sha256 and length are those of its UTF-8 text."""
    return m.Article(
        iri=PREFIXES["article"] + ARTICLE,
        slug=ARTICLE,
        label="Article on mesenchymal stem cells for multiple sclerosis, on the site of a clinic",
        publisher="Stemedix",
        url="https://www.stemedix.com",
        text_sha256="c60bd0f5842f95ad8dbde5b5f1c9ab71f3d232021ef6ac5ac5f29faefa660402",
        text_length=2920,
        declared_interest="The publisher says that it provides access to regenerative medicine, the kind of treatment the "
        "text is about, and that the text was written for it (characters 2645 to 2791).",
        curator=curator,
        curated_on=curated_on,
    )
