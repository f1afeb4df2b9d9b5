"""A movement that goes before a commission, to try sittings without the regulation of the product."""
