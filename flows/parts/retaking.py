"""Studying a subject again: what is owed, what it costs, what the order says, and the personal schedule.

The fee is Σ credits × annual contract ÷ credits of a year (Resolution 824/2020, clause 41). Every line is exact; the
sum is rounded once, at the end, to the tiyin, half a tiyin up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal import clock
from movements import fees
from movements.actions.drafts import ENDED
from movements.differences import confirmed_for
from movements.facts import filed_on
from movements.fees.words import grouped, soum
from movements.limits import limit_on
from movements.models import CaseSubject, Movement
from movements.numbers import CREDITS_A_YEAR
from movements.study_facts import NOTHING_KNOWN, StudyFacts
from movements.subject_groups.claims import GroupRules, Wanted
from movements.subject_groups.standing import GROUPS
from orders.models import ItemState, OrderItem
from orders.study_effects import StudyAgain
from permissions.names import normalise
from students import prices
from students.debts import Debt, Debts, Unknown, debts_of

KIND, PAYMENT, GROUPING = "retake", "payment", "grouping"
RULES = GroupRules(least="retake.least_in_group", paid_before="retake.pay_before_days", clause="824/2020:payment")

# Why the record offers nothing to choose from.
UNKNOWN = {
    Unknown.NO_CURRICULUM: _("The record names no curriculum of yours; ask the registrar's office to import it."),
    Unknown.NO_SUBJECTS: _("The record has no subjects of your curriculum; ask the registrar's office to import them."),
    Unknown.NO_RESULTS: _("The record has no results of yours; ask the registrar's office to import them."),
}
NO_DEBTS = _("The record shows no debt of yours. If that is wrong, ask the registrar's office.")


def debts(student):
    """What a student owes; a match an office has confirmed counts."""
    return debts_of(student, confirmed=confirmed_for(student))


def price_of_credit(student, day):
    """Price of one credit as a fraction, and where the annual price stands; nothing where a number is missing."""
    annual, a_year = prices.annual_contract(student, day), limit_on(CREDITS_A_YEAR, day)
    if annual is None or a_year is None or not a_year.value:
        return None
    return fees.credit_price(annual[0], a_year.value), annual


def offered(known: Debts, price) -> dict[str, str]:
    """The debts in words, by key: name, code, semester, credits and, where it is known, the price."""
    return {debt.key: _in_words(debt, price) for debt in known.lines}


def named(known: Debts) -> dict[str, str]:
    """Every subject taught already, by key."""
    return {one.key: f"{one.name} ({one.code})" for one in known.taught}


def _in_words(debt: Debt, price) -> str:
    parts = [
        f"{debt.name} ({debt.code})",
        str(_("semester %(semester)d")) % {"semester": debt.semester},
        str(_("%(credits)s credits")) % {"credits": f"{debt.credits.normalize():f}"},
    ]
    if price is not None and debt.credits:
        parts.append(soum(fees.due([_line(debt, price[0])], source="").amount))
    if debt.choice:
        parts.append(str(_("one of the electives %(choice)s")) % {"choice": debt.choice})
    if not debt.certain:
        parts.append(str(_("the record has no results of this semester")))
    return " · ".join(parts)


def _line(debt: Debt, price: Fraction) -> fees.FeeLine:
    return fees.FeeLine(f"{debt.name} ({debt.code})", debt.credits, price)


def facts_of(stated: Mapping[str, object], student, day: date, movement: Movement | None) -> StudyFacts:
    """What the rules of a retake ask beside the statement."""
    if student is None:
        return NOTHING_KNOWN
    annual = prices.annual_contract(student, day)
    return StudyFacts(
        degree=student.programme.degree,
        admitted_on=date(student.admitted_in, 9, 1) if student.admitted_in else None,
        debts=debts(student),
        annual_contract=annual[0] if annual else None,
        studied_again=_studied_again(student, movement),
        has_schedule=_has_schedule(student),
    )


def _studied_again(student, movement: Movement | None) -> frozenset[str]:
    """Codes of the subjects which another case of the person has under way, or a group that is not over."""
    own = movement.pk if movement else None
    cases = Movement.objects.filter(kind=KIND, applicant=student.person_id, number__isnull=False).exclude(pk=own)
    keys = [
        key for stated in cases.exclude(state__in=ENDED).values_list("stated", flat=True) for key in stated["subjects"]
    ]
    taught = CaseSubject.objects.filter(movement__in=cases, open=True, group__ends_on__gte=clock.today())
    return frozenset([*(code_of(key) for key in keys), *taught.values_list("subject", flat=True)])


def _has_schedule(student) -> bool:
    made = OrderItem.objects.filter(student=student, effect=StudyAgain.code, state=ItemState.APPLIED)
    return made.filter(values__in_semester=student.semester).exists()


def code_of(key: str) -> str:
    """The code of a subject as it is compared, out of its key."""
    return normalise(key.partition(":")[2])


def chosen(movement: Movement) -> list[Debt]:
    """The subjects of a case, with what is missing of each as the record knows it now."""
    return debts(movement.student).named(movement.stated["subjects"])


def retake_fee(movement: Movement):
    """What the retake costs: nothing is told while a price, or the credits of a subject, are not known."""
    day, subjects = filed_on(movement), chosen(movement)
    price = price_of_credit(movement.student, day)
    if price is None or not subjects or not all(debt.credits for debt in subjects):
        return None
    of_credit, (annual, source) = price
    told = _("Resolution 824/2020, clause 41: credits × annual contract {annual} soʻm ÷ credits of a year; {source}")
    words = format_lazy(told, annual=grouped(annual), source=source)
    return fees.due([_line(debt, of_credit) for debt in subjects], source=words)


def wanted(movement: Movement) -> list[Wanted]:
    """The subjects for whose groups a case waits."""
    return [
        Wanted(key=one.key, code=one.code, name=one.name, semester=one.semester, credits=one.credits, hours=one.hours)
        for one in chosen(movement)
    ]


def passed_meanwhile(movement: Movement) -> list[str]:
    """The subjects owed at filing and no more; what the office has accepted otherwise is not asked again."""
    judged = next((one for one in movement.findings if one["rule"] == "subjects_are_owed"), None)
    known = debts(movement.student)
    if judged is None or not judged["holds"] or known.unknown is not None:
        return []
    return [key for key in movement.stated["subjects"] if known.find(key) is None]


def retake_in_order(movement: Movement):
    """What the order says: each subject with its group, credits and days, and what was paid."""
    subjects = movement.decided[GROUPING][GROUPS]
    paid = movement.decided[PAYMENT]
    amount = min(Decimal(paid["paid"]), Decimal(paid["amount"]))  # what was paid beyond the fee belongs to the payer
    return {
        "from": clock.today().isoformat(),
        "subjects": subjects,
        "in_semester": movement.student.semester,
        "starts_on": min(one["starts_on"] for one in subjects),
        "ends_on": max(one["ends_on"] for one in subjects),
        "amount": grouped(amount) if amount else "",
        "paid_on": paid["paid_on"],
        "papers": [],
    }
