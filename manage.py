#!/usr/bin/env python
"""Entry point of every command of the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong setting is the operator's to mend: one line he can act on, no traceback.
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except OperationalError as error:
        # Django's own commands; those of the portal say it themselves.
        reason = str(error).strip().splitlines()[0]
        sys.stderr.write(f"База данных не отвечает ({reason}). Проверьте DATABASE_URL и запущен ли сервер.\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
