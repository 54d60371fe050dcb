"""Settings of gunicorn that need code; read by `--config python:portal.core.webserver`."""

from typing import Any

from portal.core.processes import die_with_parent


def post_fork(server: Any, worker: Any) -> None:
    """A killed master must not leave workers that hold the port for its successor."""
    die_with_parent()
