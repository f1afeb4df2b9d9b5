"""The invented institute: its faculties, programmes and staff. Nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from permissions.actions import PersonData
from permissions.models import Unit
from permissions.roles import Role
from workflow_site.opening_plan import InstitutePlan, PersonPlan, Post, RegisterPlan, UnitPlan

INSTITUTE = "tkti-namuna"
HEMIS_CODE = "337"
# Orders of this year that were written on paper before Harakat had the numbers up to this one.
LAST_PAPER_NUMBER = 116


@dataclass(frozen=True)
class Faculty:
    """A faculty with two programmes (code and name of the classifier) and the login of its dean."""

    code: str
    dean: str
    names: tuple[str, str, str]
    programmes: tuple[tuple[str, str], tuple[str, str]]


FACULTIES = (
    Faculty(
        "337-101",
        "dean",
        (
            "Noorganik moddalar kimyoviy texnologiyasi fakulteti",
            "Факультет химической технологии неорганических веществ",
            "Faculty of Chemical Technology of Inorganic Substances",
        ),
        (("60710100", "Kimyo muhandisligi"), ("60710400", "Ekologiya va atrof-muhit muhofazasi")),
    ),
    Faculty(
        "337-102",
        "dean2",
        ("Oziq-ovqat texnologiyalari fakulteti", "Факультет пищевых технологий", "Faculty of Food Technologies"),
        (("60720100", "Oziq-ovqat texnologiyasi"), ("60720200", "Yogʻlar, efir moylari va parfyumeriya-kosmetika")),
    ),
    Faculty(
        "337-103",
        "dean-yoqilgi",
        (
            "Yoqilgʻi va organik moddalar kimyoviy texnologiyasi fakulteti",
            "Факультет химической технологии топлива и органических веществ",
            "Faculty of Chemical Technology of Fuel and Organic Substances",
        ),
        (("60720900", "Neft-gazkimyo sanoati texnologiyasi"), ("60721100", "Neft va neft-gazni qayta ishlash")),
    ),
    Faculty(
        "337-104",
        "dean-muhandislik",
        (
            "Muhandislik texnologiyalari fakulteti",
            "Факультет инженерных технологий",
            "Faculty of Engineering Technologies",
        ),
        (
            ("60711400", "Texnologik jarayonlar va ishlab chiqarishni avtomatlashtirish"),
            ("60720700", "Texnologik mashinalar va jihozlar"),
        ),
    ),
    Faculty(
        "337-105",
        "dean-menejment",
        (
            "Menejment va kasbiy taʼlim fakulteti",
            "Факультет менеджмента и профессионального образования",
            "Faculty of Management and Vocational Education",
        ),
        (("60411200", "Menejment"), ("60112400", "Professional taʼlim: kimyoviy texnologiya")),
    ),
)

DEANS = {
    "dean": ("Karimov", "Botir", "Shavkatovich"),
    "dean2": ("Toʻrayeva", "Nafisa", "Oʻktamovna"),
    "dean-yoqilgi": ("Xoʻjayev", "Maʼruf", "Akmalovich"),
    "dean-muhandislik": ("Sodiqov", "Ulugʻbek", "Tohirovich"),
    "dean-menejment": ("Mirzayeva", "Gulchehra", "Anvarovna"),
}
OFFICES: dict[str, tuple[tuple[str, str, str], Role, str]] = {
    "registrar": (("Yusupova", "Dilnoza", "Rustamovna"), Role.REGISTRAR, "Registrator ofisi boshligʻi"),
    "vicerector": (("Rahimov", "Hamid", "Gʻayratovich"), Role.VICE_RECTOR, "Oʻquv ishlari boʻyicha prorektor"),
    "rector": (("Olimov", "Erkin", "Saidovich"), Role.RECTOR, "Rektor"),
    "lawyer": (("Nazarov", "Farrux", "Ilhomovich"), Role.LAWYER, "Yuriskonsult"),
    "accountant": (("Saidova", "Gulnora", "Baxtiyorovna"), Role.ACCOUNTANT, "Bosh hisobchi"),
    "librarian": (("Ismoilova", "Lola", "Anvarovna"), Role.LIBRARIAN, "Kutubxona mudiri"),
    "dormitory": (("Sobirov", "Murod", "Karimovich"), Role.DORMITORY, "Talabalar turar joyi mudiri"),
    "head": (("Ergashev", "Jahongir", "Nodirovich"), Role.HEAD, "Maʼlumotlar bazasi boʻlimi boshligʻi"),
    "admin": (("Qosimova", "Kamola", "Toʻlqinovna"), Role.ADMIN, "Tizim administratori"),
}


def institute_plan(held_since: date) -> InstitutePlan:
    """The institute as it is opened; everybody has held their office since the given day."""
    register = RegisterPlan(
        code="talabalar", title="Talabalar harakati boʻyicha buyruqlar", next_number=LAST_PAPER_NUMBER + 1
    )
    return InstitutePlan(
        code=INSTITUTE,
        names={
            "uz": "Toshkent kimyo-texnologiya instituti (namuna)",
            "ru": "Ташкентский химико-технологический институт (образец)",
            "en": "Tashkent Institute of Chemical Technology (example)",
        },
        ministry="Oʻzbekiston Respublikasi Oliy taʼlim, fan va innovatsiyalar vazirligi",
        city="Toshkent shahri",
        letterhead="100000, Toshkent shahri, Namuna koʻchasi, 1-uy",
        hemis_code=HEMIS_CODE,
        units=[_faculty(faculty) for faculty in FACULTIES],
        registers=[register],
        people=_staff(held_since),
    )


def _staff(held_since: date) -> list[PersonPlan]:
    basis = f"{held_since:%d.%m.%Y}-yildagi 12-K-sonli buyruq"
    posts: list[tuple[str, tuple[str, str, str], Role, str, str]] = [
        (faculty.dean, DEANS[faculty.dean], Role.DEAN, "Fakultet dekani", faculty.code) for faculty in FACULTIES
    ]
    posts += [(login, name, office, title, "") for login, (name, office, title) in OFFICES.items()]
    return [
        _person(login, name, Post(office=office, title=title, basis=basis, valid_from=held_since, unit=unit))
        for login, name, office, title, unit in posts
    ]


def _faculty(faculty: Faculty) -> UnitPlan:
    names = dict(zip(("uz", "ru", "en"), faculty.names, strict=True))
    return UnitPlan(code=faculty.code, kind=Unit.Kind.FACULTY, names=names)


def _person(login: str, name: tuple[str, str, str], post: Post) -> PersonPlan:
    surname, given_name, patronymic = name
    data: PersonData = {"surname": surname, "given_name": given_name, "patronymic": patronymic, "language": "uz"}
    return PersonPlan(login=login, data=data, posts=[post])
