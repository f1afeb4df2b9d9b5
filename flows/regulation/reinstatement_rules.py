"""What the machine asks of a reinstatement beside the rules of transfer: Resolution 578/2025, before it 393/2017.

The facts are those of ``movements.study_facts``; a fact nobody knows makes a rule warn.
"""

from datetime import date

from django.utils.translation import gettext_noop as _

from movements.clauses import Text, holds, rule, unknown
from movements.limits import JudgedBy, in_force, limit_on
from students.models import Payment

ORPHAN, DISABILITY, CONSCRIPT, RETURNED, SENT_ABROAD = (
    "orphan",
    "disability",
    "conscript",
    "returned_from_leave",
    "sent_abroad",
)
"""Grounds on which the basis of a reinstatement may be a grant."""

RECTOR, MINISTRY, STATE_COMMISSION = "rector", "ministry", "state_commission"
"""Who decides, by the years since the dismissal."""

MASTER = "12"


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March in a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def deciding_level(dismissed_on: date, filed_on: date) -> str:
    """Who decides on a reinstatement filed on a day, by the numbers that hold then.

    Args:
        dismissed_on: effective day of the dismissal.
        filed_on: day of filing.
    """
    numbers = in_force()
    until = limit_on("reinstatement.rector_before_years", filed_on, numbers)
    last = limit_on("reinstatement.ministry_until_years", filed_on, numbers)
    return _level(dismissed_on, filed_on, until and until.value, last and last.value)


def _level(dismissed_on: date, filed_on: date, until: int | None, last: int | None) -> str:
    if until is None or filed_on < anniversary(dismissed_on, until):
        return RECTOR
    return MINISTRY if last is None or filed_on <= anniversary(dismissed_on, last) else STATE_COMMISSION


@rule(
    "578/2025:level",
    "393/2017:6",
    remedy=Text(
        uz="Ariza yuqori organ qarori uchun yuboriladi; registrator ofisiga murojaat qiling.",
        ru="Заявление направляется на решение вышестоящего органа; обратитесь в офис регистратора.",
        en="The application goes to a higher body for its decision; ask the registrar's office.",
    ),
)
def is_decided_by_the_rector(case):
    """Less than five years after the dismissal the rector decides; later the ministry or the state commission."""
    dismissed = case.study.dismissed_on
    if dismissed is None:
        return unknown(_("dismissed on"))
    until, last = case.limit("reinstatement.rector_before_years"), case.limit("reinstatement.ministry_until_years")
    level = _level(dismissed, case.filed_on, until, last)
    return holds(level == RECTOR, (_("dismissed on"), dismissed), (_("decided by"), level))


@rule(
    "578/2025:dismissal",
    "393/2017:36",
    remedy=Text(
        uz="Chetlashtirish asosi notoʻgʻri yozilgan boʻlsa, registrator ofisiga murojaat qiling.",
        ru="Если основание отчисления указано неверно, обратитесь в офис регистратора.",
        en="If the ground of the dismissal is recorded wrongly, ask the registrar's office.",
    ),
)
def dismissal_allows_a_return(case):
    """Whoever broke the rules of the entrance examination is not reinstated."""
    ground = case.study.dismissal_ground
    if not ground:
        return unknown(_("ground of the dismissal"))
    excluded = case.limit("reinstatement.excluded_grounds") or ""
    return holds(ground not in excluded.split(), (_("ground of the dismissal"), ground))


@rule(
    "578/2025:payment",
    "393/2017:payment",
    remedy=Text(
        uz="Toʻlov-shartnoma asosini tanlang yoki grant asosini hujjat bilan tasdiqlang.",
        ru="Выберите контрактную основу или подтвердите основание гранта документом.",
        en="Choose the basis of a fee contract, or prove the ground of a grant by a paper.",
    ),
)
def payment_is_lawful(case):
    """One is reinstated on a fee contract; on a grant only on a ground of the list."""
    study = case.study
    if not study.payment_asked:
        return unknown(_("basis of payment"))
    if study.payment_asked != Payment.GRANT:
        return holds(True, (_("basis of payment"), "contract"))
    lawful = case.limit("reinstatement.grant_grounds") or ""
    return holds(study.grant_ground in lawful.split(), (_("ground of a grant"), study.grant_ground or "—"))


@rule(
    "578/2025:payment",
    "393/2017:payment",
    remedy=Text(
        uz="Xizmatdan boʻshatilgan kunni hujjat bilan tasdiqlang yoki toʻlov-shartnoma asosini tanlang.",
        ru="Подтвердите день увольнения со службы документом или выберите контрактную основу.",
        en="Prove the day of the discharge by a paper, or choose the basis of a fee contract.",
    ),
)
def conscript_is_in_time(case):
    """A conscript keeps the grant within three years of the discharge."""
    study = case.study
    if study.payment_asked != Payment.GRANT or study.grant_ground != CONSCRIPT:
        return holds(True)
    if study.discharged_on is None:
        return unknown(_("discharged on"))
    years = case.limit("reinstatement.conscript_years")
    in_time = years is None or case.filed_on <= anniversary(study.discharged_on, years)
    return holds(in_time, (_("discharged on"), study.discharged_on))


@rule(
    "institute:one-place",
    remedy=Text(
        uz="Avval u yerdagi oʻqishingiz tugatilganini tasdiqlang.",
        ru="Сначала подтвердите, что обучение там прекращено.",
        en="Prove first that your study there has ended.",
    ),
)
def studies_nowhere_else(case):
    """The same personal number is not active at another place of study."""
    active = case.study.active_elsewhere
    if active is None:
        return unknown(_("studies elsewhere"))
    return holds(not active, (_("studies elsewhere"), "yes" if active else "no"))


@rule(
    "824/2020:42",
    judged_by=JudgedBy.EVENT,
    remedy=Text(
        uz="Muddatga sigʻadigan kursni soʻrang.",
        ru="Попросите курс, при котором срок не превышается.",
        en="Ask for a course that ends within the term.",
    ),
)
def years_of_study_are_left(case):
    """The whole study from the first admission ends within eight years, a master's within four."""
    study = case.study
    if study.admitted_on is None or study.ends_on is None or not study.degree:
        return unknown(_("admitted on"), _("would end on"))
    most = case.limit("study.most_years_master" if study.degree == MASTER else "study.most_years_bachelor")
    in_time = most is None or study.ends_on <= anniversary(study.admitted_on, most)
    return holds(in_time, (_("admitted on"), study.admitted_on), (_("would end on"), study.ends_on))
