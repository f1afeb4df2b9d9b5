"""The acts as data: one file an act, with its clauses in three languages and its dated numbers."""
