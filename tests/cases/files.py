"""Uploads for tests: real bytes, made here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from office.files.services import take_in_file
from office.models import Attachment


def photo(
    name: str = "水渠.jpg", size: tuple[int, int] = (40, 30)
) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", size, "gray").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def program(name: str = "照片.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"MZ\x90\x00" + b"\x00" * 600, "image/jpeg")


def stored(upload: SimpleUploadedFile) -> Attachment:
    return take_in_file(upload=upload, by=None)
