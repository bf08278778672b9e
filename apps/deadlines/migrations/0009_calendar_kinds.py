"""Apps above have calendars with addresses too: which kinds there are is known to the registry alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0008_fewer_indexes")]
    operations = [migrations.RemoveConstraint(model_name="calendarfeed", name="calendar_is_somebodys")]
