from django.db import migrations

from journal.guards import AppendOnly


class Migration(migrations.Migration):
    """Rows of the ledger are only added: one source, one row, and one taking back of a row."""

    dependencies = [("students", "0001_initial")]
    operations = [AppendOnly("students_standing", unique=[["source"], ["retracts_id"]])]
