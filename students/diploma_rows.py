"""What one row of an old register of diplomas says, and what a whole list of them asks of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from permissions.names import in_one_script, normalise
from students.diplomas import contact_of, key_of
from students.models import Degree, Diploma, Form, Language
from students.study_judging import Wanted
from students.study_rows import FORMS
from students.tables import Row, Table

OLDEST = 1930
# Headings of the columns, as registers name them; compared without apostrophes, case and surplus spaces.
DIPLOMA_HEADINGS = {
    "number": ("number", "diplom raqami", "diplom seriyasi va raqami", "номер диплома", "серия и номер диплома"),
    "supplement": ("supplement", "ilova raqami", "номер приложения"),
    "register_number": ("register_number", "qayd raqami", "roʻyxat raqami", "регистрационный номер"),
    "registered_on": ("registered_on", "qayd sanasi", "berilgan sana", "дата регистрации", "дата выдачи"),
    "name": ("name", "f.i.sh.", "fish", "familiyasi, ismi, otasining ismi", "ф.и.о.", "фио"),
    "other_name": ("other_name", "f.i.sh. (kirill)", "ф.и.о. (лат.)"),
    "born_on": ("born_on", "tugʻilgan sana", "дата рождения"),
    "programme_code": ("programme_code", "yoʻnalish kodi", "mutaxassislik kodi", "код направления"),
    "programme": ("programme", "yoʻnalish", "mutaxassislik", "направление", "специальность"),
    "qualification": ("qualification", "malaka", "квалификация"),
    "degree": ("degree", "daraja", "степень"),
    "form": ("form", "taʼlim shakli", "форма обучения"),
    "language": ("language", "taʼlim tili", "язык обучения"),
    "admitted_in": ("admitted_in", "qabul yili", "год приёма"),
    "graduated_in": ("graduated_in", "bitirgan yili", "год окончания"),
    "honours": ("honours", "imtiyozli", "с отличием"),
    "decided_on": ("decided_on", "davlat komissiyasi sanasi", "дата решения комиссии"),
    "order_number": ("order_number", "buyruq raqami", "номер приказа"),
    "order_date": ("order_date", "buyruq sanasi", "дата приказа"),
    "contact": ("contact", "email", "e-mail", "elektron pochta", "telefon", "телефон"),
}
DEGREES = {one.value: one.value for one in Degree} | {
    "bakalavr": Degree.BACHELOR.value, "bachelor": Degree.BACHELOR.value, "бакалавр": Degree.BACHELOR.value,
    "magistr": Degree.MASTER.value, "master": Degree.MASTER.value, "магистр": Degree.MASTER.value,
    "mutaxassis": Degree.SPECIALIST.value, "специалист": Degree.SPECIALIST.value,
}  # fmt: skip
LANGUAGES = {one.value: one.value for one in Language} | {
    "oʻzbek": Language.UZBEK.value, "uz": Language.UZBEK.value, "узбекский": Language.UZBEK.value,
    "rus": Language.RUSSIAN.value, "ru": Language.RUSSIAN.value, "русский": Language.RUSSIAN.value,
    "qoraqalpoq": Language.KARAKALPAK.value, "ingliz": Language.ENGLISH.value, "en": Language.ENGLISH.value,
}  # fmt: skip
SPOKEN = {normalise(word): code for word, code in LANGUAGES.items()}
YES = {
    **dict.fromkeys(("ha", "yes", "да", "1", "true"), True),
    **dict.fromkeys(("yoq", "no", "нет", "0", "false"), False),
}


def _day(row: Row, key: str) -> date | None:
    """A day, ISO or as people write it; None where it is not given."""
    cell = row.cells.get(key)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = row.text(key, 19, required=False)
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S") if text else ():
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
    if text:
        row.flaw(key, _("must be a day like 2026-09-01"))
    return None


def read_diploma(row: Row) -> dict[str, Any]:
    """The entry of a row, ready for ``Diploma``; what is wrong with it is among the row's flaws."""
    this_year = clock.today().year
    number, supplement = row.text("number", 32), row.text("supplement", 32, required=False)
    name, other = row.text("name", 250), row.text("other_name", 250, required=False)
    if number and not key_of(number):
        row.flaw("number", _("has neither letter nor digit"))
    return {
        "number": number,
        "key": key_of(number),
        "supplement": supplement,
        "supplement_key": key_of(supplement),
        "register_number": row.text("register_number", 32),
        "registered_on": _day(row, "registered_on"),
        "name": name,
        "other_name": other,
        "search": in_one_script(f"{name} {other}")[:510],
        "born_on": _day(row, "born_on"),
        "programme_code": row.text("programme_code", 16, required=False),
        "programme": row.text("programme", 250),
        "qualification": row.text("qualification", 250, required=False),
        "degree": row.choice("degree", DEGREES) or "",
        "form": row.choice("form", FORMS, required=False) or Form.FULL_TIME.value,
        "language": row.choice("language", SPOKEN, required=False) or "",
        "admitted_in": row.whole("admitted_in", OLDEST, this_year, required=False),
        "graduated_in": row.whole("graduated_in", OLDEST, this_year) or 0,
        "honours": bool(row.choice("honours", YES, required=False)),
        "decided_on": _day(row, "decided_on"),
        "order_number": row.text("order_number", 32, required=False),
        "order_date": _day(row, "order_date"),
        "contact": contact_of(row.text("contact", 254, required=False)),
    }


def judge_diplomas(tables: Sequence[Table]) -> Wanted:
    """Judge all files as one list: an entry is new, as before, or refused; nothing that stands is changed."""
    wanted = Wanted()
    rows = [row for table in tables for row in table.rows]
    said = [(row, read_diploma(row)) for row in rows]
    keys = {values["key"] for _row, values in said}
    known = {one.key: one for one in Diploma.objects.filter(document="diploma", key__in=keys)}
    seen: dict[str, int] = {}
    for row, values in said:
        _judge(wanted, row, values, known, seen)
    wanted.refused.sort()
    return wanted


def _judge(
    wanted: Wanted, row: Row, values: dict[str, Any], known: Mapping[str, Diploma], seen: dict[str, int]
) -> None:
    if row.flaws:
        wanted.refuse(row)
        return
    first = seen.setdefault(values["key"], row.line)
    if first != row.line:
        wanted.refuse(row, _("the number stands in line %(line)d already") % {"line": first})
        return
    kept = known.get(values["key"])
    if kept is None:
        wanted.settle(None, Diploma(**values, source="list", entered_at=clock.now()), values)
        return
    # Where the list says nothing, what stands needs no comparison; the contact may have been learned since.
    named = {name: value for name, value in values.items() if name != "contact" and value not in ("", None, False)}
    differing = sorted(name for name in set(named) & set(DIPLOMA_HEADINGS) if getattr(kept, name) != named[name])
    if differing:
        words = _("stands otherwise in the register (%(names)s), where nothing is changed by a list")
        wanted.refuse(row, words % {"names": ", ".join(differing)})
    else:
        wanted.unchanged += 1
