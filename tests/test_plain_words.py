"""The words of plain questions: one file for `stroma ask`, `stroma find` and the page."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from stroma import open_graph
from stroma.queries import load_questions
from stroma.queries.asking import understand
from stroma.queries.plain_words import ANY_PRODUCT, plain_words, read_words
from stroma.viewer.payload import asking_words

QUESTIONS = load_questions()
LISTS = [name for name, one in read_words().items() if isinstance(one, str)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_word_once_in_lower_case(name: str) -> None:
    words = read_words()[name].split()
    assert words == [word.casefold() for word in dict.fromkeys(words)]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Is Ryoncil approved by the European Union?", {"product": "Ryoncil", "where": "European Union"}),
        ("Is Temcell approved by the Japanese PMDA?", {"product": "Temcell", "where": "Japan"}),
        ("Which products are approved by American regulators?", {"where": "United States"}),
        ("Which products are approved in the Canadian market?", {"where": "Canada"}),
        ("Is Ryoncil approved in the US?", {"product": "Ryoncil", "where": "United States"}),
        ("Is it approved in South Korea?", {"where": "South Korea"}),
        # Of two regions none is left out.
        ("Is Alofisel approved in Europe and Japan?", {"product": "Alofisel"}),
    ],
)  # fmt: skip
def test_whose_decision_is_asked_for_is_read(text: str, given: dict[str, str]) -> None:
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.question is not None
    assert found.question.name == "approvals"
    assert found.given == given
    assert not found.unused


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Swiss trials in MS", "Switzerland"),
        ("which studies of ALS were done in the US", "United States"),
        ("studies of knee osteoarthritis in Holland", "Netherlands"),
        ("Australian trials in MS", "Australia"),
        ("tell us of trials in MS", None),
        ("trials in MS in English", None),
    ],
)
def test_where_a_study_was_done_is_read_from_the_countries_of_the_audit(
    text: str, country: str | None
) -> None:
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.given.get("country") == country


@pytest.mark.parametrize(
    "text",
    [
        "he can't breathe, 2 hours after the infusion",
        "I cannot move my legs since this morning",
        "wife has fever of 40 and is drowsy, three days after the spinal injection",
        "our baby's lips are blue since last night",
        "halfway through the infusion my tongue has gone fat and it is hard to get any air in",
        "back from the clinic on Friday, my calf is swollen and sore and I'm puffing on the stairs",
        "since they put the cells in his back he can't feel when he wipes and his wee won't come",
        "her mouth has dropped on one side and she talks as if she's drunk, ten minutes after the drip",
        "like a dark curtain over my eye since this morning, I had the eye injection last week",
        "a day after the needle in my spine: skull splitting, can't get chin on chest, light is killing me",
        "she won't wake up",
        "I've put my tablets aside, it will be easier for everyone",
        f"{'it is a long story about my treatment ' * 10} and since yesterday my chest hurts",
    ],
)
def test_an_emergency_is_read_in_a_contraction_too(text: str) -> None:
    assert understand(text, QUESTIONS, open_graph().store).in_danger


@pytest.mark.parametrize(
    "text",
    [
        "I have had blurred vision from MS for years, does it help?",
        "my daughter has cerebral palsy and is floppy, do cord blood cells help?",
        "he can't speak since his stroke in 2019, stem cells?",
        "how many people had a seizure after the infusion?",
        "my dad can't breathe well with COPD, do cells help him?",
        "my eyes are going from macular degeneration, is there a trial?",
    ],
)
def test_what_somebody_has_had_for_long_is_no_emergency(text: str) -> None:
    assert not any(one.is_of(text) for one in plain_words().danger)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Can I come off Ocrevus for a while so that the cells take?", "do not stop one"),
        ("how long have I got with ALS if I have the cells?", "how long somebody will live"),
        ("Where can I get Stemirac in Spain?", "where a therapy is given is not held here"),
        ("If she was your child would you give her the cord blood?", "what somebody should do"),
        ("What dose would you use in my patient with lupus, 60 kg?", "what somebody should do"),
    ],
)
def test_what_no_record_can_answer_for_one_person_is_declined(text: str, said: str) -> None:
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.is_declined
    assert said in found.notes[0]


def test_what_a_thing_is_called_is_the_name_of_a_term() -> None:
    store = open_graph().store
    for name in set(plain_words().called.values()):
        assert store.resolve_term(name)


def test_the_page_has_the_words_and_what_is_told_without_a_command() -> None:
    words, page = plain_words(), asking_words()
    talk = {*page["fillers"].split(), *page["talk"].split()}
    assert talk == words.talk | words.joining
    assert {said for all_ in page["called"].values() for said in all_.split("|")} == {
        said for said, name in words.called.items() if name != ANY_PRODUCT
    }
    assert {region: set(names) for region, names in page["regions"].items()} == {
        region: {said for said, one in words.regions.items() if one == region}
        for region in set(words.regions.values())
    }
    told = [one[1] for key in ("notHeld", "notCovered", "beside", "danger") for one in page[key]]
    assert len(told) == len({one.words for one in words.not_held.values()}) + 7 + 2 + 6
    assert not any("stroma " in one for one in told)
    patterns = [one for key in ("notCovered", "beside", "danger") for one in page[key]]
    # What a browser reads otherwise than Python, or not at all.
    assert not any(
        re.search(r"\(\?P|\(\?[a-z]|\\[AZ]", one) for told in patterns for one in told[0]
    )


def test_the_words_are_read_only_for_a_question_in_plain_words() -> None:
    code = (
        "from stroma.cli import main\n"
        "from stroma.queries.plain_words import read_words\n"
        "import sys\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(read_words.cache_info().misses, file=sys.stderr)"
    )
    read = {
        name: subprocess.run(
            [sys.executable, "-c", code, "ask", name, "--limit", "1"],
            capture_output=True, text=True, check=True, timeout=120,
        ).stderr.split()[-1]
        for name in ("approvals", "which products are approved")
    }  # fmt: skip
    assert read == {"approvals": "0", "which products are approved": "1"}
