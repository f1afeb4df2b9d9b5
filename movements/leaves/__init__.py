"""The ends of academic leaves: who is due back when, who is told before, and who when nobody has come back."""
