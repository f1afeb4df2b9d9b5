"""What the machine asks of an application for leave: each question is a clause of Resolution 344/2021."""

from datetime import date

from django.utils.translation import gettext_noop as _

from movements.clauses import Text, holds, rule
from students.models import Status

# The five grounds, by the code the office keeps. HEMIS has none for family care; the mapping is data of `students`.
MILITARY, HEALTH, MATERNITY, CHILD_CARE, FAMILY_CARE = "military", "health", "maternity", "child_care", "family_care"
GROUNDS = (MILITARY, HEALTH, MATERNITY, CHILD_CARE, FAMILY_CARE)

# How an order names the ground, before “munosabati bilan”. Never more than this: the diagnosis stays in the paper.
GROUND_IN_ORDER = {
    MILITARY: "harbiy xizmatga chaqirilganligi",
    HEALTH: "sogʻligʻini tiklash zarurligi",
    MATERNITY: "homiladorlik va tugʻish",
    CHILD_CARE: "bolani parvarishlash",
    FAMILY_CARE: "oilaning betob aʼzosini parvarishlash",
}


@rule(
    "344/2021:4",
    remedy=Text(
        uz="Holatingiz notoʻgʻri boʻlsa, registrator ofisiga murojaat qiling.",
        ru="Если ваш статус указан неверно, обратитесь в офис регистратора.",
        en="If your standing is recorded wrongly, ask the registrar's office.",
    ),
)
def is_studying(case):
    """Leave is for a student who is studying."""
    return holds(case.status == Status.STUDYING, (_("standing"), case.status))


@rule(
    "344/2021:3",
    remedy=Text(
        uz="Beshta asosdan birini tanlang.", ru="Выберите одно из пяти оснований.", en="Choose one of the five grounds."
    ),
)
def ground_is_lawful(case):
    """The regulation knows five grounds and no other."""
    return holds(case.stated.get("ground") in GROUNDS, (_("ground"), case.stated.get("ground", "")))


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another, a begun month counted."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day > first.day)


@rule(
    "344/2021:11",
    remedy=Text(
        uz="Taʼtil kunlarini asosga mos qilib belgilang; harbiy xizmatdan boshqa asoslarda oxirgi kun koʻrsatiladi.",
        ru="Укажите дни отпуска по основанию; последний день не указывают только при военной службе.",
        en="Set the days by the ground; only for military service may the last day be left open.",
    ),
)
def days_are_in_order(case):
    """The leave ends after it begins; only military service may have no known end."""
    first, last = case.stated.get("starts_on", ""), case.stated.get("ends_on", "")
    in_order = last > first if last else case.stated.get("ground") == MILITARY
    return holds(bool(first) and in_order, (_("first day"), first), (_("last day"), last))


@rule(
    "344/2021:11",
    remedy=Text(
        uz="Qisqaroq muddat soʻrang yoki nega uzoqroq kerakligini tushuntiring.",
        ru="Попросите меньший срок или объясните, почему нужен больший.",
        en="Ask for a shorter term or explain why a longer one is needed.",
    ),
)
def is_not_too_long(case):
    """Health and family leave lasts until the unfinished semester is taught again: as a rule one year."""
    most = case.limit("leave.most_months")
    first, last = case.stated.get("starts_on"), case.stated.get("ends_on")
    if most is None or not (first and last) or case.stated.get("ground") not in (HEALTH, FAMILY_CARE):
        return holds(True)
    months = months_between(date.fromisoformat(first), date.fromisoformat(last))
    return holds(months <= most, (_("months"), months))


@rule(
    "344/2021:2010-count",
    remedy=Text(
        uz="Oldingi taʼtillaringizni izohda koʻrsating.",
        ru="Укажите прежние отпуска в пояснении.",
        en="Name your earlier leaves in the explanation.",
    ),
)
def was_not_on_leave_too_often(case):
    """The count of the earlier regulation, where the office has turned it on."""
    key = "leave.most_times_for_health" if case.stated.get("ground") == HEALTH else "leave.most_times"
    most = case.limit(key)
    if most is None:
        return holds(True)
    before = len(case.leaves)
    return holds(before < most, (_("leaves before"), before), (_("most leaves"), most))


@rule(
    "344/2021:2010-first-year",
    remedy=Text(
        uz="Sogʻliq asosini tanlang yoki sababini tushuntiring.",
        ru="Выберите основание по здоровью или объясните причину.",
        en="Choose the ground of health or explain the reason.",
    ),
)
def first_year_only_for_health(case):
    """The rule of the earlier regulation for first-year students, where the office has turned it on."""
    course = case.student.course if case.student else 0
    if case.limit("leave.first_year_only_for_health") is None:
        return holds(True)
    return holds(course > 1 or case.stated.get("ground") == HEALTH, (_("course"), course))


@rule(
    "344/2021:6",
    remedy=Text(
        uz="Tanlangan asosni tasdiqlovchi hujjatni ilova qiling.",
        ru="Приложите документ, подтверждающий выбранное основание.",
        en="Attach the paper that proves the ground you chose.",
    ),
)
def papers_prove_the_ground(case):
    """Every paper the form asks for under this ground is attached."""
    missing = case.missing_papers
    return holds(not missing, (_("missing papers"), ", ".join(missing) or "—"))
