import uuid

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("files", "0003_fewer_indexes"),
        ("votes", "0004_recusal_by_another"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=6)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "asset"),
                            ("liability", "liability"),
                            ("equity", "equity"),
                            ("income", "income"),
                            ("expense", "expense"),
                        ],
                        max_length=9,
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
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ArrearsCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("noticed", "noticed"),
                            ("lost", "lost"),
                            ("restored", "restored"),
                            ("averted", "averted"),
                        ],
                        default="noticed",
                        max_length=8,
                    ),
                ),
                ("because", models.CharField(max_length=300)),
                ("noticed_at", models.DateTimeField()),
                ("loses_at", models.DateTimeField()),
                ("lost_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrears_cases",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("entered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("holder", models.CharField(max_length=70)),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("bank", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "entered"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("superseded", "superseded"),
                        ],
                        default="entered",
                        max_length=10,
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "entered_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("identification", models.CharField(max_length=80)),
                ("account", models.CharField(max_length=34)),
                ("currency", models.CharField(max_length=3)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("opening", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("closing", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("imported_at", models.DateTimeField()),
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
                    "imported_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("other_name", models.CharField(blank=True, max_length=140)),
                ("other_account", models.CharField(blank=True, max_length=34)),
                ("reference", models.CharField(blank=True, max_length=140)),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("booked", "booked"), ("set_aside", "set_aside")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
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
                    "statement",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.bankstatement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("draft_ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("adopted", "adopted"),
                            ("superseded", "superseded"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reasons", models.TextField(blank=True)),
                ("charter", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("laid_at", models.DateTimeField(blank=True, null=True)),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
                ("title", models.CharField(max_length=200)),
                ("other_income", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("other_income_because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
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
                    "motion",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="votes.motion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("contribution", "contribution"),
                            ("adjustment", "adjustment"),
                            ("surcharge", "surcharge"),
                        ],
                        max_length=12,
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
                ("share", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("reference", models.CharField(max_length=25)),
                ("issued_at", models.DateTimeField()),
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
                    "issued_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="committees.organisation",
                    ),
                ),
                (
                    "budget",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="funding.budget",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                (
                    "account",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.account"
                    ),
                ),
                (
                    "budget",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funding.budget"
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
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "figure",
                    models.CharField(choices=[("declared", "declared"), ("estimated", "estimated")], max_length=9),
                ),
                ("training_flop", models.DecimalField(decimal_places=0, max_digits=40)),
                ("installed_flops", models.DecimalField(decimal_places=0, default=0, max_digits=40)),
                ("counts", models.DecimalField(decimal_places=0, max_digits=40)),
                (
                    "method",
                    models.CharField(
                        choices=[("measured", "measured"), ("derived", "derived"), ("estimated", "estimated")],
                        max_length=9,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(choices=[("high", "high"), ("medium", "medium"), ("low", "low")], max_length=6),
                ),
                ("explanation", models.TextField(blank=True)),
                ("unusual_because", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("salt", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Accelerators",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("flops_each", models.DecimalField(decimal_places=0, max_digits=40)),
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
                    "declaration",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accelerators",
                        to="funding.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeclaredFile",
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
                    "declaration",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="funding.declaration"
                    ),
                ),
                (
                    "file",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EstimateAppeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grounds", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("upheld", "upheld"),
                            ("dismissed", "dismissed"),
                            ("overtaken", "overtaken"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
                (
                    "by",
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "declaration",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="funding.declaration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Expenditure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("entered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("payee", models.CharField(max_length=140)),
                ("payee_account", models.CharField(blank=True, max_length=34)),
                ("purpose", models.CharField(max_length=300)),
                ("invoice", models.CharField(blank=True, max_length=80)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "entered"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("paid", "paid"),
                            ("cancelled", "cancelled"),
                        ],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("redacted_because", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expenditures", to="funding.account"
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "entered_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "line",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="funding.bankline",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="committees.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExpenditureFile",
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
                    "expenditure",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="funding.expenditure"
                    ),
                ),
                (
                    "file",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("due", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                (
                    "assessment",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="funding.assessment"
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
            ],
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("memo", models.CharField(max_length=300)),
                ("about", models.CharField(blank=True, max_length=60)),
                ("posted_at", models.DateTimeField()),
                ("transaction", models.BigIntegerField(default=0, editable=False)),
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
                    "posted_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "reverses",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="funding.journal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                (
                    "account",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funding.account"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.organisation",
                    ),
                ),
                (
                    "journal",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funding.journal"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="assessment",
            name="journal",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.journal"
            ),
        ),
        migrations.CreateModel(
            name="OpeningRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("opened", "opened"),
                            ("refused", "refused"),
                            ("lapsed", "lapsed"),
                        ],
                        default="asked",
                        max_length=7,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
                (
                    "asked_by",
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "declaration",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="funding.declaration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("matched", "matched"), ("reversed", "reversed")], max_length=8
                    ),
                ),
                ("source", models.CharField(choices=[("hand", "hand"), ("bank", "bank")], max_length=4)),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("reference", models.CharField(blank=True, max_length=140)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
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
                    "line",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="funding.bankline",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=20)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(choices=[("open", "open"), ("closed", "closed")], default="open", max_length=6),
                ),
                ("opened_at", models.DateTimeField()),
                ("declare_by", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
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
                    "opened_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["first"],
            },
        ),
        migrations.AddField(
            model_name="journal",
            name="period",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="journals", to="funding.period"
            ),
        ),
        migrations.AddField(
            model_name="expenditure",
            name="period",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="expenditures", to="funding.period"
            ),
        ),
        migrations.AddField(
            model_name="declaration",
            name="period",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="funding.period"
            ),
        ),
        migrations.CreateModel(
            name="Declarant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("declare_by", models.DateField()),
                ("let_go_at", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarants",
                        to="committees.organisation",
                    ),
                ),
                (
                    "period",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declarants", to="funding.period"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="budget",
            name="period",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.period"
            ),
        ),
        migrations.CreateModel(
            name="BankEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("booked", "booked"), ("reversed", "reversed")], default="booked", max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_entries", to="funding.account"
                    ),
                ),
                (
                    "by",
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
                    "line",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_entries", to="funding.bankline"
                    ),
                ),
                (
                    "period",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_entries", to="funding.period"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="assessment",
            name="period",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="funding.period"
            ),
        ),
        migrations.CreateModel(
            name="ProofOfPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("matched", "matched"),
                            ("rejected", "rejected"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs_of_payment",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("closing", models.DecimalField(decimal_places=2, max_digits=16)),
                ("books", models.DecimalField(decimal_places=2, max_digits=16)),
                ("not_booked", models.DecimalField(decimal_places=2, max_digits=16)),
                ("not_at_bank", models.DecimalField(decimal_places=2, max_digits=16)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    "statement",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="funding.bankstatement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("draft_ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("adopted", "adopted"),
                            ("superseded", "superseded"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reasons", models.TextField(blank=True)),
                ("charter", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("laid_at", models.DateTimeField(blank=True, null=True)),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
                ("floor", models.DecimalField(decimal_places=3, max_digits=6)),
                ("ceiling", models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                ("places", models.PositiveSmallIntegerField(default=3)),
                ("per_decade", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "by",
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
                    "motion",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="votes.motion",
                    ),
                ),
                (
                    "period",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.period"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="scale",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="funding.scale",
            ),
        ),
        migrations.CreateModel(
            name="ScaleShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band_from", models.DecimalField(blank=True, decimal_places=2, max_digits=42, null=True)),
                ("band_below", models.DecimalField(blank=True, decimal_places=2, max_digits=42, null=True)),
                ("base", models.DecimalField(decimal_places=2, max_digits=42)),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("discount_because", models.CharField(blank=True, max_length=300)),
                ("share", models.DecimalField(decimal_places=4, max_digits=7)),
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
                    "declaration",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.declaration"
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "scale",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="funding.scale"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
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
                    "instalment",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="funding.instalment"
                    ),
                ),
                (
                    "payment",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="funding.payment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatedBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opening", models.DecimalField(decimal_places=2, max_digits=16)),
                ("closing", models.DecimalField(decimal_places=2, max_digits=16)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    "statement",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated_balances",
                        to="funding.bankstatement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("motion_ref", models.CharField(max_length=24)),
                ("because", models.CharField(max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("committee", "number"), name="account_number_once"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{4,6}$")), name="account_number_is_one"
            ),
        ),
        migrations.AddIndex(
            model_name="arrearscase",
            index=models.Index(fields=["committee", "organisation", "-id"], name="arrears_by_lab"),
        ),
        migrations.AddConstraint(
            model_name="arrearscase",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="arrears_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="arrearscase",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="arrears_number_once"),
        ),
        migrations.AddConstraint(
            model_name="arrearscase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("noticed", "lost"))),
                fields=("committee", "organisation"),
                name="arrears_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrearscase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ("noticed", "lost"))),
                    models.Q(models.Q(("state__in", ("noticed", "lost")), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="arrears_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankdetails",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="bankdetails_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="bankdetails",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="bankdetails_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankdetails",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved")), fields=("committee",), name="bank_details_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankdetails",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True), ("decided_by__isnull", False), _connector="OR"
                ),
                name="bank_details_approved_says_by_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="bankstatement",
            index=models.Index(fields=["committee", "-id"], name="bank_statement_newest"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="bank_statement_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                fields=("committee", "sha256", "identification"), name="bank_statement_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(fields=["committee", "state", "on"], name="bank_line_by_state"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="bank_line_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("committee", "key"), name="bank_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="bank_line_is_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("committee", "budget", "number"), name="budget_line_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("committee", "budget", "account"), name="budget_line_account_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="budget_line_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="accelerators",
            constraint=models.UniqueConstraint(
                fields=("committee", "declaration", "type"), name="accelerators_type_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="accelerators",
            constraint=models.CheckConstraint(
                condition=models.Q(("flops_each__gt", 0), ("number__gt", 0)), name="accelerators_are_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredfile",
            constraint=models.UniqueConstraint(fields=("committee", "declaration", "file"), name="declared_file_once"),
        ),
        migrations.AddConstraint(
            model_name="estimateappeal",
            constraint=models.UniqueConstraint(fields=("committee", "declaration"), name="appeal_once"),
        ),
        migrations.AddConstraint(
            model_name="estimateappeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_decided_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="expenditurefile",
            constraint=models.UniqueConstraint(
                fields=("committee", "expenditure", "file"), name="expenditure_file_once"
            ),
        ),
        migrations.AddIndex(
            model_name="instalment",
            index=models.Index(fields=["committee", "due"], name="instalment_by_day"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(
                fields=("committee", "assessment", "number"), name="instalment_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="instalment_is_more_than_nothing"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["committee", "account", "organisation"], name="entry_by_account"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="entry_is_not_nothing"
            ),
        ),
        migrations.AddIndex(
            model_name="openingrequest",
            index=models.Index(fields=["committee", "-id"], name="opening_newest"),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="opening_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("committee", "declaration", "asked_by"),
                name="opening_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "opened"), _negated=True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="opening_takes_two",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["committee", "-id"], name="payment_newest"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["committee", "organisation", "-id"], name="payment_by_lab"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="payment_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="payment_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="payment_number_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "reversed"), _negated=True),
                fields=("committee", "line"),
                name="payment_of_a_line_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payment_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "matched"), _negated=True), ("organisation__isnull", False), _connector="OR"
                ),
                name="payment_matched_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "reversed"), _negated=True), ("reversed_at__isnull", False), _connector="OR"
                ),
                name="payment_reversed_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(fields=("committee", "name"), name="period_name_once"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="period_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="period_currency_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="period_closed_says_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("committee", "="),
                    (
                        models.Func(
                            "first",
                            django.db.models.expressions.CombinedExpression(models.F("last"), "+", models.Value(1)),
                            function="daterange",
                            output_field=models.TextField(),
                        ),
                        "&&",
                    ),
                ],
                name="period_days_once",
            ),
        ),
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(fields=["committee", "-on", "-id"], name="journal_newest"),
        ),
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(fields=["committee", "about"], name="journal_by_matter"),
        ),
        migrations.AddConstraint(
            model_name="journal",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="journal_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="journal",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="journal_number_once"),
        ),
        migrations.AddConstraint(
            model_name="journal",
            constraint=models.UniqueConstraint(fields=("committee", "reverses"), name="journal_reversed_once"),
        ),
        migrations.AddIndex(
            model_name="expenditure",
            index=models.Index(fields=["committee", "-id"], name="expenditure_newest"),
        ),
        migrations.AddIndex(
            model_name="expenditure",
            index=models.Index(fields=["committee", "period", "account"], name="expenditure_by_account"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="expenditure_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="expenditure_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="expenditure_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="expenditure_number_once"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.UniqueConstraint(fields=("committee", "line"), name="expenditure_of_a_line_once"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="expenditure_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "paid"]), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="expenditure_approved_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                ),
                name="expenditure_paid_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="declaration_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                fields=("committee", "period", "organisation", "version"), name="declaration_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__gte", 0), ("installed_flops__gte", 0), ("training_flop__gte", 0)),
                name="declaration_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")), name="declaration_commits"
            ),
        ),
        migrations.AddConstraint(
            model_name="declarant",
            constraint=models.UniqueConstraint(fields=("committee", "period", "organisation"), name="declarant_once"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="budget_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("committee", "draft_ref"), name="budget_draft_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="budget_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="budget_number_once"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "adopted")), fields=("committee", "period"), name="budget_in_force_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "discarded"]),
                    models.Q(("laid_at__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="budget_laid_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "adopted"), _negated=True),
                    models.Q(("adopted_at__isnull", False), ("motion__isnull", False)),
                    _connector="OR",
                ),
                name="budget_adopted_by_a_motion",
            ),
        ),
        migrations.AddIndex(
            model_name="bankentry",
            index=models.Index(fields=["committee", "account", "period"], name="bank_entry_by_account"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="bank_entry_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="bank_entry_number_once"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "reversed"), _negated=True),
                fields=("committee", "line"),
                name="bank_entry_of_a_line_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="bank_entry_is_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "reversed"), _negated=True), ("reversed_at__isnull", False), _connector="OR"
                ),
                name="bank_entry_reversed_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="proofofpayment",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="proof_of_payment_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="proofofpayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("committee", "organisation"),
                name="proof_of_payment_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="reconciliation",
            index=models.Index(fields=["committee", "-on", "-id"], name="reconciliation_latest"),
        ),
        migrations.AddConstraint(
            model_name="reconciliation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "closing",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("books"), "+", models.F("not_booked")
                            ),
                            "-",
                            models.F("not_at_bank"),
                        ),
                    )
                ),
                name="reconciliation_leaves_no_difference",
            ),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="scale_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(fields=("committee", "draft_ref"), name="scale_draft_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="scale_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="scale_number_once"),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "adopted")), fields=("committee", "period"), name="scale_in_force_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "discarded"]),
                    models.Q(("laid_at__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="scale_laid_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "adopted"), _negated=True),
                    models.Q(("adopted_at__isnull", False), ("motion__isnull", False)),
                    _connector="OR",
                ),
                name="scale_adopted_by_a_motion",
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["committee", "organisation", "-id"], name="assessment_by_lab"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="assessment_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="assessment_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="assessment_number_once"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("committee", "reference"), name="assessment_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("why", "contribution")),
                fields=("committee", "period", "organisation"),
                name="contribution_once_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="assessment_is_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="scaleshare",
            constraint=models.UniqueConstraint(fields=("committee", "scale", "organisation"), name="scale_share_once"),
        ),
        migrations.AddConstraint(
            model_name="scaleshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("base__gte", 0), ("share__gte", 0), ("share__lte", 100)), name="scale_share_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="scaleshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount__gte", 0), ("discount__lte", 100)), name="scale_discount_is_one"
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["committee", "instalment"], name="settlement_by_instalment"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="settlement_is_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(fields=("committee", "motion_ref"), name="waiver_once_a_motion"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="waiver_ends_after_start"
            ),
        ),
    ]
