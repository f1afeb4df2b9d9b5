"""What the machine asks of an application to study subjects again: Resolution 824/2020, clauses 41 and 42."""

from django.utils.translation import gettext_noop as _

from flows.regulation.reinstatement_rules import MASTER, anniversary
from movements.clauses import Text, holds, rule, unknown
from movements.fees.words import grouped
from movements.limits import JudgedBy
from permissions.names import normalise
from students.models import Status


def keys_of(case):
    """The subjects chosen."""
    return list(case.stated.get("subjects", ()))


@rule(
    "824/2020:41",
    remedy=Text(
        uz="Holatingiz notoʻgʻri boʻlsa, registrator ofisiga murojaat qiling.",
        ru="Если ваш статус указан неверно, обратитесь в офис регистратора.",
        en="If your standing is recorded wrongly, ask the registrar's office.",
    ),
)
def studies_now(case):
    """A subject is studied again beside the present study: whoever is on leave returns first."""
    return holds(case.status == Status.STUDYING, (_("standing"), case.status))


@rule(
    "824/2020:41",
    remedy=Text(
        uz="Faqat qarzdor fanlaringizni tanlang; baza xato boʻlsa, asosini yozing.",
        ru="Выберите только предметы, по которым есть задолженность; если база ошибается, изложите основание.",
        en="Choose only subjects you owe; if the record is wrong, say on what grounds.",
    ),
)
def subjects_are_owed(case):
    """Only a subject that was taught and not passed is studied again."""
    debts = case.study.debts
    if debts is None or debts.unknown is not None:
        return unknown(_("academic debts"))
    named = debts.named(keys_of(case))
    passed = [one.name for one in named if debts.find(one.key) is None]
    # A semester of which the record has no result at all proves no debt.
    if not passed and not all(one.certain for one in named):
        return unknown(_("results of the semester"))
    return holds(bool(keys_of(case)) and not passed, (_("passed already"), ", ".join(passed) or "—"))


@rule(
    "824/2020:42",
    judged_by=JudgedBy.EVENT,
    remedy=Text(
        uz="Muddat tugashidan oldingi kunni tanlang yoki sababini tushuntiring.",
        ru="Выберите день до истечения срока или объясните причину.",
        en="Choose a day before the term ends, or explain the reason.",
    ),
)
def years_of_study_last(case):
    """The whole study lasts at most eight years from the admission, a master's four."""
    study = case.study
    if study.admitted_on is None or not study.degree:
        return unknown(_("admitted on"))
    most = case.limit("study.most_years_master" if study.degree == MASTER else "study.most_years_bachelor")
    in_time = most is None or case.event_on < anniversary(study.admitted_on, most)
    return holds(in_time, (_("admitted on"), study.admitted_on), (_("begins on"), case.event_on))


@rule(
    "institute:once-at-a-time",
    remedy=Text(
        uz="Bu fan boshqa arizangiz boʻyicha qayta oʻqilmoqda; uni tanlovdan chiqaring.",
        ru="Этот предмет уже изучается повторно по другому вашему заявлению; уберите его.",
        en="This subject is being studied again under another application of yours; leave it out.",
    ),
)
def is_not_studied_again_already(case):
    """A subject is studied again once at a time."""
    twice = [key for key in keys_of(case) if normalise(key.partition(":")[2]) in case.study.studied_again]
    names = [one.name for one in case.study.debts.named(twice)] if case.study.debts else twice
    return holds(not twice, (_("studied again already"), ", ".join(names) or "—"))


@rule(
    "institute:one-schedule",
    remedy=Text(
        uz="Keyingi semestrni kuting yoki nega hozir kerakligini tushuntiring.",
        ru="Дождитесь следующего семестра или объясните, почему нужно сейчас.",
        en="Wait for the next semester, or explain why it is needed now.",
    ),
)
def schedule_is_the_first_of_its_semester(case):
    """HEMIS keeps one personal schedule a student and semester."""
    semester = case.student.semester if case.student else "—"
    return holds(not case.study.has_schedule, (_("semester"), semester))


@rule(
    "824/2020:price",
    remedy=Text(
        uz="Narx kiritilgach, toʻlov hisoblanadi va sizga xabar beriladi.",
        ru="Когда цену внесут, оплата будет рассчитана и вам сообщат.",
        en="Once the price is entered, the fee is counted and you are told.",
    ),
)
def price_is_known(case):
    """The fee is counted from the annual contract and the credits; where one is not known, nobody guesses it."""
    price, debts = case.study.annual_contract, case.study.debts
    if price is None:
        return unknown(_("annual contract"))
    if debts is not None and not all(one.credits for one in debts.named(keys_of(case))):
        return unknown(_("credits of the subject"))
    a_year = case.limit("study.credits_a_year")
    return holds(True, (_("annual contract"), grouped(price)), (_("credits of a year"), a_year or "—"))


@rule(
    "824/2020:payment",
    judged_by=JudgedBy.EVENT,
    remedy=Text(
        uz="Toʻlovga vaqt qoladigan kunni tanlang.",
        ru="Выберите день, до которого останется время на оплату.",
        en="Choose a day that leaves time to pay.",
    ),
)
def time_to_pay_is_left(case):
    """The fee is paid so many days before the subject begins: an earlier day cannot be kept."""
    days = case.limit("retake.pay_before_days") or 0
    left = (case.event_on - case.filed_on).days
    return holds(left >= max(days, 1), (_("begins on"), case.event_on), (_("days left"), left))
