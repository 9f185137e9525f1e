"""The rule book as a static site in two languages: readable from a disk, with no request to anywhere.

`content.py` turns packs into plain views, `pages.py` fills the templates beside it with them.
"""
