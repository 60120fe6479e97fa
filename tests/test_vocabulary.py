"""IRIs as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stroma.vocabulary import PREFIXES, local_id, to_curie, to_iri

NAMESPACES = sorted(PREFIXES.values())
# Also what ends a namespace, and what no local name may hold.
ENDS = st.text("aZ09._-/#:éCL_ \n", max_size=8)


@given(st.sampled_from([*NAMESPACES, "http://example.org/", "urn:x:", ""]), ENDS)
def test_a_shortened_iri_comes_back_whole(namespace: str, end: str) -> None:
    iri = namespace + end
    curie = to_curie(iri)
    assert curie == iri or to_iri(curie) == iri


@pytest.mark.parametrize(("prefix", "namespace"), PREFIXES.items())
def test_each_namespace_has_its_prefix(prefix: str, namespace: str) -> None:
    assert to_curie(namespace + "a1") == f"{prefix}:a1"
    assert to_curie(namespace + "a.") == namespace + "a."
    assert to_curie(namespace + "a/1") == namespace + "a/1"


@given(ENDS, ENDS)
def test_the_last_part_of_an_iri_holds_no_separator(begin: str, end: str) -> None:
    last = local_id(f"http://{begin}/{end}")
    assert end.endswith(last)
    assert not {"/", "#"} & set(last)
