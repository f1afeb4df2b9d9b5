"""Duplicate of a diploma or its supplement (diplom dublikati): Resolution 395 of 21.07.2022."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.duplicates import (
    HandedOver,
    PrintedOn,
    blanks_wanted,
    duplicate_fee,
    duplicate_in_order,
    enter_duplicate,
    handing,
    print_duplicate,
    void_paper,
)
from flows.parts.register_of_diplomas import FoundInRegister
from flows.regulation.duplicate_rules import (
    ANOTHER,
    BOTH,
    BY_POST,
    DIPLOMA,
    IN_PERSON,
    LOST,
    NAME,
    OURS,
    SUPPLEMENT,
    UNUSABLE,
    address_is_known,
    former_name_is_said,
    ground_is_lawful,
    has_graduated,
    papers_are_there,
    was_issued_here,
)
from movements.blank_steps import HandOver, Print
from movements.clocks import tell, term
from movements.conflicts import ALLOWED, EVERY_OTHER
from movements.flow import MovementFlow
from movements.forms import Statement, Words
from movements.papers import Paper
from movements.pay_step import Pay
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.diploma_effects import ReplaceDiploma
from permissions.roles import Role
from students.diploma_queries import contact_in_register
from students.models import Status

CHOOSE = ("", _("choose one"))


class DuplicateApplication(Statement):
    """What a graduate states; whatever is not known of the document may be left empty."""

    document = forms.ChoiceField(
        label=_("What you need again"),
        choices=[
            CHOOSE,
            (BOTH, _("the diploma and its supplement")),
            (DIPLOMA, _("the diploma alone")),
            (SUPPLEMENT, _("the supplement alone")),
        ],
    )
    ground = forms.ChoiceField(
        label=_("Why"),
        choices=[
            CHOOSE,
            (LOST, _("it is lost")),
            (UNUSABLE, _("it is damaged and unusable")),
            (NAME, _("my name has changed")),
        ],
    )
    issued_by = forms.ChoiceField(
        label=_("Who issued the document"),
        choices=[CHOOSE, (OURS, _("this institute, under its present or a former name")), (ANOTHER, _("another one"))],
    )
    graduated_in = forms.IntegerField(label=_("Year of graduation"), min_value=1930, max_value=2099)
    name_then = forms.CharField(
        label=_("Name in the document, if it is not your present one"),
        max_length=250,
        required=False,
        help_text=_("Surname, given name and patronymic, in Latin or Cyrillic."),
    )
    number = forms.CharField(
        label=_("Series and number, if you know them"),
        max_length=32,
        required=False,
        help_text=_("From a copy, a record of employment or a letter. Without them the office searches by name."),
    )
    programme = forms.CharField(label=_("Programme or faculty, as you remember it"), max_length=250, required=False)
    delivery = forms.ChoiceField(
        label=_("How you want to receive it"),
        choices=[CHOOSE, (IN_PERSON, _("in person, at the office")), (BY_POST, _("by post, at my cost"))],
    )
    address = forms.CharField(label=_("Postal address, if by post"), max_length=300, required=False)
    circumstances = Words(
        label=_("How it was lost or damaged"), required=False, max_length=1000, help_text=_("A sentence is enough.")
    )


PAPERS = (
    Paper(kind="passport", title=_("Copy of the passport"), clause="395/2022:application", sensitive=True),
    Paper(
        kind="statement_of_loss",
        title=_("Signed statement that the document is lost"),
        clause="395/2022:ground",
        when={"ground": (LOST,)},
    ),
    Paper(
        kind="unusable_document",
        title=_("Copy of the unusable document; the document itself is handed in at the office"),
        clause="395/2022:ground",
        when={"ground": (UNUSABLE,)},
    ),
    Paper(
        kind="civil_registry",
        title=_("Certificate of the civil registry on the change of the name"),
        clause="395/2022:ground",
        when={"ground": (NAME,)},
        sensitive=True,
    ),
)
OFFICE = {"within": term("duplicate.office_days"), "if_silent": tell(Role.HEAD)}


class DuplicateDiploma(MovementFlow):
    """A duplicate in place of a document that is lost, unusable, or bears a former name."""

    kind = "duplicate_diploma"
    called = _("Duplicate of a diploma or supplement")
    basis = "395/2022"
    open_to = (Status.GRADUATED, Status.STUDYING, Status.ON_LEAVE, Status.EXPELLED, Status.TRANSFERRED_OUT)
    open_to_outsiders = True
    service = term("duplicate.days")
    # A document of the past stands in the way of nothing, and nothing in its way.
    beside = {EVERY_OTHER: ALLOWED}
    contact_of = staticmethod(contact_in_register)

    application = Apply(
        DuplicateApplication,
        papers=PAPERS,
        by=Role.STUDENT,
        called=_("Application"),
        clause="395/2022:application",
    ).Next(this.check)

    check = (
        Verify(
            was_issued_here,
            ground_is_lawful,
            former_name_is_said,
            has_graduated,
            address_is_known,
            papers_are_there,
            called=_("Check of the clauses"),
        )
        .Then(this.office_check)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            states=FoundInRegister,
            sees=("passport", "civil_registry"),
            called=_("The document is found in the register"),
            clause="395/2022:application",
            **OFFICE,
        )
        .Approve(this.payment)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = (
        Revise(
            DuplicateApplication,
            by=Role.STUDENT,
            within=term("duplicate.mend_days"),
            lapses=term("duplicate.mend_days"),
            told_before=term("duplicate.notice_days"),
            called=_("Correction of the data by the applicant"),
            clause="395/2022:mending",
        )
        .Next(this.check)
        .Lapse(this.lapsed)
    )

    payment = (
        Pay(
            fee=duplicate_fee,
            by=Role.ACCOUNTANT,
            within=term("duplicate.pay_days"),
            lapses=term("duplicate.pay_days"),
            told_before=term("duplicate.notice_days"),
            if_silent=tell(Role.HEAD),
            called=_("Fee of one base unit"),
            clause="395/2022:fee",
        )
        .Approve(this.order)
        .Lapse(this.refused)
    )

    order = (
        Order(
            "duplicate_diploma",
            effect=ReplaceDiploma,
            values=duplicate_in_order,
            visas=(Role.LAWYER,),
            signs=Role.RECTOR,
            called=_("Order on the duplicate"),
            clause="395/2022:force",
            **OFFICE,
        )
        .InForce(this.printing)
        .Struck(this.office_check)
    )

    printing = Print(
        by=Role.REGISTRAR,
        states=PrintedOn,
        blanks=blanks_wanted,
        prints=print_duplicate,
        called=_("Printed on a strict-account blank"),
        clause="395/2022:term",
        **OFFICE,
    ).Approve(this.handing_over)

    handing_over = (
        HandOver(
            by=Role.REGISTRAR,
            states=HandedOver,
            hands=handing,
            enters=enter_duplicate,
            spoils=void_paper,
            within=term("duplicate.collect_days"),
            if_silent=tell(Role.HEAD),
            called=_("Handed over or sent by post"),
            clause="395/2022:delivery",
        )
        .Approve(this.granted)
        .Spoiled(this.printing)
    )

    granted = Outcome("granted", called=_("Duplicate handed over"))
    refused = Outcome("refused", called=_("Duplicate refused"))
    lapsed = Outcome("lapsed", called=_("Lapsed: the data were not corrected in time"))
