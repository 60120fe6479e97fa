"""How does a file become a document? Text, Markdown, HTML, PDF, PubMed XML, nbib and JATS XML, with offsets into the original.

Read first: `formats.read_document` and `documents.Document`.
"""
