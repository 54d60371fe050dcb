"""What the portal's commands promise: an error is one Russian line on stderr and an exit code."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from portal.core.errors import PortalError


class PortalCommand(BaseCommand):
    """A command without tracebacks for what a person can mend himself."""

    requires_system_checks: list[str] = []
    #: a log on the terminal would be a second voice: only faults of ours speak beside the sentence
    log_level = logging.ERROR
    _called_from_command_line: bool  # set by Django

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if not self._called_from_command_line:
            return parser  # a caller in Python gets the exception

        def refuse(message: str) -> NoReturn:
            self.refuse(f"Параметры не поняты. Посмотрите: {parser.prog} --help")

        parser.error = refuse  # type: ignore[method-assign]  # argparse names no other place for it
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            with _logs_from(self.log_level if self._called_from_command_line else None):
                return super().execute(*args, **options)
        except (PortalError, CommandError) as error:
            self.refuse(str(error))
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).strip().splitlines()[0]
            self.refuse(
                f"База данных не отвечает или не готова ({reason}). Выполните: python manage.py migrate"
            )

    def refuse(self, text: str, code: int = 1) -> NoReturn:
        """Say why in one line and stop."""
        self.stderr.write(" ".join(text.split()))
        sys.exit(code)


@contextmanager
def _logs_from(level: int | None) -> Iterator[None]:
    logger = logging.getLogger("portal")
    before = logger.level
    logger.setLevel(before if level is None else level)
    try:
        yield
    finally:
        logger.setLevel(before)
