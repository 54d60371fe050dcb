"""The file-system broker of the embedded default, with whole messages only.

kombu's own channel opens the final name and writes into it, so that a reader can meet half a
message, and hands a message over through the system's temporary folder. Here a message
appears by a rename and is taken by a rename within one folder.
"""

import fcntl
import logging
import os
import uuid
from pathlib import Path
from queue import Empty
from time import time_ns

from kombu.exceptions import OperationalError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger("portal.broker")


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):  # type: ignore[override]  # kombu's own two classes differ here
        # Wall-clock time keeps the order across a restart of the machine.
        name = f"{time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        try:
            _write_whole(Path(self.data_folder_out), name, dumps(payload))
        except OSError as error:
            # A full disk is to the sender what a server that does not answer is.
            raise OperationalError(f"the folder of messages cannot be written: {error.strerror}") from error

    def _get(self, queue, timeout=None):
        folder = Path(self.data_folder_in)
        for name in sorted(path.name for path in folder.iterdir()):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            if (payload := _take(folder, name)) is not None:
                return payload
        raise Empty

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        """kombu empties the file of an exchange before it locks it: a sender could read nothing."""
        file = self._exchange_file(exchange)  # type: ignore[attr-defined]  # kombu ships no types
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (file.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = self.get_table(exchange)
            if row not in rows:
                _write_whole(file.parent, file.name, dumps([row, *rows]))


class Transport(filesystem.Transport):
    Channel = Channel


def _write_whole(folder: Path, name: str, text: str) -> None:
    draft = folder / f".{uuid.uuid4()}_{name}"
    try:
        with draft.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _take(folder: Path, name: str):
    """The message, or None if another worker was quicker or it cannot be read.

    An unreadable message must not stop the queue; the job's row stays and is sent again.
    """
    taken = folder / f".taken_{name}"
    try:
        (folder / name).rename(taken)
    except FileNotFoundError:
        return None
    try:
        return loads(taken.read_text())
    except ValueError:
        logger.warning("message %s is unreadable and is dropped", name)
        return None
    finally:
        taken.unlink(missing_ok=True)
