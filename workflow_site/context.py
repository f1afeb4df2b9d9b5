"""What the frame of every page shows: who reads it, where they may go, what is unread."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from journal import notices
from journal.models import Notice
from permissions.middleware import powers_of
from permissions.models import Person
from permissions.roles import ACTS, Act

MOST_COUNTED = 50


class Frame:
    """Asked only by pages that show it: a page for strangers costs no statement."""

    languages = settings.LANGUAGES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> Person | None:
        """Who reads."""
        return getattr(self.request, "person", None)

    @cached_property
    def acts(self) -> frozenset[Act]:
        """Everything the reader's offices of today allow somewhere."""
        return frozenset(act for power in powers_of(self.request) for act in ACTS[power.office])

    @property
    def reads_students(self) -> bool:
        """Whether a student's name may lead to the student's page."""
        return Act.STUDENT_READ in self.acts

    @cached_property
    def unread(self) -> list[Notice]:
        """The newest notices not yet read; as many as are worth counting."""
        if self.person is None:
            return []
        return list(notices.to_person(self.person.pk).filter(read_at=None)[:MOST_COUNTED])

    @property
    def unread_on_desk(self) -> list[Notice]:
        """The few the desk shows."""
        return self.unread[:5]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The rooms of the site that are open to the reader."""
        if self.person is None:
            return []
        rooms = [("desk", _("Desk"), True, 0)]
        rooms += [("cases", _("Cases"), Act.CASE_READ in self.acts, 0)]
        rooms += [("orders", _("Orders"), Act.ORDER_READ in self.acts, 0)]
        rooms += [("sittings", _("Sittings"), Act.SITTING_READ in self.acts, 0)]
        rooms += [("subject-groups", _("Subject groups"), Act.GROUPS_KEEP in self.acts, 0)]
        rooms += [("hemis", _("HEMIS"), Act.HEMIS_ENTER in self.acts, 0)]
        rooms += [("blanks", _("Blanks"), Act.BLANK_READ in self.acts, 0)]
        rooms += [("students", _("Students"), Act.STUDENT_READ in self.acts, 0)]
        rooms += [("leaves", _("Leaves"), Act.STUDENT_READ in self.acts, 0)]
        rooms += [("curricula", _("Curricula"), Act.ROSTER_IMPORT in self.acts, 0)]
        rooms += [("fees", _("Fees"), Act.FEE_READ in self.acts, 0)]
        rooms += [("limits", _("Numbers of the law"), Act.LIMIT_ADD in self.acts, 0)]
        rooms += [("inquiries", _("Inquiries"), Act.INQUIRY_ANSWER in self.acts, 0)]
        rooms += [("diplomas", _("Diplomas"), Act.DIPLOMA_READ in self.acts, 0)]
        rooms += [("calendar", _("Calendar"), Act.CALENDAR_KEEP in self.acts, 0)]
        rooms += [("file-for", _("File for another"), Act.CASE_FILE_FOR in self.acts, 0)]
        rooms += [("merging", _("Merging"), Act.PERSON_MERGE in self.acts, 0)]
        rooms += [("appointments", _("Appointments"), Act.APPOINT in self.acts, 0)]
        rooms += [("notices", _("Notices"), True, len(self.unread))]
        return [self.link(reverse(name), title, count) for name, title, is_open, count in rooms if is_open]

    def link(self, address: str, title: str, count: int) -> dict[str, Any]:
        """One link, marked when the reader is in that room."""
        here = self.request.path
        current = here == address or (address != "/" and here.startswith(address))
        return {"address": address, "title": title, "count": count, "current": current}


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor."""
    return {"frame": Frame(request)}
