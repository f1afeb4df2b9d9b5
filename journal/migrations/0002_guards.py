from django.db import migrations, models

from journal.guards import AppendOnly, ErasableOnce


class Migration(migrations.Migration):
    """Events, their payloads and the seals of days are written once."""

    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="dayrecord",
            name="last_event",
            field=models.BigIntegerField(default=0, help_text="the newest event it covers"),
            preserve_default=False,
        ),
        AppendOnly("journal_event", unique=[["chain", "seq"]]),
        ErasableOnce("journal_eventpayload"),
        AppendOnly("journal_dayrecord", unique=[["day"]]),
    ]
