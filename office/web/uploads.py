"""Uploads: never whole in memory, never larger than the limit.

An oversized file is discarded while it arrives, and the form still learns its name and
size: the user gets an error message and keeps the input (aborting early would show a
broken connection instead).
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class DiscardedFile(UploadedFile):
    """An oversized file: name and size are known, the content is discarded."""


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams each file to the disk; beyond the limit it only counts bytes.

    Limits in bytes: LARGEST_UPLOAD for one file, LARGEST_REQUEST for all files of one
    request together, so that many files cannot exceed what one may not.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._kept_before = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        end = start + len(raw_data)
        room = settings.LARGEST_REQUEST - self._kept_before
        if not self._is_over and end > min(settings.LARGEST_UPLOAD, room):
            self._is_over = True
            kept: Any = self.file.file
            kept.truncate(0)
        if not self._is_over:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self._is_over:
            self._kept_before += file_size
            return super().file_complete(file_size)
        self.file.close()
        return DiscardedFile(
            io.BytesIO(),
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
