"""Curricula from the command line."""

from students.models import StudyList
from students.study_command import ImportCommand


class Command(ImportCommand):
    """``manage.py import_curricula FILE…``."""

    help = "Import curricula and their subjects: HEMIS answers (JSON), xlsx or csv. Refused rows are listed on stderr."
    kind = StudyList.Kind.CURRICULA
