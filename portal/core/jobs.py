"""The one door to the queue: a service names a task and never imports it."""

import logging
from functools import partial
from typing import Any

from celery import Task
from celery.exceptions import OperationalError as CeleryOperationalError
from django.db import transaction
from kombu.exceptions import OperationalError

from portal.celery import app

logger = logging.getLogger("portal.jobs")


def enqueue(task_name: str, **kwargs: int | str | bool | None) -> None:
    """Send a task by name once the surrounding transaction has committed.

    A broker that is down loses nothing: the job's row stays queued and the sweeper sends it
    again. An unknown name and anything but plain values fail at the call.
    """
    if bad := [key for key, value in kwargs.items() if not isinstance(value, int | str | None)]:
        raise TypeError(f"Pass ids and plain values to a task, not objects: {bad}")
    app.loader.import_default_modules()
    task = app.tasks[task_name]
    transaction.on_commit(partial(_send, task, kwargs))


def _send(task: Task, kwargs: dict[str, Any]) -> None:
    try:
        task.apply_async(kwargs=kwargs)
    except (OperationalError, CeleryOperationalError, ConnectionError) as error:
        logger.warning("the broker does not answer, %s waits for the sweeper: %s", task.name, error)
