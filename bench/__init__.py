"""The measured work: ``make bench`` prints ratios and writes ``bench/results.md``."""
