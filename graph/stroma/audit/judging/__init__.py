"""How does a claim stand beside the evidence, and what does the article leave out?

Read first: `results.Audit`, `judge.Judge` and `omissions.find_omissions`.
"""
