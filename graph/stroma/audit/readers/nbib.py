"""A PubMed citation file (.nbib, MEDLINE format): its title and abstract.

Read first: `nbib_document`.
"""

from __future__ import annotations

import re

from stroma.audit.readers.documents import Document
from stroma.audit.readers.offsets import Builder
from stroma.errors import InputError

_FIELD = re.compile(r"(?m)^([A-Z]{2,4}) *- (.*(?:\n {6}.*)*)")


def nbib_document(text: str, name: str, sha256: str) -> Document:
    """Title and abstract of the citations in a file.

    Raises:
        InputError: if the file holds neither.
    """
    built = Builder()
    title = None
    for match in _FIELD.finditer(text):
        if match[1] not in ("TI", "AB"):
            continue
        if built.length:
            built.add("\n\n", match.start(2), 1)
        if match[1] == "TI":
            built.add("# ", match.start(2), 1)
            title = title or " ".join(match[2].split())
        at = match.start(2)
        for number, line in enumerate(re.finditer(r"[^\n]+", match[2])):
            words = line[0].strip()
            if number:
                built.add(" ", at + line.start(), 1)
            built.add(words, at + line.start() + line[0].index(words))
    if not built.length:
        raise InputError(f"{name}: no title or abstract in the citation file")
    return Document(name, "nbib", built.text(), sha256, len(text), built.map(), title=title)
