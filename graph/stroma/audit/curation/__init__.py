"""What do people and other extractors add? Decisions on candidates, and candidates that the rules did not find.

Read first: `decisions.apply_decisions` and `extractors.add_candidates`.
"""
