"""What blanks there are, what may happen to one, and where it is then."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlankKind(models.TextChoices):
    """What is printed on a blank."""

    BACHELOR = "bachelor", _("bachelor's diploma")
    BACHELOR_HONOURS = "bachelor_honours", _("bachelor's diploma with honours")
    MASTER = "master", _("master's diploma")
    MASTER_HONOURS = "master_honours", _("master's diploma with honours")
    BACHELOR_SUPPLEMENT = "bachelor_supplement", _("supplement to a bachelor's diploma")
    MASTER_SUPPLEMENT = "master_supplement", _("supplement to a master's diploma")
    ACADEMIC_CERTIFICATE = "academic_certificate", _("academic certificate")


# Type and category of the register of diploma blanks in HEMIS; it keeps no others.
HEMIS_CODES: dict[BlankKind, tuple[str, str]] = {
    BlankKind.BACHELOR: ("11", "11"),
    BlankKind.BACHELOR_HONOURS: ("11", "12"),
    BlankKind.MASTER: ("12", "11"),
    BlankKind.MASTER_HONOURS: ("12", "12"),
}


class EntryAct(models.TextChoices):
    """What happened to a serial."""

    RECEIVED = "received", _("received")
    ASSIGNED = "assigned", _("assigned")
    RELEASED = "released", _("returned to free")
    ISSUED = "issued", _("issued")
    SPOILED = "spoiled", _("spoiled")
    DESTROYED = "destroyed", _("destroyed")
    MISSED = "missed", _("not found at a stocktaking")
    FOUND = "found", _("found at a stocktaking")


class Place(models.TextChoices):
    """Where a serial is: what its last entry made of it."""

    FREE = "free", _("free")
    ASSIGNED = "assigned", _("assigned")
    ISSUED = "issued", _("issued")
    SPOILED = "spoiled", _("spoiled")
    DESTROYED = "destroyed", _("destroyed")
    MISSING = "missing", _("missing")


PLACE_AFTER: dict[EntryAct, Place] = {
    EntryAct.RECEIVED: Place.FREE,
    EntryAct.RELEASED: Place.FREE,
    EntryAct.FOUND: Place.FREE,
    EntryAct.ASSIGNED: Place.ASSIGNED,
    EntryAct.ISSUED: Place.ISSUED,
    EntryAct.SPOILED: Place.SPOILED,
    EntryAct.DESTROYED: Place.DESTROYED,
    EntryAct.MISSED: Place.MISSING,
}
IN_THE_SAFE = frozenset({Place.FREE, Place.ASSIGNED, Place.SPOILED})

# What may follow what. The guard of the table holds the same road; the tests walk both.
NEXT: dict[EntryAct, frozenset[EntryAct]] = {
    EntryAct.RECEIVED: frozenset({EntryAct.ASSIGNED, EntryAct.SPOILED, EntryAct.MISSED}),
    EntryAct.RELEASED: frozenset({EntryAct.ASSIGNED, EntryAct.SPOILED, EntryAct.MISSED}),
    EntryAct.FOUND: frozenset({EntryAct.ASSIGNED, EntryAct.SPOILED, EntryAct.MISSED}),
    EntryAct.ASSIGNED: frozenset({EntryAct.RELEASED, EntryAct.ISSUED, EntryAct.SPOILED, EntryAct.MISSED}),
    EntryAct.ISSUED: frozenset({EntryAct.SPOILED, EntryAct.FOUND}),
    EntryAct.SPOILED: frozenset({EntryAct.DESTROYED, EntryAct.MISSED, EntryAct.FOUND}),
    EntryAct.DESTROYED: frozenset({EntryAct.FOUND}),
    EntryAct.MISSED: frozenset({EntryAct.FOUND}),
}
FIRST_ACTS = frozenset({EntryAct.RECEIVED, EntryAct.FOUND})


def acts_that_put(place: Place) -> list[EntryAct]:
    """The acts after which a serial is in this place."""
    return [act for act, after in PLACE_AFTER.items() if after == place]
