"""The invented students as HEMIS would list them: an envelope of its student list, made from a seed.

The same code that reads a real list reads this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, zip_longest
from random import Random
from typing import Any

from journal import clock
from workflow_site.demo.house import FACULTIES, HEMIS_CODE, LAST_PAPER_NUMBER
from workflow_site.demo.names import FEMALE, MALE, Name, draw_name

GROUP_SIZE = 25
COURSES = 4
UZBEK, RUSSIAN = "11", "12"
GRANT, CONTRACT = "11", "12"
STUDYING, ON_LEAVE = "11", "13"
MILITARY, HEALTH, CHILD_CARE, FAMILY_CARE = "11", "12", "14", "H-15"
# One in so many students is on leave, but never fewer than the stories of extensions and returns need, and a few more
# whom nobody has filed for: the list of leaves shows them.
ONE_ON_LEAVE_IN, FEWEST_ON_LEAVE = 16, 44
# Of those on leave, the one who serves and whose leave has no end yet.
SERVES = 5
# The two who sign in, one in each of the first two faculties.
SIGN_IN = {0: Name("Qodirova", "Aziza", "Anvar qizi", FEMALE), 1: Name("Gʻaniyev", "Sardor", "Botir oʻgʻli", MALE)}

FIRST_HEMIS_ID = 50_001
Item = dict[str, Any]


class Roster:
    """Students of all faculties, programmes and courses in turn.

    Args:
        students: how many.
        seed: the same seed and day give the same students.
        today: the day the demo is loaded; the semester taught now follows from it.
        shown_on: the moment of the last change in HEMIS.
    """

    def __init__(self, *, students: int, seed: int, today: date, shown_on: datetime) -> None:
        self.students, self.today, self.shown_on = students, today, shown_on
        self.lot = Random(seed)
        self.year = today.year - (today.month < 9)
        self.is_spring = today.month in range(2, 9)
        self.on_leave = self._choose_on_leave()

    def envelope(self) -> dict[str, Any]:
        """What ``/rest/v1/data/student-list`` would answer."""
        pagination = {"totalCount": self.students, "pageCount": 1, "currentPage": 1, "pageSize": self.students}
        data = {"items": list(self._items()), "pagination": pagination}
        return {"success": True, "error": None, "data": data, "code": 200}

    def _items(self) -> Iterator[Item]:
        sizes: dict[tuple[int, int, int], Iterator[int]] = {}
        for place in range(self.students):
            faculty, programme, course = self._seat(place)
            seats = sizes.setdefault((faculty, programme, course), count())
            yield self._item(place, faculty, programme, course, group=next(seats) // GROUP_SIZE)

    def _seat(self, place: int) -> tuple[int, int, int]:
        """Faculty and programme by number, and course; neighbours sit in different faculties."""
        if place in SIGN_IN:
            return place, 0, 2
        return place % 5, place // 5 % 2, place // 10 % COURSES + 1

    def _choose_on_leave(self) -> dict[int, int]:
        """Places of those on leave, with their number; the faculties take turns, so that each has some."""
        wanted = max(self.students // ONE_ON_LEAVE_IN, FEWEST_ON_LEAVE)
        places = [place for place in range(self.students) if self._seat(place)[2] in (2, 3) and place not in SIGN_IN]
        self.lot.shuffle(places)
        by_faculty = [[place for place in places if self._seat(place)[0] == faculty] for faculty in range(5)]
        in_turn = [place for places in zip_longest(*by_faculty) for place in places if place is not None]
        return {place: number for number, place in enumerate(in_turn[:wanted])}

    def _item(self, place: int, faculty: int, programme: int, course: int, *, group: int) -> Item:
        name = draw_name(self.lot)
        name = SIGN_IN.get(place, name)
        while self.on_leave.get(place) == SERVES and name.gender != MALE:
            name = draw_name(self.lot)
        admitted = self.year - course + 1
        semester = 2 * course - (not self.is_spring)
        code, title = FACULTIES[faculty].programmes[programme]
        return {
            "id": FIRST_HEMIS_ID + place,
            "first_name": name.given_name,
            "second_name": name.surname,
            "third_name": name.patronymic,
            "full_name": name.full,
            "gender": {"code": name.gender},
            **self._born(place, name, admitted),
            "student_id_number": f"{HEMIS_CODE}{admitted % 100:02}11{place + 1:05}",
            **self._marks_and_means(place, course),
            **self._department(faculty),
            "specialty": {"code": code, "name": title},
            "group": self._group(faculty, programme, course, group),
            "level": {"code": str(10 + course)},
            "semester": {"code": str(10 + semester)},
            "educationYear": {"code": str(self.year)},
            "updated_at": int(self.shown_on.timestamp()),
            **self._status(place, name),
        }

    def _marks_and_means(self, place: int, course: int) -> Item:
        gpa = f"{self.lot.uniform(2.6, 4.9):.2f}" if course > 1 else None
        payment = GRANT if place in SIGN_IN or self.lot.random() < 0.4 else CONTRACT
        return {
            "avg_gpa": gpa,
            "paymentForm": {"code": payment},
            "socialCategory": {"code": "11" if self.lot.random() < 0.03 else "10"},
            "educationForm": {"code": "11"},
            "educationType": {"code": "11"},
        }

    def _department(self, faculty: int) -> Item:
        code, name = FACULTIES[faculty].code, FACULTIES[faculty].names[0]
        return {"department": {"code": code, "name": name, "structureType": {"code": "11"}}}

    def _born(self, place: int, name: Name, admitted: int) -> Item:
        """Birthday and a PINFL of a district that does not exist (999)."""
        born = date(admitted - 18, 9, 1) - timedelta(days=self.lot.randrange(500))
        begins = 5 if name.gender == MALE else 6
        midnight = datetime.combine(born, time.min, clock.zone)
        return {"birth_date": int(midnight.timestamp()), "passport_pin": f"{begins}{born:%d%m%y}999{place % 10_000:04}"}

    def _group(self, faculty: int, programme: int, course: int, group: int) -> Item:
        admitted = (self.year - course + 1) % 100
        number = 2 * group + programme + 1
        language = RUSSIAN if (faculty + programme + course) % 5 == 0 else UZBEK
        return {
            "id": admitted * 10_000 + faculty * 1000 + number,
            "name": f"{admitted}-{faculty + 1}{number:02}",
            "educationLang": {"code": language},
        }

    def _status(self, place: int, name: Name) -> Item:
        number = self.on_leave.get(place)
        if number is None:
            return {"studentStatus": {"code": STUDYING}}
        if number % 6 == 5 and number != SERVES:
            # HEMIS shows the leave, but nobody has entered the paper order that granted it.
            return {"studentStatus": {"code": ON_LEAVE}}
        return {"studentStatus": {"code": ON_LEAVE}, "decree": self._paper_order(number, name)}

    def _paper_order(self, number: int, name: Name) -> Item:
        """A leave of some ten months; of six, four end soon and one has ended already; who serves has no end yet."""
        until = self.today + timedelta(days=-20 if number % 6 == 4 else 9)
        signed = until - timedelta(days=300 + number)
        own = MILITARY if name.gender == MALE else CHILD_CARE
        reason = own if number % 6 == 2 or number == SERVES else FAMILY_CARE if number % 6 == 3 else HEALTH
        ends = {} if number == SERVES else {"until": until.isoformat()}
        return {
            "number": f"{LAST_PAPER_NUMBER - FEWEST_ON_LEAVE + number}-T",
            "date": signed.isoformat(),
            "from": (signed + timedelta(days=2)).isoformat(),
            "reason": reason,
            **ends,
        }
