"""The file-system broker of the embedded default, with whole messages only.

kombu's own channel opens the final name and writes into it, so that a reader can meet half a
message, and hands a message over through the system's temporary folder. Here a message
appears by a rename and is taken by a rename within one folder.
"""

import os
import uuid
from pathlib import Path
from queue import Empty
from time import time_ns

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        folder = Path(self.data_folder_out)
        # Wall-clock time keeps the order across a restart of the machine.
        name = f"{time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        draft = folder / f".{name}"
        with draft.open("w") as file:
            file.write(dumps(payload))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)

    def _get(self, queue):
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".taken_{name}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            payload = loads(taken.read_text())
            taken.unlink()
            return payload
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
