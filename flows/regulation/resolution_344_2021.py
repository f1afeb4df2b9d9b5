"""Cabinet Resolution No. 344 of 03.06.2021: the regulation on academic leave.

What was read of it: clauses 3, 4, 5 and 11 and the ground of applications (chapter 2, clause 6). Where the number of a
clause is not known, the reference says so instead of inventing one. Numbers of the earlier regulation of 2010 stand as
data, are doubtful, and are off unless the office turns them on.
"""

from datetime import date

from django.utils.translation import gettext_noop as _

from movements.clauses import Act, Text
from movements.limits import Confidence, JudgedBy, Limit, declare

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
