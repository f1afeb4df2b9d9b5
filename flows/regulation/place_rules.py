"""What the machine asks of a place of study and of the papers, beside the rules of transfer and reinstatement."""

from django.utils.translation import gettext_noop as _

from movements.clauses import Text, holds, rule
from students.models import Group


def group_asked(case):
    """The group asked for in a change of group, among those of the own programme."""
    if case.student is None:
        return None
    own = Group.objects.filter(programme__code=case.student.programme.code, name=case.stated.get("group", ""))
    return own.order_by("pk").last()


@rule(
    "institute:group-language",
    remedy=Text(
        uz="Hozirgi guruhingizdan boshqa guruhni tanlang.",
        ru="Выберите группу, отличную от вашей.",
        en="Choose a group other than your own.",
    ),
)
def group_is_another(case):
    """One changes into another group."""
    own = case.student.group.name if case.student and case.student.group else ""
    return holds(case.stated.get("group", "") != own, (_("group"), own or "—"))


@rule(
    "institute:group-language",
    remedy=Text(
        uz="Shu kurs va semestr oʻqitilayotgan guruhni tanlang; boshqa kurs uchun koʻchirish arizasini bering.",
        ru="Выберите группу того же курса и семестра; для другого курса подайте заявление о переводе.",
        en="Choose a group of the same course and semester; for another course apply for a transfer.",
    ),
)
def group_learns_the_same(case):
    """The group is taught the student's own semester by the own curriculum: nothing else changes with it."""
    group, student = group_asked(case), case.student
    if group is None or student is None:
        return holds(False, (_("group"), case.stated.get("group", "") or "—"))
    same = (group.course, group.semester, group.curriculum) == (student.course, student.semester, student.curriculum)
    return holds(
        same, (_("course"), group.course), (_("semester"), group.semester), (_("curriculum"), group.curriculum or "—")
    )


@rule(
    "institute:group-language",
    remedy=Text(
        uz="Til almashtirilsa boshqa tildagi, aks holda oʻz tilingizdagi guruhni tanlang.",
        ru="При смене языка выберите группу на другом языке, иначе — на своём.",
        en="For a change of language choose a group taught in another language, otherwise one in your own.",
    ),
)
def language_is_as_stated(case):
    """Who changes the language chooses a group in another one; who changes only the group, one in the own."""
    group, student = group_asked(case), case.student
    if group is None or student is None:
        return holds(False, (_("group"), case.stated.get("group", "") or "—"))
    changes = case.stated.get("change") == "language"
    return holds((group.language != student.language) == changes, (_("language"), group.get_language_display()))


@rule(
    "578/2025:application",
    "393/2017:state-reasons",
    remedy=Text(
        uz="Yetishmayotgan hujjatlarni ilova qiling.",
        ru="Приложите недостающие документы.",
        en="Attach the papers that are missing.",
    ),
)
def papers_are_attached(case):
    """Every paper the application needs under what it states is attached."""
    missing = case.missing_papers
    return holds(not missing, (_("missing papers"), ", ".join(missing) or "—"))


@rule(
    "578/2025:programme",
    "393/2017:4",
    remedy=Text(
        uz="Boshqa yoʻnalish, fakultet yoki taʼlim shaklini tanlang.",
        ru="Выберите другое направление, факультет или форму обучения.",
        en="Choose another programme, faculty or form of study.",
    ),
)
def place_is_another(case):
    """A transfer inside leads to another programme or another form of study."""
    student = case.student
    here = (student.programme.code, student.form) if student else ("", "")
    asked = (case.stated.get("programme", ""), case.stated.get("form", ""))
    return holds(asked != here, (_("programme"), asked[0]), (_("form of study asked for"), asked[1]))
