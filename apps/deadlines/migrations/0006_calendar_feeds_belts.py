"""The belts around calendar feeds."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0005_calendar_feeds")]
    operations = [TenantTable("CalendarFeed")]
