"""What the machine asks of a return from leave: its clauses, and what counts where a day is a day off."""

from django.utils.translation import gettext_noop as _

from flows.regulation.leave_rules import CHILD_CARE, FAMILY_CARE, GROUNDS, MATERNITY
from movements.clauses import Answer, Text, holds, rule
from movements.leaves.due_back import due_back
from students.models import Status
from students.queries import taught_now


@rule(
    "344/2021:4",
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
    "344/2021:return",
    remedy=Text(
        uz="Taʼtil qaysi asosda berilgan boʻlsa, oʻsha asosni tanlang.",
        ru="Выберите то основание, по которому был предоставлен отпуск.",
        en="Choose the ground on which the leave was granted.",
    ),
)
def ground_is_that_of_the_leave(case):
    """What has ended is the ground the record knows; a leave on paper may have none, or one only HEMIS knows."""
    known = case.student.ground if case.student else ""
    of_ours = known if known in GROUNDS else ""
    return holds(of_ours in ("", case.stated.get("ground_ended")), (_("ground"), known or "—"))


@rule(
    "344/2021:return",
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


def returns_early(stated, student):
    """Whether the return asked for lies before the end of the leave; without a known end there is no early one."""
    until, returns_on = student.status_until if student else None, stated.get("returns_on", "")
    return bool(until and returns_on) and returns_on <= until.isoformat()


@rule(
    "344/2021:early",
    remedy=Text(
        uz="Muddatidan oldin qaytish uchun asos tugaganini tasdiqlovchi hujjatni ilova qiling.",
        ru="Для досрочного выхода приложите документ о том, что основание отпало.",
        en="For an early return attach the paper which proves that the ground has ended.",
    ),
)
def early_return_is_proven(case):
    """Before its last day a leave ends only when its ground has: what needs no paper in time needs one then."""
    if not returns_early(case.stated, case.student):
        return holds(True)
    needs_paper = case.stated.get("ground_ended") in (MATERNITY, CHILD_CARE, FAMILY_CARE)
    until = case.student.status_until
    return holds(not needs_paper or "end_of_care" in case.papers, (_("leave until"), until))


@rule(
    "344/2021:early",
    remedy=Text(
        uz="Tugallanmagan semestr oʻqitiladigan vaqtda qayting yoki ofisdan joy soʻrang.",
        ru="Вернитесь, когда преподаётся незавершённый семестр, или попросите офис найти место.",
        en="Return when the unfinished semester is taught, or ask the office for a place.",
    ),
)
def unfinished_semester_is_taught(case):
    """Who returns early goes on where a group of the programme is taught the unfinished semester now."""
    if not returns_early(case.stated, case.student):
        return holds(True)
    student = case.student
    groups = taught_now(student.programme, student.semester).order_by("name").values_list("name", flat=True)
    names = ", ".join(dict.fromkeys(groups))
    return holds(bool(names), (_("unfinished semester"), student.semester), (_("taught to"), names or "—"))


@rule(
    "344/2021:grant",
    remedy=Text(
        uz="Kechikish sababini tushuntiring; toʻlov asosini ofis belgilaydi.",
        ru="Объясните причину опоздания; основу оплаты определит офис.",
        en="Explain why you are late; the office decides on the basis of payment.",
    ),
)
def returns_on_time(case):
    """Back no later than on the first working day after the leave, with the days of grace the institute gives."""
    until = case.student.status_until if case.student else None
    grace = case.limit("return.days_of_grace") or 0
    if until is None:
        return holds(True, (_("leave until"), "—"))
    last = due_back(until, case.working_days, grace=grace)
    return holds(
        case.event_on <= last, (_("leave until"), until), (_("due back on"), last), (_("returns on"), case.event_on)
    )


@rule(
    "344/2021:grant",
    remedy=Text(
        uz="Arizani qaytish kunidan kechiktirmay bering; kech berilgan arizada toʻlov asosini ofis belgilaydi.",
        ru="Подайте заявление не позже дня выхода; при поздней подаче основу оплаты определит офис.",
        en="Apply no later than the day of return; after a late application the office decides on the payment.",
    ),
)
def return_is_filed_in_time(case):
    """A day of return that is stated after it has passed is looked at by the office: it warns and does not stop."""
    until = case.student.status_until if case.student else None
    if until is None or case.filed_on <= until:
        return holds(True)
    last = due_back(until, case.working_days, grace=case.limit("return.days_of_grace") or 0)
    facts = ((_("due back on"), str(last)), (_("filed on"), str(case.filed_on)))
    return Answer(case.filed_on <= last, facts, known=False)


@rule(
    "institute:day-off",
    remedy=Text(
        uz="Qaytish kuni dam olish kuniga toʻgʻri kelsa, oʻqish keyingi ish kunidan boshlanadi.",
        ru="Если день выхода выходной, занятия начинаются в следующий рабочий день.",
        en="Where the day of return is a day off, study begins on the next working day.",
    ),
)
def day_off_gives_way(case):
    """Said, never stopped: which day is counted where the leave ends, or the return falls, on a day off."""
    until, days = case.student.status_until if case.student else None, case.working_days
    off = [(label, day) for label, day in ((_("leave until"), until), (_("returns on"), case.event_on)) if day]
    off = [(label, day) for label, day in off if not days.works(day)]
    return holds(True, *off, *([(_("study begins on"), days.at_work(case.event_on))] if off else []))
