"""From an order's rows to the plain values its templates read. Nothing else of a row reaches the paper.

The words are Uzbek whatever the reader's language: the paper has one language, the office's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from journal import clock
from orders import effects, render
from orders.item_models import OrderExtract
from orders.models import Order, OrderItem, Visa
from orders.paper import Act, Hand, Institute, Line, OrderPaper, Section, arrange
from orders.wording import uz_date, uz_moment
from permissions import policy
from permissions.models import Appointment, Person
from permissions.models import Institute as InstituteRow
from permissions.roles import Role
from students.models import Form, Group, Language, Payment
from students.standing import plain_facts

FORMS = {
    Form.FULL_TIME: "Kunduzgi", Form.EVENING: "Kechki", Form.EXTRAMURAL: "Sirtqi",
    Form.SPECIAL_EXTRAMURAL: "Maxsus sirtqi", Form.SECOND_HIGHER: "Ikkinchi oliy", Form.DISTANCE: "Masofaviy",
    Form.JOINT: "Qoʻshma",
}  # fmt: skip
PAYMENTS = {Payment.GRANT: "Davlat granti", Payment.CONTRACT: "Toʻlov-shartnoma"}
LANGUAGES = {
    Language.UZBEK: "Oʻzbek", Language.RUSSIAN: "Rus", Language.KARAKALPAK: "Qoraqalpoq", Language.ENGLISH: "Ingliz",
}  # fmt: skip
IN_WORDS: dict[str, Mapping[Any, str]] = {"to_form": FORMS, "to_payment": PAYMENTS, "to_language": LANGUAGES}
OFFICES = {
    Role.DEAN: "Dekan", Role.VICE_RECTOR: "Prorektor", Role.REGISTRAR: "Registrator ofisi", Role.RECTOR: "Rektor",
    Role.LAWYER: "Yurist", Role.ACCOUNTANT: "Bosh hisobchi", Role.LIBRARIAN: "Kutubxona mudiri",
    Role.DORMITORY: "Talabalar turar joyi mudiri", Role.HEAD: "Boʻlim boshligʻi",
}  # fmt: skip
INITIAL = re.compile(r"[OoGg][ʻ'`‘’]|[SsCc]h|.")


def sections(items: Sequence[OrderItem], groups: Mapping[int, Group] | None = None) -> tuple[Section, ...]:
    """The items as numbered points; a point's ``key`` is the item's index in ``items``.

    Args:
        items: with student and person loaded and their facts computed.
        groups: see ``plain_facts``.
    """
    places = _headings(items, groups)
    return arrange(
        Line(
            key=key,
            faculty=place["faculty"],
            programme_code=place["programme_code"],
            programme=place["programme_name"],
            course=place["course"],
            group=place["group"],
            values=_values(item),
        )
        for key, (item, place) in enumerate(zip(items, places, strict=True))
    )


def _headings(items: Sequence[OrderItem], groups: Mapping[int, Group] | None) -> list[Mapping[str, Any]]:
    """Where each point stands: by the student's place, or as the effect on a person has it."""
    own = {place: effects.effect(item.effect) for place, item in enumerate(items)}
    placed = [item for place, item in enumerate(items) if not isinstance(own[place], effects.OfPerson)]
    with translation.override("uz"):
        words = iter(plain_facts([effects.from_json(_place(item)) for item in placed], groups))
    return [
        one.heading(items[place].values) if isinstance(one, effects.OfPerson) else next(words)
        for place, one in own.items()
    ]


def _place(item: OrderItem) -> dict[str, Any]:
    """Under which faculty, programme and group the point stands: where the student is, or shall be admitted to."""
    named = {line["field"]: line["after"] for line in item.difference}
    if item.facts or named:
        return item.facts or named
    effect = effects.effect(item.effect)
    assert isinstance(effect, effects.Admission)  # noqa: S101 - the preview lets no other effect go without a student
    return effects.as_json(effect.first(item.values, item.effective_on))


def _values(item: OrderItem) -> dict[str, object]:
    """What the sentence on one student may read."""
    effect = effects.effect(item.effect)
    place: Mapping[str, Any] = item.values if isinstance(effect, effects.OfPerson) else _place(item)
    words = {**item.values, **effect.words(item.values)}
    for name, known in IN_WORDS.items():
        if words.get(name) in known:
            words[name] = known[words[name]]
    return {
        **words,
        "surname": item.person.surname,
        "given_name": item.person.given_name,
        "patronymic": item.person.patronymic,
        "student_number": item.student.number if item.student else "",
        "form": FORMS[Form(place["form"])],
        "payment": PAYMENTS[Payment(place["payment"])] if "payment" in place else "",
        "effective_on": item.effective_on,
    }


