"""What do the words of a text say before anything is claimed? Tokens, sentences, named terms, cues, negation, hedges.

Read first: `reading.read_text`, `lexicon.Lexicon` and `cues.CueBook`.
"""
