"""The letter on authenticity: what the register says of a diploma on the day of the answer, as a sealed sheet."""

from __future__ import annotations

from collections import defaultdict

from django.utils import translation
from django.utils.translation import gettext as _

from journal.events import Actor
from movements.inquiry_models import Inquiry, InquiryAnswer
from orders import sheets
from orders.diploma_effects import ReplaceDiploma
from orders.models import OrderItem
from orders.wording import uz_date
from students.diploma_queries import ends_of
from students.models import Degree, Diploma, Part

KIND = "letter_on_authenticity"
DEGREES = {Degree.BACHELOR: "bakalavr", Degree.MASTER: "magistr", Degree.SPECIALIST: "mutaxassis"}
ENDED = {Part.DIPLOMA: "Diplom", Part.SUPPLEMENT: "Diplom ilovasi"}
SAYS = {
    InquiryAnswer.Verdict.AUTHENTIC: "Soʻralgan diplom institut tomonidan haqiqatan berilgan va reestrda qayd etilgan.",
    InquiryAnswer.Verdict.NOT_AUTHENTIC: "Soʻralgan diplom institut tomonidan berilmagan; u haqiqiy emas.",
    InquiryAnswer.Verdict.NOT_FOUND: "Soʻralgan diplom institutning berilgan diplomlar reestrida topilmadi.",
    InquiryAnswer.Verdict.OTHER_DATA: "Soʻralgan raqamli diplom reestrda boshqa maʼlumotlar bilan qayd etilgan.",
}


def key_of(inquiry: Inquiry) -> str:
    """The key of the letter that answers it."""
    return f"inquiry:{inquiry.pk}"


def write_letter(inquiry: Inquiry, answer: InquiryAnswer) -> None:
    """Plan the letter in the answer's own transaction; the words are Uzbek, the office's language."""
    found = answer.diploma
    opening = [
        f"Sizning {uz_date(inquiry.letter_date)}dagi {inquiry.letter_number}-sonli soʻrovingizga javoban "
        "quyidagilarni maʼlum qilamiz.",
        SAYS[InquiryAnswer.Verdict(answer.verdict)],
    ]
    if found is not None:
        opening += [
            f"{ENDED[Part(end.part)]} {uz_date(end.since)}dan haqiqiy emas: oʻrniga dublikat berilgan "
            f"({uz_date(end.order_date)}dagi {end.order_number}-sonli buyruq)."
            for end in ends_of(found).values()
        ]
    sheets.plan(
        kind=KIND, about=f"inquiry:{inquiry.pk}", key=key_of(inquiry), number=answer.number,
        title="Diplomning haqiqiyligi toʻgʻrisida",
        says=sheets.Form(
            to=inquiry.sender, opening=opening, facts=_facts(inquiry, found),
            closing=(answer.words,) if answer.words else (),
            hands=(sheets.Hand("Registrator ofisi", answer.by.full_name),),
        ),
    )  # fmt: skip


def _facts(inquiry: Inquiry, found: Diploma | None) -> list[tuple[str, str]]:
    asked = [("Soʻralgan raqam", inquiry.asked_number), ("Soʻralgan ism", inquiry.asked_name)]
    if found is None:
        return [(label, said) for label, said in asked if said]
    honours = ", imtiyozli" if found.honours else ""
    facts = [
        *asked,
        ("Diplom", found.number),
        ("Egasi", found.name),
        ("Reestrdagi raqami", found.register_number),
        ("Qayd etilgan sana", uz_date(found.registered_on) if found.registered_on else ""),
        ("Yoʻnalish (mutaxassislik)", f"{found.programme_code} {found.programme}".strip()),
        ("Daraja", f"{DEGREES[Degree(found.degree)]}{honours}"),
        ("Bitirgan yili", str(found.graduated_in)),
    ]
    return [(label, said) for label, said in facts if said]


def void_when_replaced(item: OrderItem, *, actor: Actor, words: str) -> None:
    """A diploma that was called genuine is replaced: the public page of the letter says so from the order's day on."""
    if item.effect != ReplaceDiploma.code:
        return
    parts: dict[int, list[str]] = defaultdict(list)
    for diploma, part in item.values["ends"]:
        parts[diploma].append(part)
    order = item.order
    said = InquiryAnswer.objects.filter(diploma__in=parts, verdict=InquiryAnswer.Verdict.AUTHENTIC)
    for answer in said.select_related("inquiry"):
        with translation.override("uz"):
            why = _("The diploma was replaced by a duplicate under order No. %(number)s of %(day)s.") % {
                "number": order.number, "day": f"{order.date:%d.%m.%Y}",
            }  # fmt: skip
        sheets.void(kind=KIND, key=key_of(answer.inquiry), why=why)
