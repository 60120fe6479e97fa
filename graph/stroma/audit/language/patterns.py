"""Which runs of words carry a cue by their shape, though no list holds them? "But so did those on placebo", "left the score as it was".

Read first: `find_patterns`. Negations and the words that they govern are composed in `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.audit.language.cue import Cue
from stroma.audit.language.groups import CONTROLS, PEOPLE

if TYPE_CHECKING:
    from stroma.audit.language.tokens import Token

_WORD: Final = r"[\w'’-]{1,30}"
_PATTERNS: Final = tuple(
    (kind, phrase, re.compile(rf"(?i){pattern}"))
    for kind, phrase, pattern in (
        # likeness by chance; "due to chance" itself stands in the lists
        ("null", "due to chance",
         r"\b(?:could|may|might|can) (?P<cue>(?:well |simply |also |just )?(?:have )?(?:be|been|arise|arisen|come|happen|happened|occur|occurred) "
         r"(?:about )?(?:just |a matter of |mere |pure |by |from |through |a )?chance)\b"),
        # neither marrow nor cord cells did more for pain than cortisone
        ("null", "did no more, composed",
         r"\b(?:neither|none|no|not one)\b[^.;:]{0,90}?\b(?P<cue>did (?:more|better))\b[^.;:]{0,40}?\bthan\b"),
        # a third responded, but so did a quarter of those on placebo
        ("null", "so did, composed",
         r"\b(?P<cue>(?:(?<=but )|(?<=and )|(?<=yet ))so (?:did|had|were|was)|as (?:did|had|were|was))\b"
         rf"[^.;]{{0,60}}?\b(?:{CONTROLS}|other (?:group|half|arm))\b"),
        # by the same small amount
        ("null", "equal, composed",
         r"\b(?P<cue>(?:by|to|at|in) (?:the |an? )?(?:very |much the )?(?:same|similar|equal|comparable) "
         rf"(?:{_WORD} )?(?:amount|extent|degree|margin|rate|pace|number|proportion|share)s?)\b"),
        # pain eased, but did so whichever syringe people had been given
        ("null", "whichever, composed",
         r"\b(?P<cue>whichever|no matter (?:which|what)|regardless of (?:which|what)|irrespective of (?:which|what)|whatever)\b[^.;:]{1,50}?"
         r"\b(?:given|got|received|assigned|allocated|drew|drawn|in|injected|syringe|arm|group)\b"),
        # left the score as it was
        ("null", "left as it was",
         r"\b(?:(?P<cue>left)\b[^.;,]{1,60}?\b(?:(?:as|where) (?:it|they) (?:was|were|had been)|unchanged|untouched)"
         r"|(?:stayed|remained) as (?:it|they) (?:was|were|had been))\b"),
        ("null", "interval, composed",
         rf"\b(?P<cue>interval (?:{_WORD} ){{0,2}}?(?:includ|contain|cross|span)\w{{0,5}} (?:zero|no (?:effect|difference)))\b"),
        # close most Crohn's fistulas; the two words side by side stand in the lists
        ("better", "close fistulas", rf"\b(?P<cue>clos(?:e|es|ed|ing))\b(?= (?:{_WORD} ){{1,3}}?fistulas?\b)"),
        ("effective", "saves lives",
         rf"\b(?P<cue>sav(?:es?|ed|ing)) (?:{_WORD} ){{0,3}}?(?:{PEOPLE}|lives)\b(?! from\b)"),
        # nobody came to harm: no exception is allowed
        *((kind, "no harm, composed",
           rf"\b(?P<cue>(?:nobody|no[ -]one|none of {_WORD}|not (?:one|a single)(?: one)?|no (?:{_WORD} )?(?:{PEOPLE}|child))\b[^.;:,]{{0,40}}?"
           r"\b(?:harmed|hurt|injured|c[ao]me to (?:any |the least |the slightest )?harm|suffer(?:ed|s)? (?:any )?(?:harm|ill[ -]effects?)))\b")
          for kind in ("safe", "safe_absolute")),
        # three of 37 had serious events, and none of those on placebo: no denial of the events with the cells
        ("pseudo", "none of the controls",
         r"\b(?P<cue>(?:(?:almost |virtually )?(?:none|nobody|no one|not one)|no (?:patient|person|participant|child)"
         r"|(?:hardly|barely|scarcely) any(?:one|body)?(?: (?:patient|person|participant|child)s?)?) (?:of |in |on |among |given |with )?"
         rf"(?:(?:those|the|{PEOPLE}) ){{0,2}}(?:(?:on|in|of|given|with|receiving) )?(?:the )?"
         rf"(?:{CONTROLS}|comparison|others?(?! than)|rest))\b"),
        # a complication of an unproven stem cell procedure: what kind of procedure
        ("pseudo", "unproven procedure",
         r"\b(?P<cue>(?:unproven|unapproved|unlicensed|unregulated))\b(?! that\b)(?= (?:[\w-]+ ){0,3}?(?:cells?|therap(?:y|ies)|treatments?|procedures?|interventions?|products?|injections?|infusions?)\b)"),
        # a gain of not quite four
        ("pseudo", "not quite, composed",
         r"\b(?P<cue>not (?:quite|even|far (?:off|from|short of)))\b(?= (?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twenty|thirty|forty|fifty))"),
        # among children without a disability: whom it is about
        ("pseudo", "people without",
         r"\b(?:(?:among|in|for|of) (?:the |those )?)?(?P<cue>(?:(?<=among )|(?<=in )|(?<=for )|(?<=of )|(?<=the )|(?<=those ))"
         rf"{PEOPLE} without|those without"
         rf"|(?=(?-i:[A-Z])){PEOPLE} without)\b"),
    )
)  # fmt: skip
"""Kind and phrase of the cue, and the words; the group `cue` is where it stands, the first word where the group is empty."""


def find_patterns(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[Cue]:
    """The cues among tokens `first` to `last` that a pattern makes, pattern by pattern."""
    for kind, phrase, pattern in _PATTERNS:
        for found in pattern.finditer(text, tokens[first].start, tokens[last].end):
            start, end = found.span("cue") if found["cue"] else found.span()
            inside = [i for i in range(first, last + 1) if start <= tokens[i].start < end]
            if not found["cue"]:
                inside = inside[:1]
            if inside:
                a, b = inside[0], inside[-1]
                yield Cue(kind, phrase, a, b, tokens[a].start, tokens[b].end)
