"""Which study does a passage speak of? Its features, the mentions in a text, and the link to a study of the graph.

Read first: `mentions.find_mentions` and `linking.Linker`.
"""
