"""Situations of transfer and reinstatement: one readable table a movement."""