def act_body(order: Order, items: Sequence[OrderItem], *, on: date) -> str:
    """The text of the act as HTML: title, preamble, points, assignments, control, bases.

    Args:
        items: those to be printed, prepared by ``orders.preview.prepare``.
        on: the day whose holders of offices it names.
    """
    papers = _once(paper for item in items for paper in item.basis.get("papers", ()))
    act = Act(
        clauses=tuple(_once(clause for item in items for clause in clauses(item.basis))),
        resolutions=tuple(_once(item.basis["resolution"] for item in items if item.basis.get("resolution"))),
        sections=sections(items),
        control=_control(order, on),
        basis=tuple(papers) or ("Talabaning arizasi",),
    )
    return render.render_act(order.kind, act)


def clauses(basis: dict[str, Any]) -> list[str]:
    """The clause numbers of an item's basis, ``344/2021:3`` and ``3`` alike; a clause without a number is not cited."""
    numbers = (str(clause).rpartition(":")[2] for clause in basis.get("clauses", ()))
    return [number for number in numbers if number.isdigit()]


def paper(order: Order) -> OrderPaper:
    """The sheet around the frozen act; with number, date and signature once it has them.

    Args:
        order: sent for visas at least (it has an act), with unit and signer loaded.
    """
    if order.act is None:
        raise ValueError("a draft has no frozen act yet")
    return sheet(order, order.act["body"])


def sheet(order: Order, body: str) -> OrderPaper:
    """The sheet around any text of the act: of a draft, what it would say now."""
    letterhead = InstituteRow.objects.select_related("unit").get()
    on = order.date or clock.today()
    signed = order.signed_at is not None
    return OrderPaper(
        title=order.title,
        institute=Institute(ministry=letterhead.ministry, name=letterhead.unit.name_uz, city=letterhead.city),
        act=body,
        number=order.number or None,
        date=uz_date(order.date) if order.date else None,
        signatory=_signatory(order) if signed else _holder(order, Role(order.signs), on),
        signatory_basis="",
        visas=_visas(order, on),
        drafted_by=_drafter(order, on),
        verify_url=verify_url(order),
        code=order.code,
    )


def verify_url(verified: Order | OrderExtract) -> str:
    """The address the QR code on the paper of an order or an extract leads to."""
    return f"{settings.SITE_ADDRESS}/verify/{verified.code}"


def _signatory(order: Order) -> Hand:
    assert order.signed_by is not None and order.signed_at is not None  # noqa: S101 - narrows what the caller checked
    return Hand(order.signed_title or OFFICES[Role(order.signs)], _short(order.signed_by), _moment(order.signed_at))


def _visas(order: Order, on: date) -> tuple[Hand, ...]:
    """The visas of this round; while visas are gathered, also whose is awaited."""
    given = {
        visa.office: Hand(visa.title or OFFICES[Role(visa.office)], _short(visa.by), _moment(visa.at))
        for visa in order.visas.filter(round=order.round, verdict=Visa.Verdict.ENDORSED).select_related("by")
    }
    return tuple(given.get(office) or _holder(order, Role(office), on) for office in order.visas_required)


def _holder(order: Order, office: Role, on: date) -> Hand:
    """Who holds the office over the order's unit that day; the office alone where nobody does."""
    found = _appointment(order, office, on)
    if found is None:
        return Hand(OFFICES[office], "")
    return Hand(found.title or OFFICES[office], _short(found.person))


def _control(order: Order, on: date) -> str:
    """On whom control is laid: the vice-rector, and while there is none whoever signs."""
    for office in (Role.VICE_RECTOR, Role(order.signs)):
        if found := _appointment(order, office, on):
            post = found.title or OFFICES[office]
            return f"{post[:1].lower()}{post[1:]} {_short(found.person)}"
    return OFFICES[Role(order.signs)].lower()


def _appointment(order: Order, office: Role, on: date) -> Appointment | None:
    return (
        Appointment.objects.filter(policy.in_office(on), office=office, unit__in=policy.ancestors(order.unit))
        .select_related("person")
        .order_by("-unit__path", "pk")
        .first()
    )


def _drafter(order: Order, on: date) -> Hand:
    held = Appointment.objects.filter(policy.in_office(on), person=order.composed_by, office=Role.REGISTRAR).first()
    post = (held and held.title) or OFFICES[Role.REGISTRAR]
    return Hand(post, _short(order.composed_by), _moment(order.composed_at))


def _short(person: Person) -> str:
    """``Sh. Karimov``: initial and surname, as papers name office-holders."""
    initial = INITIAL.match(person.given_name)
    return f"{initial[0]}. {person.surname}" if initial else person.surname


def _moment(moment: datetime) -> str:
    return uz_moment(moment.astimezone(clock.zone))


def _once(words: Any) -> list[str]:
    return list(dict.fromkeys(words))
