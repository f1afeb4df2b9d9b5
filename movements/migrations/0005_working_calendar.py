import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The years of the working calendar, and the clocks of a turn and of a whole case."""

    dependencies = [
        ('movements', '0004_curricula'),
        ('permissions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('works', models.BooleanField(help_text='whether the institute works on it')),
                ('kind', models.CharField(choices=[('holiday', 'holiday'), ('extra', 'extra day off'), ('moved', 'moved day'), ('estimated', 'estimated, until a decree names the day'), ('office', 'set by the office')], max_length=16)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('basis', models.CharField(help_text='where it was read', max_length=300)),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='WorkingYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain_length', models.PositiveIntegerField(default=0, editable=False)),
                ('chain_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('days_a_week', models.PositiveSmallIntegerField(help_text='5 or 6')),
                ('stamp', models.BigIntegerField(help_text='another random number at every change: what was read before it is stale')),
                ('opened_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_on', models.CharField(blank=True, help_text='the decree or order the office relied on', max_length=300)),
            ],
            options={
                'ordering': ['year'],
            },
        ),
        migrations.AddField(
            model_name='movement',
            name='service_due_at',
            field=models.DateTimeField(help_text='end of the term of the whole case', null=True),
        ),
        migrations.AddField(
            model_name='movement',
            name='stopped_at',
            field=models.DateTimeField(help_text="since when that term stands still for the applicant's answer", null=True),
        ),
        migrations.AddField(
            model_name='movement',
            name='stopped_for',
            field=models.DurationField(help_text='by how much it was prolonged for such answers', null=True),
        ),
        migrations.AddField(
            model_name='turn',
            name='lapse_notice_at',
            field=models.DateTimeField(help_text='when the applicant is told that it will lapse', null=True),
        ),
        migrations.AddField(
            model_name='turn',
            name='lapse_told_at',
            field=models.DateTimeField(help_text='when the applicant was told', null=True),
        ),
        migrations.AddField(
            model_name='turn',
            name='lapses_at',
            field=models.DateTimeField(help_text='when the case lapses, if nobody has acted', null=True),
        ),
        migrations.AddField(
            model_name='turn',
            name='remind_at',
            field=models.DateTimeField(help_text='when whoever must act is reminded of the term', null=True),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('finished__isnull', True)), fields=['remind_at'], name='turn_remind'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('finished__isnull', True)), fields=['lapse_notice_at'], name='turn_lapsing'),
        ),
        migrations.AddField(
            model_name='daymark',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.person'),
        ),
        migrations.AddField(
            model_name='workingyear',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.person'),
        ),
        migrations.AddField(
            model_name='daymark',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='movements.workingyear'),
        ),
        migrations.AddConstraint(
            model_name='workingyear',
            constraint=models.CheckConstraint(condition=models.Q(('days_a_week__in', (5, 6))), name='working_year_has_five_or_six_days'),
        ),
    ]
