"""What does a sentence assert? Candidates: subject, predicate, object, condition, polarity, wording; nothing is judged here.

Read first: `candidates.Candidate` and `frames.FrameReader`.
"""
