"""What the machine asks of a transfer: each question is a clause of Resolution 578/2025, before it of 393/2017.

The facts are those of ``movements.study_facts``; a fact nobody knows makes a rule warn.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_noop as _

from movements.clauses import Text, holds, rule, unknown
from movements.windows import covers
from students.models import Form, Payment

MARRIAGE, CIVIL_SERVANT, ILLNESS, OTHER = "marriage", "civil_servant", "illness", "other"
"""Reasons of a transfer; the first two are those between state institutions."""

BETWEEN_INSTITUTIONS = ("into", "out")
ONE_DECIMAL = Decimal("0.1")


def yes_or_no(fact):
    """A fact as the finding keeps it."""
    return "yes" if fact else "no"


def published(gpa):
    """A grade point average as HEMIS publishes it: one decimal, a half rounded up."""
    return gpa.quantize(ONE_DECIMAL, ROUND_HALF_UP)


@rule(
    "578/2025:window",
    "393/2017:window",
    remedy=Text(
        uz="Arizani keyingi qabul kunlarida bering.",
        ru="Подайте заявление в ближайший период приёма.",
        en="File in the next days of filing.",
    ),
)
def is_within_window(case):
    """Filed on a day of filing, the first and the last included, in Asia/Tashkent."""
    for window, decided in (
        ("transfer.window.autumn", "transfer.decided_by.autumn"),
        ("transfer.window.spring", "transfer.decided_by.spring"),
    ):
        days = case.limit(window)
        if days and covers(days, case.filed_on):
            by = case.limit(decided)
            return holds(
                True, (_("filed on"), case.filed_on), (_("to be decided by"), f"{by[3:]}.{by[:2]}" if by else "—")
            )
    return holds(False, (_("filed on"), case.filed_on))


@rule(
    "578/2025:spring-between",
    remedy=Text(
        uz="Arizani kuzgi semestrdan oldingi qabul kunlarida bering.",
        ru="Подайте заявление в период приёма перед осенним семестром.",
        en="File in the days of filing before the autumn semester.",
    ),
)
def is_not_between_institutions_in_spring(case):
    """Before the spring semester nobody is restored into another institution than the one that dismissed."""
    days = case.limit("transfer.window.spring")
    in_spring = bool(days) and covers(days, case.filed_on)
    return holds(not in_spring or case.study.way != "back_into", (_("filed on"), case.filed_on))


@rule(
    "578/2025:state-reasons",
    "393/2017:state-reasons",
    remedy=Text(
        uz="Ikki sababdan birini tanlang va uni tasdiqlovchi hujjatlarni ilova qiling.",
        ru="Выберите одну из двух причин и приложите документы, которые её подтверждают.",
        en="Choose one of the two reasons and attach the papers that prove it.",
    ),
)
def reason_is_lawful(case):
    """Between two state institutions only for marriage or a civil servant's change of workplace."""
    study = case.study
    if study.way not in BETWEEN_INSTITUTIONS or {study.institution_now, study.institution_asked} & {
        "private",
        "foreign",
    }:
        return holds(True)
    if not (study.institution_now and study.institution_asked):
        return unknown(_("institution"))
    lawful = case.limit("transfer.state_reasons") or ""
    return holds(study.reason in lawful.split(), (_("reason"), study.reason or "—"))


@rule(
    "578/2025:programme",
    "393/2017:4",
    remedy=Text(
        uz="Mos yoki turdosh yoʻnalishni tanlang.",
        ru="Выберите соответствующее или родственное направление.",
        en="Choose a matching or a related programme.",
    ),
)
def programme_is_related(case):
    """The programme asked for matches or is related; an unrelated one only where the region has no matching one."""
    study = case.study
    if not study.relation:
        return unknown(_("relation of the programmes"))
    alone = study.reason in (MARRIAGE, CIVIL_SERVANT) and study.matching_in_region is False
    return holds(study.relation != "other" or alone, (_("relation of the programmes"), study.relation))


@rule(
    "578/2025:first-semester",
    "393/2017:first-semester",
    remedy=Text(
        uz="Keyingi semestrni soʻrang yoki kasallik sababini hujjat bilan tasdiqlang.",
        ru="Попросите следующий семестр или подтвердите болезнь документом.",
        en="Ask for a later semester, or prove the illness by a paper.",
    ),
)
def is_not_first_semester(case):
    """Nobody comes into the first semester of the first course, save for illness."""
    study = case.study
    if study.course is None or study.semester is None:
        return unknown(_("course"), _("semester"))
    first = study.course == 1 and study.semester == 1 and study.reason != ILLNESS
    excluded = case.limit("transfer.first_semester_excluded") == "yes"
    return holds(not (first and excluded), (_("course"), study.course), (_("semester"), study.semester))


