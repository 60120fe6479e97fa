"""Fixtures that many tests share: the packaged evidence, opened once."""

from __future__ import annotations

import pytest

from stroma.store import EvidenceStore, open_store


@pytest.fixture(scope="session")
def packaged() -> EvidenceStore:
    """The packaged evidence base; read it, never change it."""
    return open_store()
