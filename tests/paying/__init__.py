"""A movement that costs a fee, to try the word ``Pay`` without the regulation of the product."""
