"""Files as residents upload them, valid and invalid, generated when needed."""

import io
import os
import struct
import zipfile
import zlib

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def upload(content: bytes, name: str = "照片.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo(size=(800, 600), form="JPEG", mode="RGB", color="#557744", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, form, **more)
    return out.getvalue()


def noisy_photo(size=(3000, 2200)) -> bytes:
    """Noise: the content that compresses worst."""
    out = io.BytesIO()
    image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A phone's photo: rotated by EXIF, with GPS, camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010F] = "HUAWEI-SECRET"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 16.0, 8.0)})
    return photo((400, 300), exif=exif, comment=b"37.2690-SECRET")


def bomb() -> bytes:
    """A PNG of some kilobytes that declares 900 million pixels."""
    whole = bytearray(photo((10, 10), "PNG"))
    whole[16:24] = struct.pack(">II", 30_000, 30_000)
    whole[29:33] = struct.pack(">I", zlib.crc32(whole[12:29]))
    return bytes(whole)


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def document(**more: bytes) -> bytes:
    return packed(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | more
    )


def old_office(stream: str, more: str = "") -> bytes:
    return OLE + b"\0" * 504 + stream.encode("utf-16-le") + more.encode("utf-16-le")
