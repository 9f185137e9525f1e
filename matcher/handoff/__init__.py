"""A case as one file: profile, rules and report, so that anybody can derive the report again."""
