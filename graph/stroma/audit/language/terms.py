"""Which terms do rules of the audit share? Deaths, harms and the widest product, by the names that they have in the graph.

Read first: `DEATH`; `TERM` is the namespace of the terms without an ontology.
"""

from __future__ import annotations

from typing import Final

from stroma.vocabulary import PREFIXES

TERM: Final = PREFIXES["term"]
DEATH: Final = TERM + "death"
SURVIVAL: Final = TERM + "survival"
ADVERSE_EVENT: Final = TERM + "adverse-event"
SERIOUS_ADVERSE_EVENT: Final = TERM + "serious-adverse-event"
STEM_CELL_PRODUCT: Final = TERM + "stem-cell-product"
