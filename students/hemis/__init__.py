"""What HEMIS calls things, and what its student list looks like."""
