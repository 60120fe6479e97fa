"""Does an article that a question is asked about stand here, and has it a claim of that number?

Read first: `check_article`. An empty answer would say that nothing is known on a claim that nobody made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.errors import ParameterError
from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["check_article"]

_ARTICLES: Final = "SELECT DISTINCT ?slug { ?document a st:Article ; st:slug ?slug } ORDER BY ?slug"
_CLAIMS: Final = """
SELECT DISTINCT ?number {
  ?document a st:Article ; st:slug ?article .
  ?claim_ st:inArticle ?document ; st:slug ?slug .
  OPTIONAL { ?claim_ st:row ?row }
  BIND (COALESCE(?row, STRAFTER(?slug, CONCAT(?article, "-"))) AS ?number)
  BIND (xsd:integer(REPLACE(?number, "[^0-9].*$", "")) AS ?place)
} ORDER BY ?place ?number
"""


def check_article(
    question: Question, bindings: Mapping[str, NamedNode | Literal], store: EvidenceStore
) -> None:
    """Refuse the short name of no article, and the number of no claim of it.

    Raises:
        ParameterError: lists those there are.
    """
    if not any(p.name == "article" for p in question.parameters):
        return
    article = bindings["article"]
    held = [slug.value for (slug,) in run_query(store.dataset, _ARTICLES).rows()]  # type: ignore[union-attr]
    if not held:
        return
    if article.value not in held:
        raise ParameterError(
            f"no article {article.value!r} here; --article takes {', '.join(held)}"
        )
    claim = bindings.get("claim")
    if claim is None:
        return
    rows = run_query(store.dataset, _CLAIMS, bindings={"article": article}).rows()
    numbers = [number.value for (number,) in rows if number is not None]  # type: ignore[union-attr]
    if claim.value not in numbers:
        raise ParameterError(
            f"article {article.value} has no claim {claim.value!r}; "
            f"--claim takes {', '.join(numbers) or 'none: no claim of it is held'}"
        )
