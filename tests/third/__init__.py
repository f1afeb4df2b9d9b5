"""Movements that only the tests know: a third one, and one of people who are not students here."""