@rule(
    "578/2025:gpa",
    remedy=Text(
        uz="Quyi kurs yoki semestrni soʻrang.",
        ru="Попросите более ранний курс или семестр.",
        en="Ask for a lower course or semester.",
    ),
)
def average_is_enough(case):
    """Under credits the average reaches the least one; which value is compared is itself a dated number."""
    study = case.study
    if study.system == "rating":
        return holds(True)
    if study.gpa is None or not study.system:
        return unknown(_("grade point average"))
    least, compared = case.limit("transfer.min_gpa"), case.limit("transfer.gpa_compared")
    value = study.gpa if compared == "exact" else published(study.gpa)
    return holds(
        least is None or value >= least,
        (_("grade point average"), study.gpa),
        (_("as published, with one decimal"), published(study.gpa)),
    )


@rule(
    "578/2025:difference",
    "393/2017:difference",
    remedy=Text(
        uz="Farq kamroq boʻladigan kurs yoki semestrni soʻrang.",
        ru="Попросите курс или семестр, где разница меньше.",
        en="Ask for a course or semester in which fewer subjects differ.",
    ),
)
def few_subjects_differ(case):
    """Under the rating system at most four general-professional and speciality subjects differ."""
    study = case.study
    if study.system == "credit":
        return holds(True)
    if study.differing_subjects is None or not study.system:
        return unknown(_("differing subjects"))
    most = case.limit("transfer.most_differing_subjects")
    return holds(most is None or study.differing_subjects <= most, (_("differing subjects"), study.differing_subjects))


@rule(
    "578/2025:target",
    "393/2017:target",
    remedy=Text(
        uz="Oʻz yoʻnalishingizga mos yoʻnalishni tanlang.",
        ru="Выберите направление, соответствующее вашему.",
        en="Choose the programme that matches your own.",
    ),
)
def is_not_on_a_target_place(case):
    """A student of target admission stays on the programme of the same name."""
    study = case.study
    if study.target_admission is None:
        return unknown(_("target admission"))
    leaves = study.target_admission and study.relation not in ("same", "matching")
    return holds(not leaves, (_("target admission"), yes_or_no(study.target_admission)))


@rule(
    "578/2025:joint",
    "393/2017:joint",
    remedy=Text(
        uz="Qoʻshma dastur boʻlimiga murojaat qiling.",
        ru="Обратитесь в отдел совместных программ.",
        en="Ask the office of joint programmes.",
    ),
)
def is_not_on_a_joint_programme(case):
    """Students of joint programmes are not transferred."""
    joint = case.study.joint_programme
    if joint is None:
        return unknown(_("joint programme"))
    return holds(not joint, (_("joint programme"), yes_or_no(joint)))


@rule(
    "578/2025:foreign",
    "393/2017:foreign",
    remedy=Text(
        uz="Muassasaning akkreditatsiyasini tasdiqlovchi hujjatni ilova qiling.",
        ru="Приложите документ об аккредитации учреждения.",
        en="Attach a paper that proves the accreditation of the institution.",
    ),
)
def institution_is_accredited(case):
    """Nobody comes from a foreign institution that is not accredited."""
    study = case.study
    if study.institution_now != "foreign":
        return holds(True)
    if study.foreign_accredited is None:
        return unknown(_("accreditation of the institution"))
    return holds(
        study.foreign_accredited,
        (_("accreditation of the institution"), yes_or_no(study.foreign_accredited)),
    )


@rule(
    "393/2017:grant-place",
    remedy=Text(
        uz="Toʻlov-shartnoma asosini tanlang.",
        ru="Выберите контрактную основу.",
        en="Choose the basis of a fee contract.",
    ),
)
def grant_place_is_vacant(case):
    """To a grant place only where one is vacant."""
    study = case.study
    if study.payment_asked != Payment.GRANT:
        return holds(True)
    if study.vacant_grant_place is None:
        return unknown(_("vacant grant place"))
    return holds(study.vacant_grant_place, (_("vacant grant place"), yes_or_no(study.vacant_grant_place)))


@rule(
    "578/2025:form",
    "393/2017:form",
    remedy=Text(
        uz="Ruxsat etilgan taʼlim shaklini tanlang.",
        ru="Выберите допустимую форму обучения.",
        en="Choose a form of study that is open to you.",
    ),
)
def form_may_follow(case):
    """From a form of study only to those the matrix opens; an unchanged evening or extramural form within the field."""
    study = case.study
    names = {
        Form.FULL_TIME: ("full_time", "transfer.forms_from_full_time"),
        Form.EVENING: ("evening", "transfer.forms_from_evening"),
        Form.EXTRAMURAL: ("extramural", "transfer.forms_from_extramural"),
        Form.SPECIAL_EXTRAMURAL: ("special_extramural", "transfer.forms_from_special_extramural"),
    }
    if study.form_now not in names or study.form_asked not in names:
        return unknown(_("form of study"))
    facts = (
        (_("form of study now"), names[study.form_now][0]),
        (_("form of study asked for"), names[study.form_asked][0]),
    )
    open_forms = case.limit(names[study.form_now][1])
    if open_forms is not None and names[study.form_asked][0] not in open_forms.split():
        return holds(False, *facts)
    stays = study.form_now == study.form_asked and study.form_now in (Form.EVENING, Form.EXTRAMURAL)
    if stays and study.same_field is None:
        return unknown(_("field of the programmes"))
    return holds(not stays or study.same_field, *facts)
