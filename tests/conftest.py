"""What many tests share: the packaged evidence, opened once, and where the fact sheets and articles are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stroma.store import EvidenceStore, open_store

# Fact sheets and articles are no part of the repository: `shared` beside it, or wherever STROMA_SHARED says.
SHARED = Path(os.environ.get("STROMA_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FACTS = SHARED / "facts"
ARTICLES = SHARED / "articles"
if os.environ.get("STROMA_SHARED") and not (FACTS.is_dir() and ARTICLES.is_dir()):
    raise pytest.UsageError(f"STROMA_SHARED is {SHARED}, which has no folders facts and articles")
_WHERE = f"not in {SHARED}; set STROMA_SHARED to the folder that has them"
needs_sheets = pytest.mark.skipif(not FACTS.is_dir(), reason=f"the fact sheets are {_WHERE}")
needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"the articles are {_WHERE}")


@pytest.fixture(scope="session")
def packaged() -> EvidenceStore:
    """The packaged evidence base; read it, never change it."""
    return open_store()
