"""What the machine asks of an extension of leave: its clauses of Resolution 344/2021."""

from datetime import date

from django.utils.translation import gettext_noop as _

from flows.regulation.leave_rules import FAMILY_CARE, GROUNDS, HEALTH, MILITARY, months_between
from movements.clauses import Text, holds, rule


@rule(
    "344/2021:3",
    remedy=Text(
        uz="Boshqa asos — yangi taʼtil: shu taʼtildan qayting va yangi asosda ariza bering.",
        ru="Другое основание — новый отпуск: выйдите из этого и подайте заявление по новому основанию.",
        en="Another ground is another leave: return from this one and apply on the new ground.",
    ),
)
def goes_on_on_its_own_ground(case):
    """A leave goes on on the ground on which it was granted; the record may have none of a leave on paper."""
    known, stated = case.student.ground if case.student else "", case.stated.get("ground", "")
    of_ours = known if known in GROUNDS else ""
    return holds(stated in GROUNDS and of_ours in ("", stated), (_("ground"), known or "—"), (_("stated"), stated))


@rule(
    "344/2021:extension",
    remedy=Text(
        uz="Muddat tugagan boʻlsa, qaytish arizasini bering yoki kechikish sababini yozing.",
        ru="Если срок истёк, подайте заявление о выходе или объясните причину опоздания.",
        en="Where the leave has ended, apply for the return or say why the application is late.",
    ),
)
def is_filed_before_the_end(case):
    """Filed by the last day of the leave; where that is a day off, by the working day that follows."""
    until = case.student.status_until if case.student else None
    if until is None:
        return holds(True, (_("leave until"), "—"))
    last = case.working_days.at_work(until)
    return holds(
        case.filed_on <= last, (_("leave until"), until), (_("to be filed by"), last), (_("filed on"), case.filed_on)
    )


@rule(
    "344/2021:11",
    remedy=Text(
        uz="Hozirgi oxirgi kundan keyingi kunni koʻrsating; faqat harbiy xizmatda kun keyinroq aytilishi mumkin.",
        ru="Укажите день позже нынешнего последнего; только при военной службе его можно назвать позже.",
        en="Name a day after the present last one; only for military service may it be named later.",
    ),
)
def new_end_lies_later(case):
    """The new last day lies after the present one; only military service may stay without one."""
    until, new = case.student.status_until if case.student else None, case.stated.get("ends_on", "")
    if not new:
        later = case.stated.get("ground") == MILITARY and until is not None
    elif until is not None:
        later = new > until.isoformat()
    else:
        later = not case.leaves or new > case.leaves[-1].since.isoformat()
    return holds(later, (_("leave until"), until or "—"), (_("new last day"), new or "—"))


@rule(
    "344/2021:11",
    remedy=Text(
        uz="Qisqaroq muddat soʻrang yoki nega uzoqroq kerakligini tushuntiring.",
        ru="Попросите меньший срок или объясните, почему нужен больший.",
        en="Ask for a shorter term or explain why a longer one is needed.",
    ),
)
def whole_leave_is_not_too_long(case):
    """The leave with all its extensions is counted from its first day: extending does not begin the months anew."""
    most, new = case.limit("leave.most_months"), case.stated.get("ends_on")
    if most is None or not new or case.stated.get("ground") not in (HEALTH, FAMILY_CARE) or not case.leaves:
        return holds(True)
    first = case.leaves[-1].since
    months = months_between(first, date.fromisoformat(new))
    return holds(months <= most, (_("first day"), first), (_("new last day"), new), (_("months"), months))


@rule(
    "344/2021:6",
    remedy=Text(
        uz="Asos davom etayotganini tasdiqlovchi hujjatni ilova qiling.",
        ru="Приложите документ о том, что основание сохраняется.",
        en="Attach the paper which proves that the ground lasts.",
    ),
)
def ground_is_proven_to_last(case):
    """The paper which the form asks for under this ground is attached."""
    missing = case.missing_papers
    return holds(not missing, (_("missing papers"), ", ".join(missing) or "—"))
