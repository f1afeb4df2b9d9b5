"""The two orders by which somebody from elsewhere becomes a student: permission to attend, then admission."""

from datetime import date, timedelta

from flows.parts.place import place_in_order, programme_of
from movements.facts import filed_on
from movements.limits import limit_on
from permissions.models import Unit


def faculty_asked(stated):
    """The faculty of the programme asked for; the institute while none is named."""
    programme = programme_of(stated.get("programme", ""))
    return programme.faculty if programme else Unit.objects.get(parent=None)


def admission_until(day):
    """The day by which contract and file must have come: the law's day before the autumn, else the institute's term."""
    by = limit_on("transfer.admission_by", day)
    if by is not None and 7 <= day.month < 10:
        month, number = map(int, by.value.split("-"))
        return date(day.year, month, number)
    term = limit_on("transfer.admission_days", day)
    return day + timedelta(days=term.value if term else 30)


def permission_in_order(movement):
    """What the first order says: who may attend where, and until when. It changes no record."""
    place = place_in_order(movement.stated["programme"], movement.decided["placement"])
    starts = date.fromisoformat(movement.stated["starts_on"])
    return {
        **place,
        "from": movement.stated["starts_on"],
        "institution": movement.stated["institution"],
        "until": admission_until(max(starts, filed_on(movement))).isoformat(),
    }


def admission_in_order(movement):
    """What the second order says and does: the place of the first, the contract paid and the file received."""
    place = place_in_order(movement.stated["programme"], movement.decided["placement"])
    contract, file = movement.decided["contract"], movement.decided["personal_file"]
    return {
        **place,
        "from": max(movement.stated["starts_on"], file["received_on"]),
        "institution": movement.stated["institution"],
        "contract": contract["contract"],
        "contract_on": contract["signed_on"],
        "file_on": file["received_on"],
        "number": file.get("number", ""),
    }
