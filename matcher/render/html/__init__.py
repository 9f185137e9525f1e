"""A report as one page for a browser: no request, no script, every picture beside its figures."""
