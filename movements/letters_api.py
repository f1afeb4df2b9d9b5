"""The call of the API that gives the letter on a refusal or a lapse."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from ninja import Router

from movements import letters
from permissions.middleware import signed_in

router = Router(tags=["movements"])


@router.get("/movements/{int:movement_id}/letter", summary="The letter on a refusal or a lapse")
def get_letter(request: HttpRequest, movement_id: int) -> FileResponse:
    """A PDF in the applicant's language; 404 before it is made, and for whoever may not see the case."""
    found = letters.get_letter_for(signed_in(request), movement_id)
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=letters.file_name(found), content_type="application/pdf"
    )
