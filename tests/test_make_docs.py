"""`make docs`: numbers are renewed, and what differs in more than numbers is left to a person."""

from __future__ import annotations

import re

import make_docs
from make_docs import (
    ROOT,
    counts_of_today,
    renewed_commands,
    renewed_counts,
    renewed_sessions,
    with_numbers_of,
)

PAGE = """\
Some words.

```pycon
>>> people = 1 + 1
>>> print(f"{people} people, of whom {people} walked")
1 people, of whom 1 walked
>>> print("nobody")
3 people
```

```python
people = 7
```

```pycon
>>> people
7
```
"""


def test_numbers_of_a_session_are_renewed_and_the_rest_is_told() -> None:
    text, left = renewed_sessions("page.md", PAGE)
    assert text == PAGE.replace("1 people, of whom 1 walked", "2 people, of whom 2 walked")
    assert left == ['page.md: print("nobody") gives nobody']


def test_only_numbers_may_differ() -> None:
    assert with_numbers_of("1,024 of  40 ...", "12 of 3.5 and more") == "12 of  3.5 ..."
    assert with_numbers_of("1 study", "2 studies") is None


def test_the_counts_of_the_readme_are_found_and_renewed() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    old = readme
    for told in counts_of_today():
        n = re.search(r"\d+", told)
        assert n is not None
        old = re.sub(rf"\b{n[0]}(\s+(?:studies|references))", r"7\1", old)
    assert old.count("7 studies") + old.count("7 references") == 3
    assert renewed_counts(old) == readme


def test_a_shortened_output_stays_shortened() -> None:
    page = "```console\n$ printf 'one 1\\ntwo\\nthree 3\\n'\none 7\n...\nthree 8\n```\n"
    text, left = renewed_commands(page)
    assert (text, left) == (page.replace("7", "1").replace("8", "3"), [])
    text, left = renewed_commands(page.replace("three 8", "four 8"))
    assert (text, len(left)) == (page.replace("three 8", "four 8"), 1)


def test_contributing_names_it() -> None:
    for page in ("CONTRIBUTING.md", "docs/curating.md"):
        assert "`make docs`" in (ROOT / page).read_text(encoding="utf-8")
    assert "scripts/make_docs.py" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert make_docs.__doc__
