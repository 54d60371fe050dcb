"""While a run is worked on, a second thread says that its worker lives."""

import logging
import threading
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import Error, connection, models
from django.utils import timezone

logger = logging.getLogger("portal.runs")


class Heartbeat:
    """Prolongs the lease of a run three times a lease, as long as it runs and the token is still the row's.

    A whole worker that is killed or frozen stops beating, and its run becomes free.
    """

    def __init__(self, model: type[models.Model], number: int, token: UUID):
        self._mine = model._default_manager.filter(pk=number, token=token, status="running")
        self._number = number
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{number}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stopped.wait(settings.RUN_LEASE_SECONDS / 3) and self._prolong():
                pass
        finally:
            # The thread has a connection of its own, which nobody else would close.
            connection.close()

    def _prolong(self) -> bool:
        until = timezone.now() + timedelta(seconds=settings.RUN_LEASE_SECONDS)
        try:
            return bool(self._mine.update(lease_until=until))
        except Error as error:
            # A busy or restarting database: two more beats fit into the lease.
            logger.warning("run %s: the lease was not prolonged: %s", self._number, type(error).__name__)
            connection.close()
            return True
