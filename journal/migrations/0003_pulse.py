from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("part", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
