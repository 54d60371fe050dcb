"""A crowd of threads that do the same at one moment, for tests of row locks."""

import threading
from collections.abc import Callable

from django.db import connection

CROWD = 8


def at_once(deed: Callable) -> list:
    """What `deed` gave to each of a crowd of threads that began together."""
    barrier, answers = threading.Barrier(CROWD), []

    def go():
        try:
            barrier.wait()
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == CROWD
    return answers
