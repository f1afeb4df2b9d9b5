"""What somebody typed while their session ended, carried signed through the sign-in page and shown again after it."""

from typing import Any

from django.core import signing
from django.http import HttpRequest

from permissions.unsent import SECRET

SALT = "harakat.kept"
LONGEST = 3600


def keep(request: HttpRequest) -> str:
    """Seal the typed fields and the address they were sent to; files cannot be kept."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in SECRET for value in values]
    return signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)


def kept(sealed: str) -> dict[str, Any] | None:
    """The address and fields again, if the seal is ours and not older than an hour."""
    try:
        found: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return found
