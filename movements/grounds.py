"""The coded grounds an office gives when it returns or refuses: words explain, the code is counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why an application goes back or is refused."""

    PAPER_MISSING = "paper_missing", _("a paper is missing")
    PAPER_UNREADABLE = "paper_unreadable", _("a paper cannot be read")
    DATA_WRONG = "data_wrong", _("a statement does not agree with the record")
    DATES_WRONG = "dates_wrong", _("the dates do not fit")
    CLAUSE_NOT_MET = "clause_not_met", _("a clause of the regulation does not hold")
    OTHER = "other", _("another ground, in words")
