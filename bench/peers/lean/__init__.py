"""A lean Django application without an engine."""
