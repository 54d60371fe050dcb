"""Files that people send: kept in memory and nowhere else, as tables of results hold names of pupils."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
#: of one file; the readers of tables and documents have tighter limits of their own
FILE_BYTES = 20 * MEGABYTE
#: of all files of one request
REQUEST_BYTES = 60 * MEGABYTE


class KeptFile(InMemoryUploadedFile):
    """A sent file. One that `is_too_large` is known by its name and size, but its content was let go."""

    is_too_large = False


class MemoryOnlyHandler(FileUploadHandler):
    """Takes the files of a request into memory; never into a temporary file, never more than fits.

    A file beyond the limits is read to its end and let go piece by piece, so that its form is shown
    again with a sentence (`portal.core.tables`) and the browser does not lose the connection.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = REQUEST_BYTES
        self._buffer: io.BytesIO | None = None
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._buffer, self._size = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing is given back: no other handler shall see the data."""
        self._size += len(raw_data)
        if self._buffer is None:
            return
        if self._size > min(FILE_BYTES, self._left):
            self._buffer = None
        else:
            self._buffer.write(raw_data)

    def file_complete(self, file_size: int) -> KeptFile:
        is_too_large = self._buffer is None
        buffer = self._buffer or io.BytesIO()
        if not is_too_large:
            self._left -= self._size
        buffer.seek(0)
        file = KeptFile(
            buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            self._size,
            self.charset,
            self.content_type_extra,
        )
        file.is_too_large = is_too_large
        self._buffer = None
        return file
