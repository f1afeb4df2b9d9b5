"""``manage.py import_students FILE…``."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from journal.models import Event
from students.models import Student
from tests.people import House
from tests.students.roster import REFUSED, SAMPLE, sample


def test_the_command_prints_the_counts_and_lists_refused_rows_on_stderr(house: House) -> None:
    out, err = StringIO(), StringIO()
    call_command("import_students", str(SAMPLE), stdout=out, stderr=err)
    assert out.getvalue() == "7 created, 0 updated, 0 unchanged, 6 refused.\n"
    assert err.getvalue() == "".join(f"{row}\t{number}\t{why}\n" for row, number, why in REFUSED)


def test_the_command_takes_several_files_as_pages_of_one_list(house: House, tmp_path: Path) -> None:
    files = []
    for number, page in enumerate(sample()):
        files.append(tmp_path / f"page{number}.json")
        files[-1].write_text(json.dumps(page))
    out = StringIO()
    call_command("import_students", *map(str, files), stdout=out, stderr=StringIO())
    assert out.getvalue() == "7 created, 0 updated, 0 unchanged, 6 refused.\n"
    assert Event.objects.filter(act="roster.import").count() == 1


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_the_command_fails_where_a_file_is_no_list(house: House, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "broken.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError):
        call_command("import_students", str(SAMPLE), str(path))
    assert Student.objects.count() == 2
