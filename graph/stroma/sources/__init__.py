"""Readers and writers: each turns one kind of input into the triples of named graphs."""
