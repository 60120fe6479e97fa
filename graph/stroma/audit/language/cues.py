"""Which words carry a claim, a negation, a hedge, an aim? The cues of ontology/audit/cues.tsv and wording.toml.

Read first: `CueBook`, `load_cues`, and `Cue`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from stroma.audit.language.cue import Cue
from stroma.audit.language.denials import Denials
from stroma.audit.language.lexicon import read_table, read_toml
from stroma.audit.language.tokens import Token, Trie

__all__ = ["EFFECTS", "Cue", "CueBook", "inflect", "load_cues"]

EFFECTS: Final = ("better", "worse", "increase", "decrease", "stop", "null")
# Within this group a cue inside a longer one does not count: "better" in "no better than".
_ONE_OF: Final = frozenset(
    {
        *EFFECTS,
        "negation",
        "pseudo",
        "safe",
        "unsafe",
        "aims",
        "endpoint-met",
        "endpoint-missed",
        "most",
    }
)
# A verb and a noun of an endpoint make one cue where they stand together: "missed" and "its main goal".
_VERB: Final = "endpoint-verb-"
_NOUN: Final = "endpoint-noun"
_ALL: Final = "100"
_PERCENT: Final = re.compile(r"\s?(?:%|per\s?cent\b)")
"""What makes a hundred of them all: "100 % safe", not "100 million cells"."""
_OF_GROUPS: Final = {"pretended": "comparators", "compared": "comparators", "people": "observers"}
"""The kind of cue that the names of a group are."""
_SEPARATORS = ".;:!?()\n"


class CueBook:
    """Finds cues in a run of tokens."""

    def __init__(self, trie: Trie[str], settings: Mapping[str, Any], version: str) -> None:
        self._trie = trie
        self._denials = Denials(settings["denial"])
        self.settings = settings
        self.version = version

    def find(self, text: str, tokens: Sequence[Token], first: int, last: int) -> list[Cue]:
        """Cues among tokens `first` to `last`, in order; the longest of a kind at each place."""
        window = tokens[first : last + 1]
        found: list[Cue] = []
        for i in range(len(window)):
            longest: dict[str, tuple[int, str]] = {}
            for j, values in self._trie.at(window, i):
                if j - i > 1 and any(
                    c in _SEPARATORS for c in text[window[i].end : window[j - 1].start]
                ):
                    continue
                for surface, kind in values:
                    longest[kind] = (j, surface)
            for kind, (j, surface) in longest.items():
                found.append(
                    Cue(kind, surface, first + i, first + j - 1, window[i].start, window[j - 1].end)
                )
        found = [c for c in found if not self._denials.is_share(tokens, c)]
        found = [c for c in found if c.phrase != _ALL or _PERCENT.match(text, c.end)]
        found = _with_endpoints(text, found)
        composed = list(self._denials.find(text, tokens, found, first, last))
        if composed:
            found = sorted([*found, *composed], key=lambda c: (c.first, c.last))
        return list(_without_inner(found))


def _with_endpoints(text: str, cues: Sequence[Cue]) -> list[Cue]:
    """The cues, with each verb of an endpoint and the noun right after it as one, and without the two."""
    nouns = {c.first: c for c in cues if c.kind == _NOUN}
    made = [
        Cue(f"endpoint-{v.kind.removeprefix(_VERB)}", text[v.start : n.end].casefold(), v.first, n.last, v.start, n.end)
        for v in cues
        if v.kind.startswith(_VERB) and (n := nouns.get(v.last + 1)) is not None
        and not any(c in _SEPARATORS for c in text[v.end : n.start])
    ]  # fmt: skip
    kept = [c for c in cues if c.kind != _NOUN and not c.kind.startswith(_VERB)]
    return sorted([*kept, *made], key=lambda c: (c.first, c.last))


def _without_inner(cues: Sequence[Cue]) -> Iterator[Cue]:
    strong = [c for c in cues if c.kind in _ONE_OF and c.last > c.first]
    for cue in cues:
        inside = cue.kind in _ONE_OF and any(
            o.first <= cue.first
            and cue.last <= o.last
            and (o.last - o.first) > (cue.last - cue.first)
            for o in strong
        )
        if not inside:
            yield cue


def inflect(verb: str) -> tuple[str, ...]:
    """The regular forms of an English verb.

    Example:
        >>> inflect("reduce"), inflect("carry")
        (('reduce', 'reduces', 'reduced', 'reducing'), ('carry', 'carries', 'carried', 'carrying'))
    """
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o", "z")) else "s")
    return verb, plural, verb + "ed", verb + "ing"


def load_cues() -> CueBook:
    """The cues of the data files."""
    trie: Trie[str] = Trie()
    for row in read_table("cues.tsv"):
        for phrase in row["phrases"].split("|"):
            for form in inflect(phrase[1:]) if phrase.startswith("~") else (phrase,):
                trie.add(form, row["class"])
    wording = read_toml("wording.toml")
    for kind, phrases in wording.items():
        if isinstance(phrases, list):
            for phrase in phrases:
                trie.add(phrase, kind)
    for group, kind in _OF_GROUPS.items():
        for name in wording["groups"][group]:
            trie.add(name, kind)
    equal = wording["equal"]
    for words in itertools.product(equal["prepositions"], equal["adjectives"], equal["nouns"]):
        trie.add(" ".join(words), "null")
    for noun in (*wording["endpoint_nouns"], *_endpoint_nouns(wording["endpoint_words"])):
        trie.add(noun, _NOUN)
    for kind, parts in wording["endpoint"].items():
        for verb in parts["verbs"]:
            trie.add(verb, f"{_VERB}{kind}")
    for kind, phrases in wording["disclosure"].items():
        for phrase in phrases:
            trie.add(
                phrase,
                f"says-{kind}" if kind in ("limits", "risks", "regulation", "interest") else kind,
            )
    return CueBook(trie, wording, str(wording["version"]))


def _endpoint_nouns(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """ "Its primary efficacy endpoint", "both co-primary endpoints"; a bare "outcome" needs "its" or an adjective."""
    for determiner, adjective, noun in itertools.product(
        words["determiners"], words["adjectives"], words["nouns"]
    ):
        named = adjective or (noun.startswith("end") and determiner)
        if named or determiner in ("its", "their"):
            yield " ".join(word for word in (determiner, adjective, noun) if word)
