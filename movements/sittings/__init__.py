"""Sittings of commissions: from the cases that wait for one to the signed minutes by which they go on."""
