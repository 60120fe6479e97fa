"""Articles as PubMed XML or JATS XML: title, abstract and body, with the place of every stretch in the file.

Read first: `xml_document`. Entities that a file declares are refused, so that none can blow up.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from stroma.audit.readers.documents import Document
from stroma.audit.readers.offsets import Builder
from stroma.errors import InputError

_BLOCKS: Final = frozenset(
    "ArticleTitle AbstractText article-title p title sec abstract td li".split()
)
_KEPT: Final = frozenset("ArticleTitle AbstractText article-title abstract body".split())
_DROPPED: Final = frozenset(
    "ref-list table-wrap fig back xref CommentsCorrectionsList ReferenceList journal-meta contrib-group aff history permissions kwd-group sub-article response".split()
)
_TITLES: Final = frozenset({"article-title", "ArticleTitle"})
_HEADINGS: Final = _TITLES | {"title"}


class _Refused(Exception):
    pass


class _Handler:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.built = Builder()
        self.kept = 0
        self.dropped = 0
        self.title: list[str] = []
        self.in_title = False
        self._names: list[str] = []
        """Of the open elements, as `_meant` has them."""
        self.kind = ""
        self._byte = self._character = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.EntityDeclHandler = self.entity

    def entity(self, *_: object) -> None:
        raise _Refused

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("PubmedArticle", "PubmedArticleSet"):
            self.kind = "pubmed-xml"
        elif name == "article":
            self.kind = self.kind or "jats-xml"
        name = self._meant(name, attributes)
        self._names.append(name)
        self.dropped += name in _DROPPED
        self.kept += name in _KEPT
        self.in_title = self.in_title or (name in _TITLES and not self.dropped and not self.title)
        if name in _BLOCKS and self.kept and not self.dropped:
            if self.built.length:
                self.built.add("\n\n", self.here(), 1)
            if name in _HEADINGS:
                self.built.add("# ", self.here(), 1)

    def _meant(self, name: str, attributes: dict[str, str]) -> str:
        """The name by which an element is treated; empty for one that only holds text."""
        if name == "article-title" and self._names[-1:] != ["title-group"]:
            return ""  # of a work that the article cites
        if name == "sub-article" and attributes.get("article-type") == "translation":
            return ""  # the article itself; decision letters and replies are others' words
        return name

    def end(self, _name: str) -> None:
        name = self._names.pop()
        if name in _HEADINGS and self.kept and not self.dropped:
            self.built.add("\n\n", self.here(), 1)
        self.dropped -= name in _DROPPED
        self.kept -= name in _KEPT
        self.in_title = self.in_title and name not in _TITLES

    def here(self) -> int:
        """The character, not the byte, that the parser stands at."""
        byte = self.parser.CurrentByteIndex
        if byte > self._byte:
            self._character += len(self.source[self._byte : byte].decode("utf-8", "ignore"))
            self._byte = byte
        return self._character

    def data(self, text: str) -> None:
        if not self.kept or self.dropped:
            return
        if self.in_title and len(self.title) < 50:
            self.title.append(text)
        at = self.here()
        raw = self.source[self.parser.CurrentByteIndex : self.parser.CurrentByteIndex + 12]
        width = raw.index(b";") + 1 if raw.startswith(b"&") and b";" in raw else len(text)
        self.built.add(text.replace("\n", " "), at, width)


def xml_document(text: str, name: str, sha256: str) -> Document:
    """The article in an XML file.

    Raises:
        InputError: if the file is not well formed, declares entities, or is neither PubMed nor JATS.
    """
    source = text.encode("utf-8")
    if source.lstrip().startswith(b"<?xml"):
        declaration = source[: source.find(b"?>")].lower()
        if (
            b"encoding" in declaration
            and b"utf-8" not in declaration
            and b"ascii" not in declaration
        ):
            raise InputError(
                f"{name}: the XML declares an encoding other than UTF-8; save it as UTF-8"
            )
    handler = _Handler(source)
    try:
        handler.parser.Parse(source, True)
    except _Refused:
        raise InputError(
            f"{name}: the XML declares entities, which is refused; save it without a DOCTYPE subset"
        ) from None
    except expat.ExpatError as problem:
        raise InputError(
            f"{name}: not well-formed XML at line {problem.lineno}, column {problem.offset + 1}"
        ) from None
    if not handler.kind or not handler.built.text().strip():
        raise InputError(
            f"{name}: neither PubMed nor JATS XML, or it holds no title, abstract or body"
        )
    title = " ".join("".join(handler.title).split()) or None
    return Document(
        name,
        handler.kind,
        handler.built.text(),
        sha256,
        len(text),
        handler.built.map(),
        title=title,
    )
