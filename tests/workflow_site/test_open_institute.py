"""An empty database becomes a working office, and its first order is signed and in force."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from journal import clock
from journal.models import Event
from journal.verification import verify_all
from movements import actions
from movements.composing import compose
from movements.models import Movement
from orders import actions as orders
from orders.models import Document, Order, Register
from orders.signing import institutional_signer, verify
from permissions.models import Account, Appointment, Institute, Person, Unit
from permissions.roles import Role
from students.models import Standing, Status, Student
from tests.people import House
from tests.uploads import pdf
from tests.work import do_all_jobs

EXAMPLE = Path("docs/institute.example.toml")
ROSTER = Path("tests/data/hemis-students.json")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    """Seal and documents of this test's own."""
    settings.HARAKAT_SEAL, settings.HARAKAT_SEAL_PASSPHRASE = tmp_path / "seal.p12", ""
    settings.MEDIA_ROOT = str(tmp_path / "media")


def open_by(path: Path) -> str:
    out = StringIO()
    call_command("open_institute", str(path), stdout=out)
    return out.getvalue()


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The example with one value changed."""
    text = EXAMPLE.read_text()
    assert old in text
    path = tmp_path / "institute.toml"
    path.write_text(text.replace(old, new, 1))
    return path


def told(path: Path) -> list[str]:
    with pytest.raises(CommandError) as refusal:
        open_by(path)
    return str(refusal.value).splitlines()


def person(login: str) -> Person:
    return Person.objects.get(account__username=login)


@pytest.mark.journey
def test_an_empty_database_reaches_its_first_signed_order(db: None) -> None:
    open_by(EXAMPLE)
    call_command("import_students", str(ROSTER), stdout=StringIO(), stderr=StringIO())
    student = Student.objects.select_related("person", "faculty").get(number="337251190001")
    case = file_leave(student)
    for login in ("karimov", "rahimov"):
        case = actions.decide(actor=person(login), movement_id=case.pk, verdict="approve")
    [order] = compose(actor=person("yusupova"), kind="academic_leave", movement_ids=[case.pk])
    orders.send(actor=person("yusupova"), order_id=order.pk)
    for login in ("nazarov", "saidova"):
        orders.endorse(actor=person(login), order_id=order.pk)
    orders.sign(actor=person("olimov"), order_id=order.pk)
    do_all_jobs()
    in_force(order, student, case)


def file_leave(student: Student) -> Movement:
    starts, ends = clock.today(), clock.today() + timedelta(days=200)
    stated = {"ground": "health", "starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    case = actions.start_draft(actor=student.person, kind="academic_leave", student=student, stated=stated)
    actions.attach(actor=student.person, movement_id=case.pk, kind="medical_conclusion", upload=pdf())
    return actions.file(actor=student.person, movement_id=case.pk)


def in_force(order: Order, student: Student, case: Movement) -> None:
    """The register's next number, a sealed PDF, the record changed, the case granted."""
    order, student, case = (type(row).objects.get(pk=row.pk) for row in (order, student, case))
    assert (order.state, order.number, order.date) == ("in_force", "118-T", clock.today())
    content = Document.objects.get(order=order).file.read()
    assert content.startswith(b"%PDF") and verify(content).is_from(institutional_signer().describe())
    assert (student.status, case.state) == (Status.ON_LEAVE, "granted")
    standing = Standing.objects.get(student=student, basis=Standing.Basis.ORDER)
    assert (standing.order_number, standing.status) == ("118-T", "on_leave")
    assert verify_all() == []


def test_what_the_file_says_is_what_is_opened(db: None) -> None:
    open_by(EXAMPLE)
    institute = Institute.objects.select_related("unit").get()
    assert (institute.unit.code, institute.city, institute.working_days_a_week) == ("tkti", "Toshkent shahri", 6)
    assert (institute.hemis_code, institute.is_demo) == ("337", False)
    assert institute.letterhead.splitlines() == ["100000, Toshkent shahri, Namuna koʻchasi, 1-uy", "namuna@example.uz"]
    faculties = Unit.objects.filter(kind="faculty", parent=institute.unit)
    assert set(faculties.values_list("code", flat=True)) == {"337-901", "337-902"}
    assert Register.objects.get().years.get().next_number == 118
    dean = Appointment.objects.get(person=person("karimov"))
    assert (dean.office, dean.unit.code, dean.valid_from) == (Role.DEAN, "337-901", date(2024, 1, 8))
    opened = Event.objects.filter(act__in=("institute.open", "register.open", "unit.open", "appointment.make"))
    assert opened.count() == 1 + 1 + 3 + 10


def test_each_login_gets_a_one_time_password_which_is_printed_and_must_be_changed(db: None) -> None:
    out = open_by(EXAMPLE)
    passwords = dict(re.findall(r"^  (\S+)\t(\S+)\t", out, re.MULTILINE))
    accounts = Account.objects.all()
    assert len(set(passwords.values())) == accounts.count() == 10
    for account in accounts:
        assert account.check_password(passwords[account.username]) and account.must_change_password


