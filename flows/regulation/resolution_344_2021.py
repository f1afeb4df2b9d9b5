"""Cabinet Resolution No. 344 of 03.06.2021: the regulation on academic leave.

What was read of it: clauses 3, 4, 5 and 11 and the ground of applications (chapter 2, clause 6). Where the number of a
clause is not known, the reference says so instead of inventing one. Numbers of the earlier regulation of 2010 stand as
data, are doubtful, and are off unless the office turns them on.
"""

from datetime import date

from django.utils.translation import gettext_noop as _

from movements.clauses import Act, Text, holds, rule
from movements.limits import Confidence, JudgedBy, Limit, declare
from students.models import Status

RESOLUTION_344 = Act(
    code="344/2021",
    title=Text(
        uz="Oliy taʼlim muassasalari talabalariga akademik taʼtil berish tartibi toʻgʻrisidagi nizom",
        ru="Положение о порядке предоставления академического отпуска студентам высших образовательных учреждений",
        en="Regulation on academic leave for students of higher education institutions",
    ),
    adopted=date(2021, 6, 3),
    link="https://lex.uz/docs/-5444390",
)

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

CLAUSE_3 = RESOLUTION_344.clause(
    "3",
    uz="Akademik taʼtil harbiy xizmat, sogʻliqni tiklash, homiladorlik va tugʻish, bolani parvarishlash yoki oilaning "
    "betob aʼzosini parvarishlash uchun beriladi.",
    ru="Академический отпуск предоставляется для военной службы, восстановления здоровья, по беременности и родам, по "
    "уходу за ребёнком или за больным членом семьи.",
    en="Academic leave is granted for military service, restoring health, pregnancy and childbirth, child care, or "
    "care of a sick family member.",
    reference=_("Resolution 344 of 03.06.2021, Regulation, clause 3"),
)
CLAUSE_4 = RESOLUTION_344.clause(
    "4",
    uz="Akademik taʼtil talabalar safidan chetlashtirish hisoblanmaydi: u oʻqiyotgan talabaga beriladi va undan "
    "qaytiladi.",
    ru="Академический отпуск не является отчислением: он предоставляется обучающемуся, и из него возвращаются.",
    en="Academic leave is not expulsion: it is granted to a student who is studying, who returns from it.",
    reference=_("Resolution 344 of 03.06.2021, Regulation, clause 4"),
)
CLAUSE_5 = RESOLUTION_344.clause(
    "5",
    uz="Akademik taʼtil davrida stipendiya toʻlanmaydi.",
    ru="Во время академического отпуска стипендия не выплачивается.",
    en="No scholarship is paid during academic leave.",
    reference=_("Resolution 344 of 03.06.2021, Regulation, clause 5"),
)
CLAUSE_6 = RESOLUTION_344.clause(
    "6",
    uz="Akademik taʼtil talabaning arizasi va asosni tasdiqlovchi hujjatga koʻra rektor buyrugʻi bilan beriladi.",
    ru="Академический отпуск предоставляется приказом ректора по заявлению студента и документу, подтверждающему "
    "основание.",
    en="Academic leave is granted by order of the rector on the student's application and a paper proving the ground.",
    reference=_("Resolution 344 of 03.06.2021, Regulation, chapter 2, clause 6"),
)
CLAUSE_11 = RESOLUTION_344.clause(
    "11",
    uz="Taʼtil muddati asosga qarab belgilanadi: sogʻliq va oila parvarishida — keyingi oʻquv yilida tugallanmagan "
    "semestr boshlanguncha; harbiy xizmat, homiladorlik va bola parvarishida — qonunda belgilangan muddatga.",
    ru="Срок отпуска зависит от основания: по здоровью и уходу за членом семьи — до начала не завершённого семестра в "
    "следующем году; для военной службы, по беременности и уходу за ребёнком — установленный законом срок.",
    en="The term depends on the ground: for health and family care until the unfinished semester begins in the next "
    "year; for military service, pregnancy and child care the statutory term.",
    reference=_("Resolution 344 of 03.06.2021, Regulation, on duration (clause 11: next semester for other forms)"),
)
RETURN = RESOLUTION_344.clause(
    "return",
    uz="Taʼtildan qaytish talabaning arizasi va asos tugaganini tasdiqlovchi hujjatga koʻra rasmiylashtiriladi.",
    ru="Выход из отпуска оформляется по заявлению студента и документу о том, что основание отпало.",
    en="A return is made on the student's application and a paper proving that the ground has ended.",
    reference=_("Resolution 344 of 03.06.2021; the number of the clause on return is to be confirmed on lex.uz"),
)
GRANT_KEPT = RESOLUTION_344.clause(
    "grant",
    uz="Taʼtildan oʻz vaqtida qaytgan talabaning davlat granti saqlanadi.",
    ru="За студентом, своевременно вернувшимся из отпуска, сохраняется место по государственному гранту.",
    en="A student who returns from leave on time keeps the state grant.",
    reference=_("Resolution 578 of 13.09.2025, annex 3, exceptions to the fee basis (summary)"),
)
EARLIER_COUNT = RESOLUTION_344.clause(
    "2010-count",
    uz="2010-yilgi nizomga koʻra akademik taʼtil koʻpi bilan ikki marta (sogʻliq boʻyicha uch marta) berilardi.",
    ru="По положению 2010 года отпуск предоставлялся не более двух раз (по здоровью трёх).",
    en="Under the regulation of 2010 leave was granted at most twice (three times for health).",
    reference=_("Ministry regulation of 2010; whether Resolution 344 keeps it is not confirmed"),
    confidence=Confidence.DOUBTFUL,
)
EARLIER_FIRST_YEAR = RESOLUTION_344.clause(
    "2010-first-year",
    uz="2010-yilgi nizomga koʻra birinchi kurs talabasiga faqat kasalligi sababli taʼtil berilardi.",
    ru="По положению 2010 года первокурсникам отпуск предоставлялся только по болезни.",
    en="Under the regulation of 2010 first-year students got leave only for illness.",
    reference=_("Ministry regulation of 2010; whether Resolution 344 keeps it is not confirmed"),
    confidence=Confidence.DOUBTFUL,
)

