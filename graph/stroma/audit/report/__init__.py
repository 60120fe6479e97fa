"""How is an audit shown? A summary for the terminal, one HTML page, JSON, RDF.

Read first: `cards.Cards`, then the form wanted: `summary`, `page`, `serialize`, `rdf`.
"""
