"""The text of a PDF, page by page, with words joined over line ends.

Read first: `pdf_document`. Needs the extra `stroma-evidence[pdf]` (pypdf). Offsets point into the text of the pages.
"""

from __future__ import annotations

import io
import logging
from typing import Final

from stroma.audit.readers.documents import MAX_CHARACTERS, Document
from stroma.errors import InputError, install_hint

# pypdf's own limit for each filter, for the message.
_MAX_UNPACKED_MB: Final = 75


def pdf_document(data: bytes, name: str, sha256: str) -> Document:
    """The text of a PDF.

    Raises:
        InputError: if the extra is missing, the file is broken, encrypted or unpacks beyond reason, or its pages are images.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import LimitReachedError, PyPdfError
    except ImportError:
        raise InputError(f"{name}: reading PDF needs pypdf; {install_hint('pdf')}") from None
    from stroma.audit.readers.formats import joined

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: the PDF is encrypted; save it without a password")
        pages: list[str] = []
        length = 0
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            length += len(pages[-1])
            if length > MAX_CHARACTERS:
                raise InputError(
                    f"{name}: more than {MAX_CHARACTERS:,} characters; audit one article at a time"
                )
    except LimitReachedError as problem:
        raise InputError(
            f"{name}: the PDF goes beyond a limit of pypdf, such as {_MAX_UNPACKED_MB} MB for what a part of it unpacks to; "
            "save the text of the article as .txt"
        ) from problem
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        OSError,
        RecursionError,
        AttributeError,
        NotImplementedError,
    ) as problem:
        if isinstance(problem, InputError):
            raise
        if "crypt" in str(problem).casefold() or "password" in str(problem).casefold():
            raise InputError(f"{name}: the PDF is encrypted; save it without a password") from None
        raise InputError(f"{name}: the PDF cannot be read; it may be damaged") from problem
    original = "\n\n".join(pages)
    if len("".join(original.split())) < 20:
        raise InputError(
            f"{name}: the PDF holds images and no text; run text recognition on it first"
        )
    text, offsets = joined(original)
    return Document(name, "pdf", text, sha256, len(original), offsets)
