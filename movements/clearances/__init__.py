"""Offices asked at once: what each may do, what it is told, and how a case shows them."""
