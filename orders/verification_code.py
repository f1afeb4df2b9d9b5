"""The code of ``/verify/<code>``: read from a QR code or typed from paper, not guessable."""

from __future__ import annotations

import secrets

# Crockford's: no I, L, O, U, so nothing is mistaken for 1 or 0 and no word comes out.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 5
MISREAD = str.maketrans("ILO", "110")
# Typed from paper on a Cyrillic keyboard, the same shapes are other letters.
CYRILLIC = str.maketrans("АВСЕНКМОРТУХІ", "ABCEHKM0PTYX1")


def new_code() -> str:
    """75 random bits as ``7K3MQ-9FTWX-2HBNE``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def normal_code(typed: str) -> str:
    """What somebody typed as the code is kept: capitals, groups of five, misread and Cyrillic letters put right."""
    letters = "".join(sign for sign in typed.upper().translate(CYRILLIC).translate(MISREAD) if sign in ALPHABET)
    return "-".join(letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH))
