"""What the machine asks of an application for a duplicate (Resolution 395/2022).

Whether the document stands in the register it does not ask: the answer would tell a stranger who typed a name. The
office looks.
"""

from django.utils.translation import gettext_noop as _

from movements.clauses import Text, holds, rule
from movements.limits import limit_on

LOST, UNUSABLE, NAME = "lost", "unusable", "name"
GROUNDS = (LOST, UNUSABLE, NAME)
DIPLOMA, SUPPLEMENT, BOTH = "diploma", "supplement", "both"
OURS, ANOTHER = "ours", "another"
IN_PERSON, BY_POST = "in_person", "post"

# How an order names the ground, before “munosabati bilan”, and what is replaced, before “oʻrniga”.
GROUND_IN_ORDER = {LOST: "yoʻqolganligi", UNUSABLE: "yaroqsiz holga kelganligi", NAME: "egasining ismi oʻzgarganligi"}
DOCUMENT_IN_ORDER = {DIPLOMA: "diplom", SUPPLEMENT: "diplom ilovasi", BOTH: "diplom va uning ilovasi"}


@rule(
    "395/2022:application",
    remedy=Text(
        uz="Dublikatni hujjatni bergan taʼlim muassasasidan soʻrang.",
        ru="Обратитесь за дубликатом в учреждение, выдавшее документ.",
        en="Ask the institution that issued the document for the duplicate.",
    ),
)
def was_issued_here(case):
    """A duplicate is given by the institution that gave the document, or came in its place."""
    return holds(case.stated.get("issued_by") == OURS, (_("issued by"), case.stated.get("issued_by", "")))


@rule(
    "395/2022:ground",
    remedy=Text(
        uz="Uch asosdan birini tanlang: yoʻqolgan, yaroqsiz yoki ism oʻzgargan.",
        ru="Выберите одно из трёх оснований: утрата, непригодность, изменение имени.",
        en="Choose one of the three grounds: lost, unusable, name changed.",
    ),
)
def ground_is_lawful(case):
    """The regulation knows three grounds and no other."""
    return holds(case.stated.get("ground") in GROUNDS, (_("ground"), case.stated.get("ground", "")))


@rule(
    "395/2022:ground",
    remedy=Text(
        uz="Hujjatda yozilgan avvalgi ismni kiriting.",
        ru="Укажите прежнее имя, которое стоит в документе.",
        en="Enter the former name, which stands in the document.",
    ),
)
def former_name_is_said(case):
    """Where the name has changed, the document is found under the name it had."""
    asked = case.stated.get("ground") == NAME
    return holds(not asked or bool(case.stated.get("name_then")), (_("name then"), case.stated.get("name_then", "")))


@rule(
    "395/2022:application",
    remedy=Text(
        uz="Bitirgan yilingizni tekshiring.", ru="Проверьте год окончания.", en="Check the year of graduation."
    ),
)
def has_graduated(case):
    """Nobody has a duplicate of what is not given yet."""
    year = str(case.stated.get("graduated_in", ""))
    return holds(year.isdecimal() and int(year) <= case.filed_on.year, (_("year of graduation"), year))


@rule(
    "395/2022:delivery",
    remedy=Text(
        uz="Pochta manzilini kiriting yoki hujjatni shaxsan oling.",
        ru="Укажите почтовый адрес или получите документ лично.",
        en="Enter the postal address, or fetch the document in person.",
    ),
)
def address_is_known(case):
    """What goes by post needs an address; the applicant bears the cost."""
    by_post = case.stated.get("delivery") == BY_POST
    return holds(not by_post or bool(case.stated.get("address")), (_("postal address"), case.stated.get("address", "")))


@rule(
    "395/2022:application",
    remedy=Text(
        uz="Koʻrsatilgan hujjatlarni ilova qiling.", ru="Приложите указанные документы.", en="Attach the papers named."
    ),
)
def papers_are_there(case):
    """Every paper the ground needs is attached."""
    missing = case.missing_papers
    return holds(not missing, (_("missing papers"), ", ".join(missing) or "—"))


def fee_of(day):
    """Base units and the base unit of a day, as limits; none while one of them is not known."""
    units, unit = limit_on("duplicate.fee_units", day), limit_on("fee.base_unit", day)
    return (units, unit) if units and unit else None
