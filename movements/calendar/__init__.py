"""The days on which the institute works: rows of each year, how they are counted, and who changes them."""
