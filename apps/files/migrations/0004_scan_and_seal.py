"""A file waits for the scanner, and may be sealed to keys that people registered."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("files", "0003_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("recipient", models.CharField(max_length=80)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedFor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "file",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="files.file"
                    ),
                ),
                (
                    "key",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.readingkey"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="file",
            name="file_scan_is_known",
        ),
        migrations.AddField(
            model_name="file",
            name="found",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="file",
            name="scan_next_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="file",
            name="scan_tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="file",
            name="scanned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="file",
            name="sealed",
            field=models.CharField(
                blank=True, choices=[("", ""), ("portal", "portal"), ("filer", "filer")], default="", max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="file",
            name="scan",
            field=models.CharField(
                choices=[
                    ("unscanned", "unscanned"),
                    ("waiting", "waiting"),
                    ("clean", "clean"),
                    ("infected", "infected"),
                ],
                default="unscanned",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                condition=models.Q(("scan", "waiting")),
                fields=["committee", "scan_next_at"],
                name="file_waiting_for_scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan__in", ["unscanned", "waiting", "clean", "infected"])),
                name="file_scan_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(("sealed__in", ["", "portal", "filer"])), name="file_seal_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scan", "waiting"), ("scan_next_at__isnull", False)),
                    models.Q(models.Q(("scan", "waiting"), _negated=True), ("scan_next_at", None)),
                    _connector="OR",
                ),
                name="file_waits_for_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(("found", ""), ("scan", "infected"), _connector="OR"),
                name="file_found_where_infected",
            ),
        ),
        migrations.AddIndex(
            model_name="readingkey",
            index=models.Index(fields=["committee", "organisation", "id"], name="reading_key_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="readingkey",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="reading_key_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="readingkey",
            constraint=models.UniqueConstraint(fields=("committee", "recipient"), name="reading_key_once"),
        ),
        migrations.AddConstraint(
            model_name="readingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None), ("seat", None)),
                fields=("committee", "organisation"),
                name="reading_key_one_of_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)), fields=("committee", "seat"), name="reading_key_one_of_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="readingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient__regex", "^age1[02-9ac-hj-np-z]{58}$")), name="reading_key_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedfor",
            constraint=models.UniqueConstraint(fields=("committee", "file", "key"), name="sealed_for_once"),
        ),
    ]
