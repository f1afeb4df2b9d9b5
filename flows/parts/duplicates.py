"""What a duplicate costs, what its order says, how it is printed, handed over and entered into the register."""

from datetime import date

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from flows.parts.register_of_diplomas import ends_for, entry_of
from flows.regulation.duplicate_rules import (
    BOTH,
    BY_POST,
    DIPLOMA,
    DOCUMENT_IN_ORDER,
    GROUND_IN_ORDER,
    IN_PERSON,
    NAME,
    SUPPLEMENT,
    fee_of,
)
from journal import clock
from movements import fees
from movements.blank_steps import Handing, Wanted
from movements.facts import filed_on
from movements.forms import Day, Statement
from orders import sheets
from orders.blank_kinds import BlankKind
from orders.diploma_effects import PRINTED, paper_key
from orders.models import OrderItem
from orders.wording import tidy_apostrophes, uz_date
from students import diplomas
from students.models import Degree, Diploma, Form, Part

DIPLOMAS = {
    (Degree.BACHELOR, False): (BlankKind.BACHELOR,),
    (Degree.BACHELOR, True): (BlankKind.BACHELOR_HONOURS,),
    (Degree.MASTER, False): (BlankKind.MASTER,),
    (Degree.MASTER, True): (BlankKind.MASTER_HONOURS,),
    # No act was found that says on which blank a duplicate for a specialist is printed: the office chooses.
    (Degree.SPECIALIST, False): (BlankKind.BACHELOR, BlankKind.MASTER),
    (Degree.SPECIALIST, True): (BlankKind.BACHELOR_HONOURS, BlankKind.MASTER_HONOURS),
}
SUPPLEMENTS = {
    Degree.BACHELOR: (BlankKind.BACHELOR_SUPPLEMENT,),
    Degree.MASTER: (BlankKind.MASTER_SUPPLEMENT,),
    Degree.SPECIALIST: (BlankKind.BACHELOR_SUPPLEMENT, BlankKind.MASTER_SUPPLEMENT),
}
DEGREES = {Degree.BACHELOR: "bakalavr", Degree.MASTER: "magistr", Degree.SPECIALIST: "mutaxassis"}


def duplicate_fee(movement):
    """One base unit of the day of filing; nothing while the office has not entered it."""
    known = fee_of(filed_on(movement))
    if known is None:
        return None
    units, unit = known
    line = fees.FeeLine(_("base calculation amount"), int(units.value), unit.value)
    return fees.due([line], source=_(unit.source))


def original_of(movement):
    """The entry the office found."""
    return entry_of(movement.decided["office_check"]["entry"])


def duplicate_in_order(movement):
    """What the order says and does: which documents of the register hold no more from its day."""
    found, stated = original_of(movement), movement.stated
    document = stated["document"]
    return {
        "from": clock.today().isoformat(),
        "ends": ends_for(found, document),
        "ground": stated["ground"],
        "ground_text": GROUND_IN_ORDER[stated["ground"]],
        "document_text": DOCUMENT_IN_ORDER[document],
        "number": found.supplement or found.number if document == SUPPLEMENT else found.number,
        "register_number": found.register_number,
        "printed_name": tidy_apostrophes(found.name),
        "programme_code": found.programme_code,
        "programme": found.programme,
        "graduated_in": found.graduated_in,
        "form": found.form,
        "honours": found.honours,
        "papers": [],
    }


def name_on(movement, found):
    """The name that stands on the duplicate: the present one where it has changed, else as the document had it."""
    return movement.applicant.full_name if movement.stated["ground"] == NAME else found.name


class PrintedOn(Statement):
    """The blanks the office prints on; a serial left empty takes the lowest free one."""

    diploma_blank = forms.ChoiceField(
        label=_("Blank of the diploma"), choices=[("", _("choose one")), *BlankKind.choices]
    )
    diploma_serial = forms.CharField(label=_("Its serial; empty: the next free one"), max_length=24, required=False)
    supplement_blank = forms.ChoiceField(
        label=_("Blank of the supplement"), choices=[("", _("choose one")), *BlankKind.choices]
    )
    supplement_serial = forms.CharField(label=_("Its serial; empty: the next free one"), max_length=24, required=False)

    def prepare(self):
        """Ask only for what is replaced, and offer the blanks of its degree."""
        if self.movement is None:
            return
        document, found = self.movement.stated["document"], original_of(self.movement)
        offered = {DIPLOMA: DIPLOMAS[(found.degree, found.honours)], SUPPLEMENT: SUPPLEMENTS[found.degree]}
        for part, kinds in offered.items():
            if document not in (part, BOTH):
                del self.fields[f"{part}_blank"], self.fields[f"{part}_serial"]
                continue
            self.fields[f"{part}_blank"].choices = [("", _("choose one")), *((one.value, one.label) for one in kinds)]


def blanks_wanted(movement, answers):
    """The blanks of the office's answers, under the name that will stand on them."""
    holder = name_on(movement, original_of(movement))
    return [
        Wanted(answers[f"{part}_blank"], answers.get(f"{part}_serial", ""), holder)
        for part in (DIPLOMA, SUPPLEMENT)
        if answers.get(f"{part}_blank")
    ]


def print_duplicate(power, movement, answers, held):
    """Give the duplicate its number in the register, once, and make the papers that are printed on the blanks."""
    before = movement.decided.get("printing", {})
    number = before.get("register_number") or diplomas.next_register_number(clock.today().year)
    serials = {part: held[answers[f"{part}_blank"]].serial for part in PARTS_ASKED[movement.stated["document"]]}
    for part, serial in serials.items():
        _paper(movement, part, serial, number, serials)
    return {"register_number": number, **{f"{part}_serial": serial for part, serial in serials.items()}}


