"""The smallest honest program that does the same work with each library's own documented way."""
