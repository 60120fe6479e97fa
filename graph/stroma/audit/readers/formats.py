"""How does a file become a document? Text, Markdown, HTML, PDF, PubMed XML and nbib, JATS XML, standard input.

Read first: `read_document`. Offsets point into the decoded original; for a PDF, into the text of its pages.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from stroma.audit.readers.documents import MAX_BYTES, MAX_CHARACTERS, Document
from stroma.audit.readers.offsets import Builder, OffsetMap
from stroma.errors import InputError

_MARKUP = re.compile(r"(?<!\w)(\*\*|__|\*|_|`+)(?=\S)|(?<=\S)(\*\*|__|\*|`+)(?!\w)")
_SPACE = re.compile(r"\s*")
_PAGES = (".html", ".htm", ".xhtml")
_XML = (".xml", ".nxml")
_MARKDOWN = (".md", ".markdown")
_TEXTS = (".txt", ".text", *_MARKDOWN)
# Every repeat has an end and no bracket opens within: a page of brackets is read in one pass.
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,1000})\]\(((?:[^\s()\[\]]|\([^\s()\[\]]{0,100}\)){1,1000}?)(?:\s{1,9}\"[^\"\n]{0,300}\")?\)"
)


def read_document(source: Path | str) -> Document:
    """Read an article; `-` is standard input.

    Raises:
        InputError: if the file is missing, empty, too large, binary, not UTF-8, or a format that cannot be read.
    """
    if str(source) == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file or pipe the article in")
        return document_from_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    path = Path(source)
    try:
        data = None if path.is_dir() else _first_bytes(path)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as problem:
        raise InputError(f"{path}: cannot be read ({problem.strerror})") from problem
    except ValueError:  # as a NUL character is
        raise InputError(f"{str(path)!r}: no name of a file") from None
    if data is None:
        raise InputError(f"{path}: is a folder, not an article")
    return document_from_bytes(data, path.name)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:  # a device has no size to ask for
        return stream.read(MAX_BYTES + 1)


def document_from_bytes(data: bytes, name: str) -> Document:
    """Read an article from its bytes; the format is told by its first bytes and its name.

    Raises:
        InputError: as `read_document`.
    """
    if not data.strip():
        raise InputError(f"{name}: the file is empty")
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: more than {MAX_BYTES:,} bytes; audit one article at a time")
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF"):
        from stroma.audit.readers.pdf import pdf_document

        return pdf_document(data, name, sha256).without_invisible()
    if data.lstrip().startswith(b"{\\rtf"):
        raise InputError(
            f"{name}: rich text (RTF), whose markup is no article; save it as plain text, UTF-8, or as PDF"
        )
    text = _decode(data, name)
    if not _is_markup(text, name):
        _check_length(text, name)  # before anything is read in it
    document = _read_text(text, name, sha256).without_invisible()
    if not document.text.strip():
        raise InputError(f"{name}: no text found in it")
    _check_length(document.text, name)
    return document


def _check_length(text: str, name: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{name}: {len(text):,} characters are more than {MAX_CHARACTERS:,}; audit one article at a time"
        )


def _is_markup(text: str, name: str) -> bool:
    """Whether most of a text may be markup, so that its own length says little: HTML and XML."""
    return text.lstrip().startswith("<") or Path(name).suffix.casefold() in (*_PAGES, *_XML)


def _is_page(text: str, name: str) -> bool:
    """Whether a file is HTML: it begins as a page does, or is named as one. A text may well speak of `<html>`."""
    suffix, start = Path(name).suffix.casefold(), _first_tag(text)
    return start.startswith("<!doctype html") or (
        suffix not in _TEXTS and (suffix in _PAGES or start.startswith("<html"))
    )


def _first_tag(text: str) -> str:
    """The beginning of a file behind its XML declaration and comments, in lower case; empty where those do not end."""
    at = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # nothing is a match too
        for opened, closed in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opened, at):
                end = text.find(closed, at)
                at = end + len(closed) if end >= 0 else len(text)
                break
        else:
            return text[at : at + 20].casefold()


def _read_text(text: str, name: str, sha256: str) -> Document:
    suffix, head = Path(name).suffix.casefold(), text[:3000].lstrip().casefold()
    if _is_page(text, name):
        from stroma.audit.readers.webpage import html_document

        return html_document(text, name, sha256)
    if head.startswith("<?xml") or suffix in _XML:
        from stroma.audit.readers.jats import xml_document

        return xml_document(text, name, sha256)
    if suffix == ".nbib" or re.match(r"pmid\s*- \d", head):
        from stroma.audit.readers.nbib import nbib_document

        return nbib_document(text, name, sha256)
    if suffix in _MARKDOWN:
        return markdown_document(text, name, sha256)
    return Document(name, "text", text, sha256, len(text))


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name}: UTF-16, not UTF-8; save it as UTF-8")
    if b"\0" in data[:65536] or data.startswith(
        (b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\x7fELF")
    ):
        raise InputError(
            f"{name}: a binary file; stroma audit reads text, Markdown, HTML, PDF, PubMed or JATS XML"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"{name}: not UTF-8 at byte {problem.start}; save it as UTF-8") from None
    control = sum(1 for c in text[:65536] if ord(c) < 32 and c not in "\t\n\r\f\x0b")
    if control > len(text[:65536]) / 100:
        raise InputError(
            f"{name}: a binary file; stroma audit reads text, Markdown, HTML, PDF, PubMed or JATS XML"
        )
    return text


def markdown_document(text: str, name: str, sha256: str) -> Document:
    """Markdown with its marks blanked one for one, so that offsets stay.

    Example:
        >>> markdown_document("**MSC** and [MS](https://example.org)", "a.md", "").text
        '  MSC   and  MS                      '
    """

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    def link(match: re.Match[str]) -> str:
        inside = match.start(1) - match.start()
        return " " * inside + match[1] + " " * (len(match[0]) - inside - len(match[1]))

    keep = re.sub(r"(?m)^(```|~~~).*$", blank, text)
    plain = _MARKUP.sub(
        blank,
        _LINK.sub(
            lambda m: m[0] if re.search(r"doi\.org|pubmed|clinicaltrials", m[2]) else link(m), keep
        ),
    )
    plain = re.sub(r"(?m)^>+ ?", blank, plain)
    plain = re.sub(
        r"(?m)^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", blank, plain
    )  # under the head of a table
    plain = re.sub(r"(?m)^\|(?=[ \t])", "•", plain)  # a row is an item
    return Document(name, "markdown", plain, sha256, len(text))


def joined(text: str) -> tuple[str, OffsetMap]:
    """A text whose words are cut at line ends by hyphens, put together again, with the map back.

    Example:
        >>> joined("inflam-\\nmation")[0]
        'inflammation'
    """
    built, at = Builder(), 0
    for match in re.finditer(r"(?<=[a-z])[-\u00ad\u0002]\n(?=[a-z])|(?<=[^\n])\n(?=[^\n])", text):
        built.add(text[at : match.start()], at)
        if match[0] == "\n":
            built.add(" ", match.start())
        at = match.end()
    built.add(text[at:], at)
    return built.text(), built.map()
