"""Engines: conditions and facts in, truths out. They know nothing of YAML, words or rendering."""
