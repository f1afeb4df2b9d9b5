"""A sitting as a whole: members, who is there, cases, interests and votes, at the same price for one case and many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from journal import clock
from movements.limits import Numbers, in_force
from movements.models import AgendaCase, Interest, Sitting, SittingState, Vote
from movements.sittings.rules import carries, is_quorum
from permissions import policy
from permissions.models import Person
from permissions.roles import Role


@dataclass(frozen=True)
class Member:
    """Somebody who votes in the commission on the day of the sitting."""

    person: Person
    chairs: bool
    title: str


@dataclass
class Board:
    """Everything about a sitting that its acts, pages and minutes ask.

    Args:
        out: by case, the people who have no part in it: the applicant, and whoever declared an interest.
        votes: by case and person, the vote that counts.
        numbers: the dated numbers, with those the office has set.
    """

    sitting: Sitting
    members: list[Member]
    present: set[int]
    cases: list[AgendaCase]
    out: dict[int, set[int]] = field(default_factory=dict)
    votes: dict[int, dict[int, Vote]] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day of the sitting, whose rules and members hold."""
        return day_of(self.sitting)

    @property
    def open_cases(self) -> list[AgendaCase]:
        """The cases that are to be decided here."""
        return [case for case in self.cases if case.open]

    def has_quorum(self) -> bool:
        """Whether the sitting may begin at all."""
        there = sum(member.person.pk in self.present for member in self.members)
        return is_quorum(there, len(self.members), on=self.day, numbers=self.numbers)

    def entitled(self, case: AgendaCase) -> list[Member]:
        """The members who have a part in the case."""
        return [member for member in self.members if member.person.pk not in self.out[case.pk]]

    def voting(self, case: AgendaCase) -> list[Member]:
        """Those of them who are there."""
        return [member for member in self.entitled(case) if member.person.pk in self.present]

    def may_decide(self, case: AgendaCase) -> bool:
        """Whether there is a quorum for this very case: whoever has an interest is counted neither here nor there."""
        return is_quorum(len(self.voting(case)), len(self.entitled(case)), on=self.day, numbers=self.numbers)

    def counted(self, case: AgendaCase) -> dict[int, Vote]:
        """The votes on the present proposal of those who may vote."""
        may = {member.person.pk for member in self.voting(case)}
        return {pk: vote for pk, vote in self.votes[case.pk].items() if pk in may and vote.round == case.round}

    def tally(self, case: AgendaCase) -> Counter[str]:
        """How many voted for, against, and abstained."""
        return Counter(vote.choice for vote in self.counted(case).values())

    def outcome(self, case: AgendaCase) -> str:
        """The proposal, where it is carried; empty while votes or a majority are missing."""
        votes, voting = self.counted(case), self.voting(case)
        if len(votes) < len(voting) or not self.may_decide(case):
            return ""
        chair = votes.get(self.sitting.presided_by_id or 0)
        chair_in_favour = chair is not None and chair.choice == Vote.Choice.FOR
        in_favour = self.tally(case)[Vote.Choice.FOR]
        carried = carries(in_favour, len(voting), chair_in_favour=chair_in_favour, on=self.day, numbers=self.numbers)
        return case.proposal if carried else ""

    def hides_from(self, person: Person) -> bool:
        """Whether the minutes speak of a case the person has no part in: then the whole paper is not theirs to see."""
        is_void = self.sitting.state == SittingState.VOID
        return any(person.pk in self.out[case.pk] for case in self.cases if is_void or case.open or case.outcome)

    def concerns(self, person: Person) -> bool:
        """Whether any case that ever stood on the agenda is one the person has no part in."""
        return any(person.pk in self.out[case.pk] for case in self.cases)


def day_of(sitting: Sitting) -> date:
    """The day on which it meets, in Asia/Tashkent."""
    return sitting.meets_at.astimezone(clock.zone).date()


def members_on(sitting: Sitting) -> list[Member]:
    """Chair and members appointed to the commission on the day of the sitting, each once."""
    held = policy.seats_in(sitting.body.unit, (Role.COMMISSION_CHAIR, Role.COMMISSION_MEMBER), on=day_of(sitting))
    chairs = {power.person.pk for power in held if power.office is Role.COMMISSION_CHAIR}
    found: dict[int, Member] = {}
    for power in held:
        found.setdefault(power.person.pk, Member(power.person, power.person.pk in chairs, power.title))
    return sorted(found.values(), key=lambda one: (not one.chairs, one.person.surname, one.person.pk))


def read(sitting: Sitting) -> Board:
    """The sitting with everything, in six statements."""
    cases = list(
        sitting.cases.select_related("movement__applicant", "movement__student__group", "movement__unit", "turn")
    )
    board = Board(
        sitting,
        members_on(sitting),
        set(sitting.attendance.filter(present=True).values_list("person_id", flat=True)),
        cases,
        votes={case.pk: {} for case in cases},
        numbers=in_force(),
    )
    board.out = without_part(cases)
    for vote in Vote.objects.filter(case__in=cases).order_by("pk"):
        board.votes[vote.case_id][vote.person_id] = vote
    return board


def without_part(cases: list[AgendaCase]) -> dict[int, set[int]]:
    """By case, its applicant and who filed it for them, who declared an interest, and the applicant's relatives."""
    movements = [case.movement for case in cases]
    applicants = {movement.applicant_id for movement in movements}
    declared = Interest.objects.filter(
        Q(movement__in=movements) | Q(ground=Interest.Ground.RELATIVE, movement__applicant__in=applicants)
    ).values_list("person_id", "movement_id", "movement__applicant_id", "ground")
    # Nobody decides the own case, nor one they filed for another.
    parties = {case.pk: (case.movement.applicant_id, case.movement.filed_by_id) for case in cases}
    out = {pk: {party for party in both if party is not None} for pk, both in parties.items()}
    for person_id, movement_id, applicant_id, ground in declared:
        for case in cases:
            related = ground == Interest.Ground.RELATIVE and case.movement.applicant_id == applicant_id
            if case.movement_id == movement_id or related:
                out[case.pk].add(person_id)
    return out
