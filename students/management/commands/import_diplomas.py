"""Old registers of diplomas from the command line."""

from students.models import StudyList
from students.study_command import ImportCommand


class Command(ImportCommand):
    """``manage.py import_diplomas FILE…``."""

    help = "Import registers of issued diplomas: csv, xlsx or TOML. Refused rows are listed on stderr."
    kind = StudyList.Kind.DIPLOMAS
