import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("incidents", "0016_tallies_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncidentAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("key", models.UUIDField(help_text="The page's own: the same page sent twice is one alert.")),
                ("state", models.CharField(choices=[("current", "In force"), ("ended", "All clear")], max_length=12)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("take_note", "Take note"), ("act_soon", "Act soon"), ("act_at_once", "Act at once")],
                        max_length=12,
                    ),
                ),
                (
                    "tlp",
                    models.CharField(
                        choices=[
                            ("TLP:RED", "TLP:RED"),
                            ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT"),
                            ("TLP:AMBER", "TLP:AMBER"),
                            ("TLP:GREEN", "TLP:GREEN"),
                            ("TLP:CLEAR", "TLP:CLEAR"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("seen", models.TextField()),
                ("recognise", models.TextField(blank=True)),
                ("action", models.TextField()),
                ("contact", models.CharField(max_length=300)),
                ("sent_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ending", models.TextField(blank=True)),
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
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="incidents.incident"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "source",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField()),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "alert",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="incidents.incidentalert",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "state",
                    models.CharField(choices=[("asked", "asked"), ("acknowledged", "acknowledged")], max_length=16),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seen_here", "Seen here, too"),
                            ("not_affected", "Not affected"),
                            ("looking", "Looking into it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("is_shared", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "answered_by",
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "alert",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="incidents.incidentalert",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentThread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("key", models.UUIDField(help_text="The page's own: the same page sent twice is one thread.")),
                ("subject", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
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
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="incidents.incident"
                    ),
                ),
                (
                    "opened_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField()),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "thread",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="incidents.incidentthread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked_for", "Not all have agreed yet"),
                            ("in", "Takes part"),
                            ("left", "Has left"),
                            ("refused", "Not agreed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("sees_after", models.BigIntegerField(default=0)),
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "thread",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="incidents.incidentthread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "party",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="incidents.threadparty",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen", models.BigIntegerField(default=0)),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "thread",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="incidents.incidentthread",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="incidentalert",
            index=models.Index(fields=["committee", "-sent_at", "-id"], name="alert_newest"),
        ),
        migrations.AddIndex(
            model_name="incidentalert",
            index=models.Index(fields=["committee", "incident", "-id"], name="alert_of_incident"),
        ),
        migrations.AddIndex(
            model_name="incidentalert",
            index=models.Index(fields=["committee", "source", "-sent_at"], name="alert_by_source"),
        ),
        migrations.AddConstraint(
            model_name="incidentalert",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="alert_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentalert",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="alert_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentalert",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "key"), name="alert_page_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentalert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("seen", ""), _negated=True),
                    models.Q(("action", ""), _negated=True),
                    models.Q(("contact", ""), _negated=True),
                ),
                name="alert_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentalert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ending", ""), ("state", "current")),
                    models.Q(("ended_at__isnull", False), ("state", "ended"), models.Q(("ending", ""), _negated=True)),
                    _connector="OR",
                ),
                name="alert_ends_with_words",
            ),
        ),
        migrations.AddIndex(
            model_name="alertupdate",
            index=models.Index(fields=["committee", "alert", "-id"], name="update_of_alert"),
        ),
        migrations.AddConstraint(
            model_name="alertupdate",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="alert_update_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="alertupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="alert_update_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="alertrecipient",
            index=models.Index(fields=["committee", "organisation", "alert"], name="alert_by_recipient"),
        ),
        migrations.AddConstraint(
            model_name="alertrecipient",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="alert_recipient_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="alertrecipient",
            constraint=models.UniqueConstraint(
                fields=("committee", "alert", "organisation"), name="alert_recipient_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at", None), ("acknowledged_by", None), ("state", "asked")),
                    models.Q(
                        ("acknowledged_at__isnull", False),
                        ("acknowledged_by__isnull", False),
                        ("state", "acknowledged"),
                    ),
                    _connector="OR",
                ),
                name="alert_acknowledged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("is_shared", False),
                        ("words", ""),
                    ),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state", "acknowledged"),
                    ),
                    _connector="OR",
                ),
                name="alert_answer_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="incidentthread",
            index=models.Index(fields=["committee", "incident", "-id"], name="thread_of_incident"),
        ),
        migrations.AddConstraint(
            model_name="incidentthread",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="thread_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentthread",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="thread_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentthread",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "key"), name="thread_page_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentthread",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), _negated=True), name="thread_has_a_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="threadmessage",
            index=models.Index(fields=["committee", "thread", "-id"], name="message_of_thread"),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="thread_message_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="thread_message_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="threadparty",
            index=models.Index(fields=["committee", "organisation", "thread"], name="thread_by_party"),
        ),
        migrations.AddConstraint(
            model_name="threadparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked_for", "in"])),
                fields=("committee", "thread", "organisation"),
                name="thread_party_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("joined_at", None), ("state", "asked_for")),
                    models.Q(("ended_at", None), ("joined_at__isnull", False), ("state", "in")),
                    models.Q(("ended_at__isnull", False), ("joined_at__isnull", False), ("state", "left")),
                    models.Q(("ended_at__isnull", False), ("joined_at", None), ("state", "refused")),
                    _connector="OR",
                ),
                name="thread_party_has_its_instants",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadagreement",
            constraint=models.UniqueConstraint(
                fields=("committee", "party", "organisation"), name="thread_agreed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="threadvisit",
            constraint=models.UniqueConstraint(fields=("committee", "thread", "seat"), name="thread_visit_once"),
        ),
    ]
