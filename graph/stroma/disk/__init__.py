"""Evidence graphs on disk: built once, opened in milliseconds, millions of quads.

Read first: `stroma.disk.building` (files -> store) and `stroma.disk.store` (an opened store). A store is a cache of
text files; it can be deleted and built again at any time.
"""
