"""Invented curricula of the demo's programmes and what some of its students have passed, as HEMIS would list them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from journal import clock
from movements.actions.limits import add_limit
from movements.limits import Confidence
from movements.numbers import ANNUAL_CONTRACT
from permissions.models import Person
from students.models import Group, Programme, Status, Student, StudyList
from students.study_importing import import_files
from workflow_site.demo.roster import FIRST_HEMIS_ID, SIGN_IN

CREDIT, HOURS_A_CREDIT = "13", 30
# One in so many students has results: enough to compare somebody in every faculty.
ONE_WITH_RESULTS_IN = 3
# Of the subjects behind a student so many in a hundred are still owed.
OWED = 6
# Subjects that many have not passed: enough for a group over all faculties. Who signs in as a student owes them too.
HARD, HARD_OWED = ("OM1103", "FZ1204"), 70
FIRST_MONTH, ANNUAL_PRICE = 9, "11400000"
Item = dict[str, Any]


class Subject(NamedTuple):
    """A subject of six credits. ``choice`` names the alternatives it belongs to."""

    code: str
    name: str
    semester: int
    block: str
    choice: str = ""


OTHER, GENERAL, SPECIAL = "Gumanitar fanlar", "Umumkasbiy fanlar", "Ixtisoslik fanlari"
COMMON = (
    Subject("OT1101", "Oʻzbekistonning eng yangi tarixi", 1, OTHER),
    Subject("XT1102", "Xorijiy til 1", 1, OTHER),
    Subject("OM1103", "Oliy matematika 1", 1, GENERAL),
    Subject("FZ1104", "Fizika 1", 1, GENERAL),
    Subject("UK1105", "Umumiy va anorganik kimyo", 1, GENERAL),
    Subject("FL1201", "Falsafa", 2, OTHER),
    Subject("XT1202", "Xorijiy til 2", 2, OTHER),
    Subject("OM1203", "Oliy matematika 2", 2, GENERAL),
    Subject("FZ1204", "Fizika 2", 2, GENERAL),
    Subject("AT1205", "Axborot texnologiyalari", 2, GENERAL),
    Subject("MG2301", "Muhandislik va kompyuter grafikasi", 3, GENERAL),
    Subject("NM2302", "Nazariy mexanika", 3, GENERAL),
    Subject("EK2303", "Ekologiya va atrof-muhit muhofazasi", 3, GENERAL),
    Subject("EE2401", "Elektrotexnika va elektronika asoslari", 4, GENERAL),
    Subject("MQ2402", "Materiallar qarshiligi", 4, GENERAL),
    Subject("IN2403", "Iqtisodiyot nazariyasi", 4, OTHER),
    Subject("JQ3501", "Asosiy jarayonlar va qurilmalar 1", 5, GENERAL),
    Subject("HF3502", "Hayot faoliyati xavfsizligi", 5, GENERAL),
    Subject("JQ3601", "Asosiy jarayonlar va qurilmalar 2", 6, GENERAL),
    Subject("JA3602", "Jarayonlarni avtomatlashtirish", 6, GENERAL),
    Subject("KL3503", "Korxonalarni loyihalash asoslari", 5, SPECIAL, "5-A"),
    Subject("CH3504", "Chiqindisiz texnologiyalar", 5, SPECIAL, "5-A"),
    Subject("EN3603", "Energiya tejash", 6, SPECIAL, "6-A"),
    Subject("SM3604", "Sifat menejmenti", 6, SPECIAL, "6-A"),
    Subject("IM4701", "Innovatsion menejment", 7, GENERAL),
    Subject("LM4702", "Loyihalarni modellashtirish", 7, GENERAL),
    Subject("TI4703", "Tadqiqot ishi", 7, SPECIAL),
    Subject("IA4704", "Ishlab chiqarish amaliyoti", 7, SPECIAL),
    Subject("MH4705", "Mehnat huquqi", 7, OTHER),
    Subject("MA4801", "Malakaviy amaliyot", 8, SPECIAL),
    Subject("BI4802", "Bitiruv malakaviy ishi 1", 8, SPECIAL),
    Subject("BI4803", "Bitiruv malakaviy ishi 2", 8, SPECIAL),
    Subject("TB4804", "Tadbirkorlik asoslari", 8, GENERAL),
    Subject("KE4805", "Kasb etikasi", 8, OTHER),
)
# Two a semester, from the third to the sixth.
OWN = {
    "60710100": ("Analitik kimyo", "Organik kimyo", "Fizik va kolloid kimyo", "Umumiy kimyoviy texnologiya",
                 "Silikat materiallar texnologiyasi", "Bogʻlovchi moddalar kimyosi", "Oʻgʻitlar texnologiyasi",
                 "Kimyoviy reaktorlar"),
    "60710400": ("Umumiy ekologiya", "Tuproqshunoslik", "Atmosfera havosini muhofaza qilish", "Suv kimyosi",
                 "Sanoat ekologiyasi", "Ekologik ekspertiza", "Chiqindilarni qayta ishlash", "Ekologik monitoring"),
    "60720100": ("Analitik kimyo", "Organik kimyo", "Oziq-ovqat kimyosi", "Oziq-ovqat mikrobiologiyasi",
                 "Goʻsht va sut mahsulotlari texnologiyasi", "Non mahsulotlari texnologiyasi", "Konserva texnologiyasi",
                 "Oziq-ovqat xavfsizligi"),
    "60720200": ("Analitik kimyo", "Organik kimyo", "Yogʻlar kimyosi", "Biokimyo",
                 "Yogʻlarni qayta ishlash texnologiyasi",
                 "Efir moylari texnologiyasi", "Parfyumeriya mahsulotlari", "Kosmetika kimyosi"),
    "60720900": ("Analitik kimyo", "Organik kimyo", "Neft va gaz kimyosi", "Katalizatorlar", "Neft-kimyo sintezi",
                 "Polimerlar kimyosi", "Gazni qayta ishlash", "Monomerlar texnologiyasi"),
    "60721100": ("Analitik kimyo", "Organik kimyo", "Neft kimyosi", "Neftni birlamchi qayta ishlash",
                 "Motor yoqilgʻilari",
                 "Surkov moylari", "Neft mahsulotlari sifati", "Katalitik jarayonlar"),
    "60711400": ("Oʻlchash vositalari", "Avtomatik boshqarish nazariyasi", "Mikroprotsessorlar", "Datchiklar",
                 "Dasturlash", "Raqamli tizimlar", "Robototexnika", "Boshqaruv tizimlarini loyihalash"),
    "60720700": ("Mashina va mexanizmlar nazariyasi", "Mashina detallari", "Gidravlika", "Issiqlik texnikasi",
                 "Texnologik jihozlar", "Jihozlarni taʼmirlash", "Nasos va kompressorlar", "Mashinalarni hisoblash"),
    "60411200": ("Menejment nazariyasi", "Marketing", "Moliya", "Statistika", "Inson resurslarini boshqarish",
                 "Buxgalteriya hisobi", "Strategik menejment", "Logistika"),
    "60112400": ("Umumiy pedagogika", "Umumiy psixologiya", "Kasbiy taʼlim metodikasi",
                 "Analitik kimyo", "Organik kimyo",
                 "Pedagogik texnologiyalar", "Umumiy kimyoviy texnologiya", "Taʼlimni boshqarish"),
}  # fmt: skip


def import_studies(seed: int) -> None:
    """Import a curriculum for every intake of every programme, and results of every third student and both accounts."""
    plans = sorted(
        {(group.programme, group.curriculum) for group in Group.objects.select_related("programme")}, key=str
    )
    curricula = [_curriculum(number, *plan) for number, plan in enumerate(plans, 1)]
    subjects = [item for number, (programme, _name) in enumerate(plans, 1) for item in _subjects(number, programme)]
    for kind, lists in (
        (StudyList.Kind.CURRICULA, [curricula, subjects]),
        (StudyList.Kind.RESULTS, [list(_results(Random(seed)))]),
    ):
        content = json.dumps([_envelope(items) for items in lists], ensure_ascii=False).encode()
        report = import_files(actor=None, kind=kind, files=[("namuna.json", content)])
        if report.refused:
            raise RuntimeError(f"the invented {kind} are not accepted: {report.refused[0]}")


def set_price(registrar: Person) -> None:
    """Let the office enter what a year of study costs by contract, as it does each September."""
    today = clock.today()
    year = today.year - (today.month < FIRST_MONTH)
    add_limit(
        actor=registrar,
        key=ANNUAL_CONTRACT,
        value=ANNUAL_PRICE,
        valid_from=date(year, FIRST_MONTH, 1),
        confidence=Confidence.LOCAL,
        source=f"Rektorning {year}-yil 25-avgustdagi 41-sonli buyrugʻi",
        reason="Yangi oʻquv yili uchun toʻlov-shartnoma narxi",
        basis=f"{year}-yil 25-avgustdagi 41-sonli buyruq",
    )


def _envelope(items: list[Item]) -> Item:
    pagination = {"totalCount": len(items), "pageCount": 1, "currentPage": 1, "pageSize": max(len(items), 1)}
    return {"success": True, "error": None, "data": {"items": items, "pagination": pagination}, "code": 200}


def subjects_of(programme_code: str) -> Iterator[Subject]:
    """The subjects of a programme, shared ones first."""
    yield from COMMON
    for place, name in enumerate(OWN[programme_code]):
        semester = 3 + place // 2
        yield Subject(f"{_initials(name)}{(semester + 1) // 2}{semester}{6 + place % 2:02}", name, semester, SPECIAL)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("ʻ", "").upper().split() if word != "VA")[:3]


def _curriculum(number: int, programme: Programme, name: str) -> Item:
    return {
        "id": number,
        "name": name,
        "specialty": {"id": programme.pk, "code": programme.code, "name": programme.name},
        "educationYear": {"code": name.rpartition("-")[2]},
        "educationForm": {"code": "11", "name": "Kunduzgi"},
        "markingSystem": {"code": CREDIT, "name": "Kredit"},
    }


def _subjects(number: int, programme: Programme) -> Iterator[Item]:
    for place, subject in enumerate(subjects_of(programme.code)):
        yield {
            "id": number * 1000 + place,
            "_curriculum": number,
            "subject": {"id": place, "code": subject.code, "name": subject.name},
            "semester": {"code": str(10 + subject.semester)},
            "total_acload": 6 * HOURS_A_CREDIT,
            "credit": 6,
            "subjectType": {"code": "12" if subject.choice else "11"},
            "subjectBlock": {"name": subject.block},
            "in_group": subject.choice or None,
        }


def _results(lot: Random) -> Iterator[Item]:
    """What those who study have passed of the semesters behind them; a few subjects are owed."""
    students = Student.objects.select_related("programme").filter(status=Status.STUDYING, semester__gt=1)
    number = 0
    for place, student in enumerate(students.order_by("hemis_id")):
        signs_in = (student.hemis_id or 0) - FIRST_HEMIS_ID in SIGN_IN
        if place % ONE_WITH_RESULTS_IN and not signs_in:
            continue
        for subject in _behind(student):
            owed = (100 if signs_in else HARD_OWED) if subject.code in HARD else OWED
            if lot.randrange(100) >= owed:
                number += 1
                yield _result(number, student, subject, points=lot.randrange(60, 98))


def _behind(student: Student) -> Iterator[Subject]:
    """The subjects of the semesters before the present one; of alternatives the first."""
    chosen: set[str] = set()
    for subject in subjects_of(student.programme.code):
        if subject.semester < student.semester and subject.choice not in chosen:
            chosen |= {subject.choice} - {""}
            yield subject


def _result(number: int, student: Student, subject: Subject, *, points: int) -> Item:
    return {
        "id": number,
        "student_id_number": student.number,
        "subject_code": subject.code,
        "subject_name": subject.name,
        "_semester": str(10 + subject.semester),
        "total_acload": 6 * HOURS_A_CREDIT,
        "credit": 6,
        "total_point": points,
        "grade": 5 if points >= 90 else 4 if points >= 70 else 3,
        "finish_credit_status": True,
        "retraining_status": False,
    }
