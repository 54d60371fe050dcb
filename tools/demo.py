"""`make demo`: data, portal, protocol in PDF, address; Ctrl-C stops all of it.

Steps: migrate, demo_load, `manage.py portal` in the background, wait until it answers, demo_protocol
(the worker builds, the command waits and prints the path), then serve until a signal comes.
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
START_SECONDS = 90
STOP_SECONDS = 20
PORTS_TO_TRY = 50
LOOPBACK = "127.0.0.1"


class DemoError(Exception):
    """A step failed; the text is for the user."""


class Stopped(Exception):
    """A signal came: no error, the user asked for it."""


def main() -> int:
    options = parse_arguments()
    os.environ["PORTAL_DEMO"] = "1"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    try:
        run(port=options.port, serve=options.serve != "0")
    except DemoError as error:
        say(str(error), to=sys.stderr)
        return 1
    except Stopped:
        say("Портал остановлен.")
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Показ портала на данных примера.")
    parser.add_argument("--port", type=int, default=8000, help="порт; занятый заменяется следующим свободным")
    parser.add_argument("--serve", default="1", help="0 — остановиться, когда протокол готов")
    return parser.parse_args()


def run(*, port: int, serve: bool) -> None:
    say("Готовлю базу данных…")
    manage("migrate", "--verbosity", "0")
    sign_ins = manage("demo_load")
    free = free_port(port)
    if free != port:
        say(f"Порт {port} занят, беру {free}.")
    say("Запускаю портал и обработчик заданий…")
    # Detached from the terminal: Ctrl-C reaches this script alone, which then stops the portal.
    # The address that the portal prints would come too early here; its errors go to stderr.
    portal = subprocess.Popen(
        [*MANAGE, "portal", "--port", str(free)], cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_ready(portal, free)
        say("Обработчик строит протокол…")
        protocol = manage("demo_protocol")
        say(f"\nПротокол: {protocol}")
        how = "остановить — Ctrl-C" if serve else "откроется по make demo"
        say(f"Адрес:    http://{LOOPBACK}:{free}/ ({how})")
        say(f"\n{sign_ins}\n")
        if serve:
            portal.wait()
            raise DemoError("Портал остановился сам, причина — в сообщениях выше.")
    finally:
        stop(portal)


def manage(*arguments: str) -> str:
    """Output of a command of the portal; its error messages go straight to the user."""
    done = subprocess.run([*MANAGE, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        say(done.stdout.strip(), to=sys.stderr)
        raise DemoError(f"Команда «{arguments[0]}» не удалась.")
    return done.stdout.strip()


def free_port(first: int) -> int:
    for port in range(first, min(first + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            # As the server does: a port that only waits out its last connections is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise DemoError(f"Нет свободного порта от {first}: укажите другой, например make demo PORT=9000.")


def wait_until_ready(portal: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if portal.poll() is not None:
            raise DemoError("Портал не запустился, причина — в сообщениях выше.")
        if answers(f"http://{LOOPBACK}:{port}/healthz"):
            return
        time.sleep(0.2)
    raise DemoError(f"Портал не ответил за {START_SECONDS} секунд.")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own loopback address
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def stop(portal: subprocess.Popen) -> None:
    """Ask the supervisor to end its children; after a while end the whole group."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave processes behind
    if portal.poll() is None:
        portal.terminate()
        try:
            portal.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            say("Портал не остановился сам, останавливаю его процессы.", to=sys.stderr)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(portal.pid, signal.SIGKILL)  # whatever is left of the group
    portal.wait()


def on_signal(number: int, frame: object) -> None:
    raise Stopped


def say(text: str, to: TextIO | None = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