OLD_SOURCE = _("Ministry regulation of 2010 (tashabbus.org, terdu.uz); not confirmed in Resolution 344")
for limit in (
    Limit(
        key="leave.most_months",
        value=12,
        unit="months",
        valid_from=date(2021, 6, 3),
        source=_("Resolution 344: until the unfinished semester begins in the next year; 12 months as in 2010"),
        confidence=Confidence.DOUBTFUL,
        judged_by=JudgedBy.EVENT,
    ),
    Limit(
        key="leave.most_times",
        value=2,
        unit="leaves",
        valid_from=date(2010, 1, 1),
        source=OLD_SOURCE,
        confidence=Confidence.DOUBTFUL,
        on=False,
    ),
    Limit(
        key="leave.most_times_for_health",
        value=3,
        unit="leaves",
        valid_from=date(2010, 1, 1),
        source=OLD_SOURCE,
        confidence=Confidence.DOUBTFUL,
        on=False,
    ),
    Limit(
        key="leave.first_year_only_for_health",
        value="yes",
        unit="yes or no",
        valid_from=date(2010, 1, 1),
        source=OLD_SOURCE,
        confidence=Confidence.DOUBTFUL,
        on=False,
    ),
    Limit(
        key="leave.days_to_decide",
        value=7,
        unit="calendar days",
        valid_from=date(2010, 1, 1),
        source=OLD_SOURCE,
        confidence=Confidence.DOUBTFUL,
        on=False,
    ),
    Limit(
        key="return.days_of_grace",
        value=0,
        unit="days",
        valid_from=date(2021, 6, 3),
        source=_("Term of the institute: no clause on a late return was found"),
        confidence=Confidence.LOCAL,
        judged_by=JudgedBy.EVENT,
    ),
):
    declare(limit)


@rule(
    CLAUSE_4,
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
    CLAUSE_4,
    remedy=Text(
        uz="Taʼtil buyrugʻingiz bazada boʻlmasa, registrator ofisiga murojaat qiling.",
        ru="Если приказа о вашем отпуске нет в базе, обратитесь в офис регистратора.",
        en="If your order of leave is not in the record, ask the registrar's office.",
    ),
)
def is_on_leave(case):
    """Only who is on leave returns from it."""
    return holds(case.status == Status.ON_LEAVE, (_("standing"), case.status))


@rule(
    CLAUSE_3,
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
    CLAUSE_11,
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
    CLAUSE_11,
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
    EARLIER_COUNT,
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
    return holds(case.leaves_before < most, (_("leaves before"), case.leaves_before))


@rule(
    EARLIER_FIRST_YEAR,
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
    CLAUSE_6,
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


@rule(
    RETURN,
    remedy=Text(
        uz="Asos tugaganini tasdiqlovchi hujjatni ilova qiling.",
        ru="Приложите документ о том, что основание отпало.",
        en="Attach the paper which proves that the ground has ended.",
    ),
)
def end_of_ground_is_proven(case):
    """The paper that proves the end of the ground is attached."""
    missing = case.missing_papers
    return holds(not missing, (_("missing papers"), ", ".join(missing) or "—"))


@rule(
    GRANT_KEPT,
    remedy=Text(
        uz="Kechikish sababini tushuntiring; toʻlov asosini ofis belgilaydi.",
        ru="Объясните причину опоздания; основу оплаты определит офис.",
        en="Explain why you are late; the office decides on the basis of payment.",
    ),
)
def returns_on_time(case):
    """Back no later than the order of leave said."""
    until = case.student.status_until if case.student else None
    grace = case.limit("return.days_of_grace") or 0
    if until is None:
        return holds(True, (_("leave until"), "—"))
    late = (case.event_on - until).days
    return holds(late <= grace + 1, (_("leave until"), until), (_("returns on"), case.event_on))
