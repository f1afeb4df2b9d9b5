"""Offices that are asked at once whether the applicant owes them anything."""
