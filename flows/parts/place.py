"""The place of study an office names; where the form begins with a proposal, naming another one needs a reason."""

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journal.refusals import Invalid
from movements.forms import Statement, Words
from students.models import Form, Group, Language, Payment, Programme


def groups_of(code):
    """The groups of a programme under any year of the classifier, the newest of each name."""
    same = Group.objects.select_related("programme__faculty").filter(programme__code=code)
    return same.filter(pk__in=same.values("name").annotate(newest=Max("pk")).values("newest"))


class GroupField(forms.ModelChoiceField):
    """A group by its name, with the semester it is taught now."""

    def label_from_instance(self, group):
        """``24-102 (semester 5)``."""
        return _("%(group)s (semester %(semester)d)") % {"group": group.name, "semester": group.semester}


class ProgrammeField(forms.ModelChoiceField):
    """A programme by its code."""

    def __init__(self, **words):
        super().__init__(newest_programmes(), to_field_name="code", empty_label=_("choose one"), **words)


def newest_programmes():
    """Every programme once, under the newest year of the classifier."""
    newest = Programme.objects.values("code").annotate(newest=Max("pk")).values("newest")
    return Programme.objects.select_related("faculty").filter(pk__in=newest).order_by("code")


def programme_of(code):
    """The programme of a code; none where nobody knows it."""
    return newest_programmes().filter(code=code).first()


class Place(Statement):
    """Where the applicant will study."""

    group = GroupField(
        Group.objects.none(),
        to_field_name="name",
        empty_label=_("choose one"),
        label=_("Group"),
        help_text=_("Groups of the programme asked for."),
    )
    course = forms.IntegerField(label=_("Course"), min_value=1, max_value=6)
    semester = forms.IntegerField(label=_("Semester"), min_value=1, max_value=12)
    form = forms.ChoiceField(label=_("Form of education"), choices=[("", _("choose one")), *Form.choices])
    language = forms.ChoiceField(label=_("Language of instruction"), choices=[("", _("choose one")), *Language.choices])
    curriculum = forms.CharField(label=_("Curriculum"), max_length=64)
    payment = forms.ChoiceField(label=_("Basis of payment"), choices=[("", _("choose one")), *Payment.choices])

    def prepare(self):
        """Offer the groups of the programme asked for."""
        stated = self.movement.stated if self.movement else {}
        code = stated.get("programme") or (self.student.programme.code if self.student else "")
        self.fields["group"].queryset = groups_of(code).order_by("name")

    def clean(self):
        """A group is taught one semester in one language: another one cannot be ordered for it."""
        answers = super().clean()
        group = answers.get("group")
        if group and answers.get("semester") not in (None, group.semester):
            words = _("Group %(group)s is taught semester %(semester)d now.")
            self.add_error("semester", words % {"group": group.name, "semester": group.semester})
        if group and answers.get("language") not in (None, "", group.language):
            words = _("Group %(group)s is taught in another language: %(language)s.")
            language = group.get_language_display()
            self.add_error("language", words % {"group": group.name, "language": language})
        return answers


class ProposedPlace(Place):
    """The same where a comparison of curricula proposes course and semester: another place needs a reason."""

    deviation = Words(
        label=_("Why another course or semester than proposed"),
        required=False,
        max_length=1000,
        help_text=_("Only where you name another than the comparison of the curricula proposes."),
    )

    @classmethod
    def begins_with(cls, movement, proposal):
        """The form begins with what is proposed and, for the rest, with what is asked for; each may be changed."""
        asked = ("form", "language", "payment", "curriculum")
        stated = {name: movement.stated[name] for name in asked if movement.stated.get(name)}
        return {**stated, **{name: proposal[name] for name in ("course", "semester", "curriculum") if name in proposal}}

    @classmethod
    def refuse_unexplained(cls, proposal, answers):
        """Another course or semester than proposed is named with the reason."""
        named = (int(answers["course"]), int(answers["semester"]))
        if named == (proposal["course"], proposal["semester"]) or answers.get("deviation"):
            return
        words = gettext("Proposed are year %(course)d and semester %(semester)d. Say why you name another place.")
        sentence = words % {"course": proposal["course"], "semester": proposal["semester"]}
        raise Invalid(sentence, fields={"deviation": [sentence]})


def place_in_order(code, place):
    """The place as an order names it: nine columns of the record, and the words of the sentence.

    Args:
        code: of the programme asked for.
        place: what the office answered in ``Place``.
    """
    group = groups_of(code).get(name=place["group"])
    programme = group.programme
    return {
        "faculty_id": programme.faculty_id,
        "programme_id": programme.pk,
        "group_id": group.pk,
        "course": int(place["course"]),
        "semester": int(place["semester"]),
        "form": place["form"],
        "language": place["language"],
        "payment": place["payment"],
        "curriculum": place["curriculum"],
        "faculty": programme.faculty.name_uz,
        "programme": f"{programme.code} {programme.name}",
        "group": group.name,
        "papers": [],
    }
