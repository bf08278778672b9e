import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("complaint", "Complaint served"),
                            ("reply", "Replied to"),
                            ("consultations", "In consultations"),
                            ("panel_request", "Panel being composed"),
                            ("composed", "Panel composed"),
                            ("written", "Written rounds"),
                            ("hearing", "Hearing"),
                            ("interim", "Interim review"),
                            ("report", "Report circulated"),
                            ("appeal", "Under appeal"),
                            ("compliance", "Time to comply"),
                            ("review", "Compliance under review"),
                            ("remedies", "Remedies"),
                            ("closed", "Closed"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                            ("rejected", "Report rejected"),
                            ("lapsed", "Lapsed"),
                            ("discarded", "Discarded"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[("ordinary", "ordinary"), ("urgent", "urgent")], default="ordinary", max_length=8
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("about", models.JSONField(blank=True, default=list)),
                ("charter", models.PositiveIntegerField(blank=True, null=True)),
                ("sights", models.CharField(default="-----------", max_length=11)),
                ("created_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
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
                        related_name="disputes",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("complainant", "complainant"),
                            ("respondent", "respondent"),
                            ("third_party", "third_party"),
                        ],
                        max_length=12,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agent",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="disputes.case"
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
            ],
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("composing", "composing"),
                            ("by_lot", "by_lot"),
                            ("seated", "seated"),
                            ("vacant", "vacant"),
                            ("discharged", "discharged"),
                        ],
                        max_length=12,
                    ),
                ),
                ("size", models.PositiveSmallIntegerField()),
                ("established_at", models.DateTimeField()),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panels", to="disputes.case"
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
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "series",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("C", "C"),
                            ("S", "S"),
                            ("X", "X"),
                            ("N", "N"),
                            ("P1-", "P1-"),
                            ("P2-", "P2-"),
                            ("P3-", "P3-"),
                        ],
                        max_length=3,
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("reply", "Reply"),
                            ("consultation", "Word in consultations"),
                            ("panel_request", "Request for a panel"),
                            ("strike", "Names struck"),
                            ("submission", "First submission"),
                            ("third_submission", "Third party's submission"),
                            ("rebuttal", "Rebuttal"),
                            ("exhibit", "Exhibit"),
                            ("request", "Request to the panel"),
                            ("order", "Order"),
                            ("notice", "Notice of service"),
                            ("minutes", "Minutes of the hearing"),
                            ("interim_report", "Interim report"),
                            ("comment", "Comment on the interim report"),
                            ("deliberation", "Note of the panel"),
                            ("report", "Report"),
                            ("appeal", "Appeal"),
                            ("intentions", "Statement of intentions"),
                            ("compliance_report", "Report on compliance"),
                            ("review_request", "Request for a compliance review"),
                            ("remedy_request", "Request for a remedy"),
                            ("settlement", "Word in the settlement thread"),
                            ("settlement_notice", "Notice of settlement"),
                            ("summary", "Public summary"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("discarded", "discarded"),
                            ("filed", "filed"),
                            ("served", "served"),
                            ("struck", "struck"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("panel", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("twin", models.TextField(blank=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sights", models.CharField(default="-----------", max_length=11)),
                ("created_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("served_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="disputes.case"
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
                    "part_of",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibits",
                        to="disputes.paper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("presides", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
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
                    "panel",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="disputes.panel"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sealing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("case", "The case is sealed"),
                            ("document", "The document is sealed"),
                            ("document_counsel", "The document is for counsel only"),
                            ("passage", "A passage is sealed"),
                            ("passage_counsel", "A passage is for counsel only"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("provisional", "provisional"), ("confirmed", "confirmed"), ("lifted", "lifted")],
                        default="provisional",
                        max_length=12,
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=1000)),
                ("sealed_at", models.DateTimeField()),
                ("after_service", models.BooleanField(default=False)),
                ("opened_by", models.JSONField(blank=True, default=list)),
                ("objected_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealings", to="disputes.case"
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
                    "paper",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealings",
                        to="disputes.paper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "sent"), ("sent_again", "sent_again"), ("opened", "opened")],
                        default="sent",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_again_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "paper",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="disputes.paper"
                    ),
                ),
                (
                    "party",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="disputes.caseparty"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["committee", "-created_at", "-id"], name="dispute_newest"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["committee", "stage", "-created_at"], name="dispute_by_stage"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["committee", "organisation", "-created_at"], name="dispute_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="dispute_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="dispute_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_at", None), ("stage__in", ["draft", "discarded"])),
                    models.Q(
                        models.Q(("stage__in", ["draft", "discarded"]), _negated=True),
                        ("charter__isnull", False),
                        ("filed_at__isnull", False),
                        models.Q(("title", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dispute_filed_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="caseparty",
            index=models.Index(fields=["committee", "organisation", "case"], name="dispute_party_by_body"),
        ),
        migrations.AddConstraint(
            model_name="caseparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)),
                fields=("committee", "case", "organisation"),
                name="dispute_party_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.UniqueConstraint(fields=("committee", "case", "number"), name="panel_once"),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__in", [1, 2, 3])), name="panel_is_one_of_three"
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(condition=models.Q(("size__in", (1, 3, 5))), name="panel_is_odd"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["committee", "case", "kind"], name="paper_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="paper_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("committee", "case", "series", "number"), name="paper_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_at", None), ("number", None), ("state__in", ["draft", "discarded"])),
                    models.Q(
                        models.Q(("state__in", ["draft", "discarded"]), _negated=True),
                        ("filed_at__isnull", False),
                        ("number__isnull", False),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="paper_filed_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation", None), ("panel", 0), _connector="OR"), name="paper_is_of_one_author"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at", None), ("filed_at__gt", models.F("due_at")), _connector="OR"),
                name="paper_late_is_late",
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["committee", "seat", "panel"], name="place_by_seat"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="place_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)), fields=("committee", "panel", "seat"), name="place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None), ("presides", True)),
                fields=("committee", "panel"),
                name="place_one_presides",
            ),
        ),
        migrations.AddIndex(
            model_name="sealing",
            index=models.Index(fields=["committee", "case", "paper"], name="sealing_by_paper"),
        ),
        migrations.AddConstraint(
            model_name="sealing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paper", None), ("seal", "case")),
                    models.Q(models.Q(("seal", "case"), _negated=True), ("paper__isnull", False)),
                    _connector="OR",
                ),
                name="sealing_is_of_a_paper_or_the_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end__gt", models.F("start")),
                        ("seal__in", ["passage", "passage_counsel"]),
                        ("start__isnull", False),
                    ),
                    models.Q(
                        models.Q(("seal__in", ["passage", "passage_counsel"]), _negated=True),
                        ("end", None),
                        ("start", None),
                    ),
                    _connector="OR",
                ),
                name="sealing_of_a_passage_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("paper", None), models.Q(("state", "lifted"), _negated=True)),
                fields=("committee", "case"),
                name="sealing_of_a_case_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealing",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("paper__isnull", False), ("start", None), models.Q(("state", "lifted"), _negated=True)
                ),
                fields=("committee", "paper", "seal"),
                name="sealing_of_a_paper_once",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(fields=["committee", "party", "state"], name="service_by_party"),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(fields=("committee", "paper", "party"), name="service_once"),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False), ("state", "opened")),
                    models.Q(models.Q(("state", "opened"), _negated=True), ("opened_at", None), ("opened_by", None)),
                    _connector="OR",
                ),
                name="service_opened_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_again_at", None), ("sent_again_at__gt", models.F("sent_at")), _connector="OR"
                ),
                name="service_again_is_later",
            ),
        ),
    ]
