from importlib import import_module

from django.db import migrations

from journal.guards import RoadChanged

FORMERLY = import_module("movements.migrations.0003_guards").ROAD
ROAD = [*FORMERLY, ("approved", "granted")]


class Migration(migrations.Migration):
    """What an order has granted may have to be handed over: the case is granted when it has been."""

    dependencies = [("movements", "0009_letters")]
    operations = [RoadChanged("movements_movement", "state", ROAD, formerly=FORMERLY)]
