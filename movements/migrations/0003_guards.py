from django.db import migrations

from journal.guards import AppendOnly, Transitions

ROAD = [
    ("draft", "filed"),
    ("draft", "withdrawn"),
    # Filing and correcting go on to the first office in the same act, and are written as one row.
    ("draft", "review"),
    ("returned", "review"),
    ("filed", "review"),
    ("filed", "withdrawn"),
    ("review", "returned"),
    ("review", "approved"),
    ("review", "refused"),
    ("review", "withdrawn"),
    ("returned", "filed"),
    ("returned", "withdrawn"),
    ("returned", "lapsed"),
    ("approved", "ordered"),
    ("approved", "withdrawn"),
    ("approved", "lapsed"),
    ("ordered", "review"),
    ("ordered", "approved"),
    ("ordered", "granted"),
    ("ordered", "withdrawn"),
]


class Migration(migrations.Migration):
    """Decisions are written once; a case moves only along its lawful road."""

    dependencies = [("movements", "0002_initial")]
    operations = [AppendOnly("movements_decision"), Transitions("movements_movement", "state", ROAD)]
