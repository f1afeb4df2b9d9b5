"""The days of filing of transfers and reinstatement, each with the number that says by when it is decided."""

from __future__ import annotations

# All of them where somebody is restored into another institution: 578/2025:spring-between.
AUTUMN = {"transfer.window.autumn": "transfer.decided_by.autumn"}
BOTH = {**AUTUMN, "transfer.window.spring": "transfer.decided_by.spring"}