PARTS_ASKED = {DIPLOMA: (DIPLOMA,), SUPPLEMENT: (SUPPLEMENT,), BOTH: (DIPLOMA, SUPPLEMENT)}


def _paper(movement, part, serial, number, serials):
    """One document as it is printed: what the original said, and that it is a duplicate of it."""
    found = original_of(movement)
    with translation.override("uz"):
        facts = [
            ("Egasi", name_on(movement, found)),
            ("Yoʻnalish (mutaxassislik)", f"{found.programme_code} {found.programme}".strip()),
            ("Daraja", DEGREES[Degree(found.degree)] + (", imtiyozli" if found.honours else "")),
            ("Malaka", found.qualification),
            ("Taʼlim shakli", _form(found)),
            ("Oʻqigan yillari", f"{found.admitted_in or '…'}–{found.graduated_in}"),
            ("Davlat komissiyasi qarori", uz_date(found.decided_on) if found.decided_on else ""),
            ("Blanka", serial),
            ("Reestrdagi raqami", number),
        ]
        replaced = f"{found.number} ({found.register_number})"
        if part == SUPPLEMENT:
            replaced = f"№ {found.supplement or '—'}, diplom {replaced}"
        facts.append(("Oʻrniga berilgan hujjat", replaced))
        if part == SUPPLEMENT and DIPLOMA in serials:
            facts.append(("Diplom dublikati", serials[DIPLOMA]))
    title = "DUBLIKAT: diplom" if part == DIPLOMA else "DUBLIKAT: diplom ilovasi"
    sheets.plan(
        kind=PRINTED, about=f"movement:{movement.pk}", key=paper_key(part, serial), number=number, title=title,
        says=sheets.Form(
            facts=[(label, said) for label, said in facts if said],
            closing=("Dublikat asl hujjat bilan bir xil yuridik kuchga ega.",),
            hands=(sheets.Hand("Rektor"), sheets.Hand("Registrator ofisi")),
        ),
    )  # fmt: skip


def _form(found):
    forms_uz = {Form.FULL_TIME: "kunduzgi", Form.EVENING: "kechki", Form.EXTRAMURAL: "sirtqi"}
    return forms_uz.get(found.form, str(Form(found.form).label))


class HandedOver(Statement):
    """How the duplicate came into its holder's hands."""

    way = forms.ChoiceField(
        label=_("How it was handed over"),
        choices=[("", _("choose one")), (IN_PERSON, _("in person, against signature")), (BY_POST, _("by post"))],
    )
    handed_on = Day(label=_("Day"))
    received_by = forms.CharField(label=_("Who received it, or to whom it was sent"), max_length=200)
    authority = forms.CharField(
        label=_("Power of attorney, if somebody else received it"), max_length=300, required=False
    )
    tracking = forms.CharField(label=_("Tracking number of the post"), max_length=60, required=False)

    def clean(self):
        """What went by post has the post's number."""
        answers = super().clean()
        if answers.get("way") == BY_POST and not answers.get("tracking"):
            self.add_error("tracking", _("Enter the number of the post's receipt."))
        return answers


def handing(movement, answers):
    """As the ledger of blanks keeps it."""
    return Handing(
        to=answers["received_by"],
        on=date.fromisoformat(answers["handed_on"]),
        authority=answers.get("authority", ""),
        signature=answers.get("tracking", ""),
    )


def enter_duplicate(power, movement, answers, held):
    """The duplicate is an entry of its own, under its own number; the holder is known from now on."""
    found, printing = original_of(movement), movement.decided["printing"]
    document = movement.stated["document"]
    item = OrderItem.objects.select_related("order").filter(
        origin=f"movement:{movement.pk}/order", state="applied"
    ).latest("pk")  # fmt: skip
    serials = {part: printing[f"{part}_serial"] for part in PARTS_ASKED[document]}
    first = Part.SUPPLEMENT if document == SUPPLEMENT else Part.DIPLOMA
    replaced = {part: pk for pk, part in item.values["ends"]}
    kept = (
        "born_on", "programme_code", "programme", "qualification", "degree", "form", "language", "admitted_in",
        "graduated_in", "honours", "decided_on",
    )  # fmt: skip
    made = diplomas.enter(
        by=power.actor,
        values={
            **{name: getattr(found, name) for name in kept},
            "document": first,
            "kind": Diploma.Kind.DUPLICATE,
            "number": serials[str(first)],
            "supplement": serials.get(SUPPLEMENT, "") if first == Part.DIPLOMA else "",
            "register_number": printing["register_number"],
            "registered_on": date.fromisoformat(answers["handed_on"]),
            "name": name_on(movement, found),
            "other_name": "" if movement.stated["ground"] == NAME else found.other_name,
            "order_number": item.order.number,
            "order_date": item.order.date,
            "replaces_id": replaced[str(first)],
            "contact": found.contact or movement.applicant.email,
            "holder": movement.applicant,
            "code": sheets.code_of(kind=PRINTED, key=paper_key(str(first), serials[str(first)])),
            "source": f"movement:{movement.pk}",
            "entered_by": power.person,
        },
    )
    diplomas.link_holder(diploma=found, person=movement.applicant)
    return made


def void_paper(movement, blank):
    """What was printed on a spoiled blank does not hold."""
    part = SUPPLEMENT if "supplement" in blank.kind else DIPLOMA
    with translation.override("uz"):
        why = _now("The blank was spoiled; another one was printed.")
    sheets.void(kind=PRINTED, key=paper_key(part, blank.serial), why=why)
