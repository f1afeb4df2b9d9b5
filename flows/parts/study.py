"""What an applicant says of the present study, and how it becomes the facts of the rules."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.place import newest_programmes
from movements.forms import Statement
from movements.study_facts import StudyFacts
from students.models import Form, Payment

YES_OR_NO = [("", _("choose one")), ("yes", _("yes")), ("no", _("no"))]
INSTITUTIONS = [("", _("choose one")), ("state", _("state")), ("private", _("private")), ("foreign", _("foreign"))]
SYSTEMS = [("", _("choose one")), ("credit", _("credit system")), ("rating", _("rating system"))]


def yes_or_no(label, **words):
    """A question that must be answered; an unticked box would be an answer nobody gave."""
    return forms.ChoiceField(label=label, choices=YES_OR_NO, **words)


def truth(stated, name):
    """An answer as a fact; none where it was not given."""
    return {"yes": True, "no": False}.get(stated.get(name))


def number(stated, name):
    """A whole number stated; none where there is none."""
    text = str(stated.get(name, ""))
    return int(text) if text.isdecimal() else None


def average(stated, student=None):
    """The grade point average: the record's where it has one, else the stated one."""
    if student is not None and student.gpa is not None:
        return student.gpa
    stated_one = stated.get("gpa")
    return Decimal(str(stated_one)) if stated_one not in (None, "") else None


def relation(programme, asked, stated):
    """How the programme asked for stands to the present one: the same code, the same name (mos), or as stated."""
    if programme is None or asked is None:
        return stated.get("relation", "")
    if programme.code == asked.code:
        return "same"
    return "matching" if programme.name.casefold() == asked.name.casefold() else stated.get("relation", "")


class Marks(Statement):
    """How the applicant was marked; the record's own average goes before the stated one."""

    system = forms.ChoiceField(label=_("How your marks were given"), choices=SYSTEMS)
    gpa = forms.DecimalField(
        label=_("Grade point average"), min_value=0, max_value=5, max_digits=3, decimal_places=2, required=False
    )
    differing = forms.IntegerField(
        label=_("Subjects that differ, under the rating system"), min_value=0, max_value=60, required=False
    )


def offered_programmes():
    """Every programme of the institute, by its code."""
    return [("", _("choose one")), *((one.code, f"{one.code} {one.name}") for one in newest_programmes())]


class PlaceAsked(Statement):
    """Where the applicant asks to study."""

    programme = forms.ChoiceField(label=_("Programme asked for"), choices=offered_programmes)
    relation = forms.ChoiceField(
        label=_("How the programme asked for stands to yours"),
        choices=[
            ("", _("choose one")),
            ("matching", _("matching: the same name")),
            ("related", _("related: in the ministry's list")),
            ("other", _("neither")),
        ],
        required=False,
    )
    form = forms.ChoiceField(label=_("Form of study asked for"), choices=[("", _("choose one")), *Form.choices])
    course = forms.IntegerField(label=_("Course asked for"), min_value=1, max_value=6)
    semester = forms.IntegerField(label=_("Semester asked for"), min_value=1, max_value=12)
    payment = forms.ChoiceField(
        label=_("Basis of payment asked for"), choices=[("", _("choose one")), *Payment.choices]
    )
    same_field = yes_or_no(_("The programme lies in the field of the present one"), required=False)


class FromElsewhere(PlaceAsked, Marks):
    """Where somebody comes from who is no student here."""

    institution = forms.CharField(label=_("Your institution"), max_length=200)
    institution_kind = forms.ChoiceField(label=_("Kind of your institution"), choices=INSTITUTIONS)
    accredited = yes_or_no(_("Accredited, if it is foreign"), required=False)
    programme_there = forms.CharField(label=_("Your programme there, code and name"), max_length=200)
    form_now = forms.ChoiceField(label=_("Form of study there"), choices=[("", _("choose one")), *Form.choices])
    target_admission = yes_or_no(_("Admitted on a target place"))
    joint_programme = yes_or_no(_("A joint programme with a foreign institution"))

    field_order = [
        "institution", "institution_kind", "accredited", "programme_there", "form_now", "programme", "relation",
        "same_field", "form", "course", "semester", "payment", "system", "gpa", "differing", "target_admission",
        "joint_programme",
    ]  # fmt: skip


def facts_from_elsewhere(stated, way, **more):
    """The facts of somebody who is no student here: what is stated, for the record knows nothing."""
    return StudyFacts(
        way=way,
        system=stated.get("system", ""),
        gpa=average(stated),
        differing_subjects=number(stated, "differing"),
        course=number(stated, "course"),
        semester=number(stated, "semester"),
        form_now=stated.get("form_now", ""),
        form_asked=stated.get("form", ""),
        same_field=truth(stated, "same_field"),
        relation=stated.get("relation", ""),
        target_admission=truth(stated, "target_admission"),
        joint_programme=truth(stated, "joint_programme"),
        institution_now=stated.get("institution_kind", ""),
        institution_asked="state",
        foreign_accredited=truth(stated, "accredited"),
        payment_asked=stated.get("payment", ""),
        **more,
    )
