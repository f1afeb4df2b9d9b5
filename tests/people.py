"""The people of every test, always the same: who they are, where they belong and what they hold.

Aziza studies inorganic chemistry; Botir is her dean. Sardor studies food technology; Jasur is his. Dilnoza is the
registrar, Hamid the vice-rector, Erkin the rector, Farrux the lawyer, Gulnora the accountant, Zuhra keeps the library,
Murod the students' residence, Kamola is the administrator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from orders.models import Register
from permissions.actions import appoint, create_person, open_account, open_unit
from permissions.models import Institute, Person, Unit
from permissions.roles import Role
from students.actions import admit
from students.models import Group, Programme, Standing, Student
from students.standing import Facts

PASSWORD = "harakat"
HELD_SINCE = date(2024, 1, 8)
ADMITTED = date(2025, 9, 2)
STAFF = {
    "botir": ("Karimov", "Botir", Role.DEAN, "chemistry", "Fakultet dekani"),
    "jasur": ("Toʻrayev", "Jasur", Role.DEAN, "food", "Fakultet dekani"),
    "dilnoza": ("Yusupova", "Dilnoza", Role.REGISTRAR, "institute", "Registrator ofisi boshligʻi"),
    "hamid": ("Rahimov", "Hamid", Role.VICE_RECTOR, "institute", "Oʻquv ishlari boʻyicha prorektor"),
    "erkin": ("Olimov", "Erkin", Role.RECTOR, "institute", "Rektor"),
    "farrux": ("Nazarov", "Farrux", Role.LAWYER, "institute", "Yuriskonsult"),
    "gulnora": ("Saidova", "Gulnora", Role.ACCOUNTANT, "institute", "Bosh hisobchi"),
    "zuhra": ("Ismoilova", "Zuhra", Role.LIBRARIAN, "institute", "Kutubxona mudiri"),
    "murod": ("Sobirov", "Murod", Role.DORMITORY, "institute", "Talabalar turar joyi mudiri"),
    "kamola": ("Ergasheva", "Kamola", Role.ADMIN, "institute", "Administrator"),
}


@dataclass
class House:
    """A small institute with two faculties."""

    institute: Unit
    units: dict[str, Unit]
    people: dict[str, Person]
    students: dict[str, Student]
    programmes: dict[str, Programme]
    groups: dict[str, Group] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)


def open_house() -> House:
    """An institute at work, by the same actions the product uses."""
    root = open_unit(
        actor=None,
        code="337",
        kind=Unit.Kind.INSTITUTE,
        parent=None,
        names={"uz": "Toshkent kimyo-texnologiya instituti", "en": "Tashkent Institute of Chemical Technology"},
    )
    Institute.objects.create(
        unit=root,
        ministry="Oʻzbekiston Respublikasi Oliy taʼlim, fan va innovatsiyalar vazirligi",
        city="Toshkent shahri",
        hemis_code="337",
        working_days_a_week=6,
    )
    units = {"institute": root}
    faculties = {"chemistry": "Noorganik moddalar kimyoviy texnologiyasi", "food": "Oziq-ovqat texnologiyasi"}
    for code, uz in faculties.items():
        units[code] = open_unit(
            actor=None, code=code, kind=Unit.Kind.FACULTY, parent=root, names={"uz": f"{uz} fakulteti"}
        )
    Register.objects.create(code="students", title="Talabalar harakati boʻyicha buyruqlar", pattern="{number}-T")
    house = House(root, units, {}, {}, {})
    for login, (surname, given_name, office, unit, title) in STAFF.items():
        person = create_person(surname=surname, given_name=given_name, email=f"{login}@tkti.example")
        open_account(person=person, login=login, password=PASSWORD)
        person.refresh_from_db()
        appoint(
            actor=None,
            person=person,
            office=office,
            unit=units[unit],
            valid_from=HELD_SINCE,
            title=title,
            basis="08.01.2024-yildagi 12-K-sonli buyruq",
        )
        house.people[login] = person
    enrol(house, "aziza", "Qodirova", "Aziza", "chemistry", "337251100001")
    enrol(house, "sardor", "Gʻaniyev", "Sardor", "food", "337251100002")
    return house


def enrol(house: House, login: str, surname: str, given_name: str, faculty: str, number: str) -> Student:
    """Add a student of the second year who studies on a state grant."""
    email = f"{login}@tkti.example"
    person = create_person(surname=surname, given_name=given_name, patronymic="Anvar qizi", email=email)
    open_account(person=person, login=login, password=PASSWORD)
    person.refresh_from_db()
    codes = {"chemistry": ("60710100", "Kimyo muhandisligi"), "food": ("60720100", "Oziq-ovqat texnologiyasi")}
    if faculty not in house.programmes:
        code, name = codes[faculty]
        programme = Programme.objects.create(code=code, year=2024, name=name, faculty=house.units[faculty])
        house.programmes[faculty] = programme
        for group, course, semester in (("25-10", 2, 3), ("26-10", 1, 1)):
            house.groups[f"{faculty} {group}"] = Group.objects.create(
                name=group, programme=programme, course=course, semester=semester, curriculum=f"{group[:2]}-{code}"
            )
    group = house.groups[f"{faculty} 25-10"]
    facts = Facts(
        status="studying",
        faculty_id=house.units[faculty].pk,
        programme_id=house.programmes[faculty].pk,
        group_id=group.pk,
        course=2,
        semester=3,
        form="11",
        language="11",
        payment="11",
        curriculum=group.curriculum,
    )
    student = admit(
        person=person,
        number=number,
        facts=facts,
        valid_from=ADMITTED,
        source=f"import:{number}",
        details={"admitted_in": 2025},
        basis=Standing.Basis.HEMIS_IMPORT,
        basis_text="HEMIS",
    )
    house.people[login], house.students[login] = person, student
    return student
