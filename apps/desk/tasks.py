"""The worker's sign of life: beat sends it every 15 seconds; /readyz asks how old the last one is."""

from celery import shared_task

from apps.desk.health import beat
from apps.kernel import clock


@shared_task(name="desk.heartbeat")
def heartbeat() -> None:
    """Say that a worker takes tasks."""
    beat(clock.machine_now())
