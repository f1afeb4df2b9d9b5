"""Results of students from the command line."""

from students.models import StudyList
from students.study_command import ImportCommand


class Command(ImportCommand):
    """``manage.py import_results FILE…``."""

    help = "Import what students have passed: HEMIS answers (JSON), xlsx or csv. Refused rows are listed on stderr."
    kind = StudyList.Kind.RESULTS
