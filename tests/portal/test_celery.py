"""How the worker is put together."""

from django_structlog.celery.steps import DjangoStructLogInitStep

from portal.celery import app


def test_a_workers_logs_carry_the_id_of_the_request_that_rang() -> None:
    assert DjangoStructLogInitStep in app.steps["worker"]


def test_every_task_that_beat_rings_for_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
