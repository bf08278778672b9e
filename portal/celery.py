"""The Celery application: Redis is only the doorbell, the database is the queue.

It guesses no settings: a worker started without DJANGO_SETTINGS_MODULE stops and says so.
"""

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

app = Celery("concord")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A task logs the id of the request that rang for it.
app.steps["worker"].add(DjangoStructLogInitStep)
