"""Renderers: small functions of the report. They know nothing of rules, and decide nothing."""