def test_a_self_made_seal_is_put_where_none_is_and_an_existing_one_is_left(db: None, settings, tmp_path: Path) -> None:
    assert "self-made certificate" in open_by(EXAMPLE)
    assert institutional_signer().describe().subject == "Toshkent kimyo-texnologiya instituti"
    assert settings.HARAKAT_SEAL.stat().st_mode & 0o777 == 0o600


def test_an_existing_seal_is_left_as_it_is(db: None, settings) -> None:
    settings.HARAKAT_SEAL.write_bytes(b"the institute's own")
    assert "self-made certificate" not in open_by(EXAMPLE)
    assert settings.HARAKAT_SEAL.read_bytes() == b"the institute's own"


def test_offices_nobody_holds_are_named(db: None) -> None:
    assert "Nobody holds yet: head." in open_by(EXAMPLE)


def test_an_institute_is_opened_once(house: House) -> None:
    assert told(EXAMPLE) == ["This database is not empty: an institute is opened once, in a new database."]


def test_a_believed_time_is_refused(db: None, settings) -> None:
    settings.HARAKAT_NOW = clock.now()
    assert told(EXAMPLE) == ["HARAKAT_NOW is for the demo database only; unset it to open a real institute."]
    assert not Unit.objects.exists()


WRONG = [
    ('city = "Toshkent shahri"', "", "institute.city: is missing"),
    ('city = "Toshkent shahri"', 'city = " "', "institute.city: is empty"),
    ('city = "Toshkent shahri"', "city = 7", "institute.city: must be a text in quotation marks, not 7"),
    ('city = "Toshkent shahri"', f'city = "{"x" * 101}"', "institute.city: is longer than 100 characters"),
    ("working_days_a_week = 6", "working_days_a_week = 7", "institute.working_days_a_week: must be a whole "),
    ("hemis_code =", "hemiscode =", "institute.hemiscode: is not known here"),
    ('kind = "faculty"', 'kind = "kafedra"', "units[1].kind: must be one of faculty, office, not “kafedra”"),
    ('code = "tkti"', 'code = "337-901"', "units: the code “337-901” stands twice"),
    ('kind = "faculty"\n', 'kind = "faculty"\nparent = "x"\n', "units[1].parent: no unit above this one has"),
    ('numbering = "own"', 'numbering = "ijro"', "registers[1].numbering: must be one of own, external, not “ijro”"),
    ("next_number = 118", "next_number = 0", "registers[1].next_number: must be a whole number from 1 to 999999"),
    ('pattern = "{number}-T"', 'pattern = "{nomer}-T"', "registers[1].pattern: "),
    ('pattern = "{number}-T"', 'kinds = ["leave"]', "registers[1].kinds: there is no order of the "),
    ('pattern = "{number}-T"', 'kinds = ["academic_leave"]', "registers: none takes orders of the kind "),
    ('office = "admin"', 'office = "dekan"', "people[1].appointments[1].office: must be one of dean, "),
    ('office = "admin"', 'office = "head"', "people: nobody holds the office “admin”, so "),
    ("from = 2024-01-08", 'from = "2024-01-08"', "people[1].appointments[1].from: must be a "),
    ("from = 2024-01-08", "from = 2024-01-08\nto = 2023-01-01", "people[1].appointments[1].to: lies before from"),
    ('unit = "337-901"', 'unit = "337-9"', "people[3].appointments[1].unit: no unit has the code “337-9”"),
    ('login = "yusupova"', 'login = "ergasheva"', "people: the login “ergasheva” stands twice"),
    ('login = "yusupova"', 'login = "yu supova"', "people[2].login: "),
    ('email = "ergasheva@example.uz"', 'email = "ergasheva"', "people[1].email: "),
    ('language = "uz"', 'language = "de"', "people[1].language: must be one of uz, ru, en, not “de”"),
    ('language = "uz"', 'pinfl = "123"', "people[1].pinfl: must have exactly 14 digits"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG)
def test_a_wrong_value_gets_a_sentence_that_begins_with_its_key(
    db: None, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    [line] = told(changed(tmp_path, old, new))
    assert line.startswith(sentence)
    assert not Unit.objects.exists() and not Account.objects.exists()


def test_all_wrong_values_are_told_at_once(db: None, tmp_path: Path) -> None:
    path = tmp_path / "institute.toml"
    path.write_text('[institute]\nname = "X"\n')
    assert told(path) == [
        "institute.code: is missing",
        "institute.ministry: is missing",
        "institute.city: is missing",
        "registers: is missing",
        "people: is missing",
    ]


@pytest.mark.parametrize(("content", "sentence"), [(None, " cannot be read: "), ("[institute", "The file is not TOML")])
def test_what_is_no_toml_file_is_refused(db: None, tmp_path: Path, content: str | None, sentence: str) -> None:
    path = tmp_path / "institute.toml"
    if content is not None:
        path.write_text(content)
    [line] = told(path)
    assert sentence in line
