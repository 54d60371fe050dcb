"""The Celery application: it only moves numbers of jobs, the truth about a job is its row."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# A dotted path in the broker's address is refused by kombu, an alias is not.
TRANSPORT_ALIASES["portalfs"] = "portal.filebroker:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
