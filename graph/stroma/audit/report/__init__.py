"""How is an audit shown? A summary for the terminal, one HTML page, JSON, RDF.

Read first: `cards.Cards`, then the form wanted: `summary`, `page`, `serialize`, `rdf`.
"""

from typing import Final

MARKS: Final = (
    b'content="stroma audit"',
    b"w3id.org/stroma/schema/audit",
    b"read by stroma audit",
    b"stroma audit: accepted claims",
)
"""One of these stands near the start of each file that an audit writes: such a file may be written over unasked."""
