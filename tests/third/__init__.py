"""A third movement, to hold the line: one flow file and one order template, and no other module touched."""
