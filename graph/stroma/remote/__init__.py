"""Evidence graphs on a SPARQL 1.1 server: asked in whole queries, never triple by triple.

Read first: `stroma.remote.client.Endpoint` (requests, retries, what can go wrong) and `stroma.remote.store.RemoteStore`.
"""
