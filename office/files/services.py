"""Photos and documents on their way in: judged by content, cleaned, given a random name."""

import hashlib
import io
import re
import secrets
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from PIL import Image, ImageOps

from office.files.models import Attachment
from office.people.models import User
from office.text.errors import ServiceError
from office.web.uploads import DiscardedFile

MIB = 1024 * 1024
LONGEST_SIDE = 1600
# A photo for a case: small enough for a village's network and a year of backups.
LARGEST_KEPT = 600 * 1024
JPEG_QUALITIES = (84, 76, 68, 58, 48, 38)
# More pixels than a phone takes by default: some kilobytes that would fill the memory.
# A JPEG is decoded at a fraction of its size, so it may have more.
MOST_PIXELS = 40_000_000
MOST_JPEG_PIXELS = 85_000_000
MOST_UNPACKED = 300 * 1024 * 1024
IMAGES = {"image/jpeg", "image/png", "image/webp"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "docx",
        "word/",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "xlsx",
        "xl/",
    ),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An old Office file is told from an installer by the names of its streams.
OLD_OFFICE = (
    ("WordDocument", "application/msword", "doc"),
    ("Workbook", "application/vnd.ms-excel", "xls"),
)
_UNWANTED = re.compile(
    r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff'
    r"\ud800-\udfff]"
)


class FileRefused(ServiceError):
    """The file cannot be taken in; the text says why and what to do."""


@dataclass(frozen=True)
class Cleaned:
    content: bytes
    media_type: str
    extension: str


@transaction.atomic
def take_in_file(*, upload: UploadedFile, by: User | None) -> Attachment:
    """Check, clean and keep one uploaded file. Raises FileRefused."""
    name, cleaned = clean_upload(upload)
    attachment = Attachment(
        name=name,
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        sha256=hashlib.sha256(cleaned.content).hexdigest(),
        uploaded_by=by,
    )
    stored = f"{secrets.token_hex(16)}.{cleaned.extension}"
    attachment.file.save(stored, ContentFile(cleaned.content), save=False)
    attachment.save()
    return attachment


def clean_upload(upload: UploadedFile) -> tuple[str, Cleaned]:
    """The name and the cleaned content of one uploaded file. Raises FileRefused."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise FileRefused(f"“{name}”是空的，请重新选择。")
    if isinstance(upload, DiscardedFile) or upload.size > settings.LARGEST_UPLOAD:
        raise _too_large(name, settings.LARGEST_UPLOAD)
    cleaned = clean_content(upload.read(), name)
    return _name_as(name, cleaned.extension), cleaned


def _too_large(name: str, most: int) -> FileRefused:
    return FileRefused(f"“{name}”太大，一个文件最多 {most // MIB} MB，请压缩后再传。")


def clean_name(name: str) -> str:
    """The last part of ``name`` without what no file name needs; at most 100 long."""
    last = re.split(r"[\\/]", name)[-1]
    return _UNWANTED.sub("", last).strip(" .")[-100:].strip(" .") or "附件"


def _name_as(name: str, extension: str) -> str:
    """``name`` with the extension of what was kept: ``IMG_1.HEIC.png`` → ``….jpg``."""
    stem, dot, last = name.rpartition(".")
    return f"{stem if dot and stem and len(last) <= 5 else name}.{extension}"


def clean_content(content: bytes, name: str) -> Cleaned:
    """What is kept of ``content``; its type is what it is, not what it is called.

    Raises FileRefused, also for what is larger than its type may be.
    """
    guessed = filetype.guess(content[:8192])
    kind = guessed.mime if guessed else ""
    is_photo = kind.startswith("image/")
    most = settings.LARGEST_PHOTO if is_photo else settings.LARGEST_DOCUMENT
    if len(content) > most:
        raise _too_large(name, most)
    if kind in IMAGES:
        return _clean_image(content, name)
    if is_photo:
        raise FileRefused(
            f"“{name}”这种照片格式打不开，请存为 JPG 再传"
            "（苹果手机：设置 - 相机 - 格式 - 兼容性最佳）。"
        )
    if content.startswith(b"%PDF-"):
        return Cleaned(content, "application/pdf", "pdf")
    if content.startswith(b"PK\x03\x04"):
        return _office_file(content, name)
    if content.startswith(_OLE):
        return _old_office_file(content, name)
    raise _unknown(name)


def _unknown(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}”不是照片，也不是 PDF、Word、Excel 文件，不能上传。"
        "只认文件的内容，改名没有用。"
    )


def _clean_image(content: bytes, name: str) -> Cleaned:
    """Drawn anew: EXIF and GPS are gone, and the longest side is 1600 pixels at most."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            # MPO is a JPEG with further pictures behind it: a depth map, a preview.
            is_jpeg = image.format in ("JPEG", "MPO")
            most = MOST_JPEG_PIXELS if is_jpeg else MOST_PIXELS
            if image.width * image.height > most:
                raise _too_many_pixels(name)
            image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = _as_jpeg(_on_white(ImageOps.exif_transpose(image)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise FileRefused(f"“{name}”打不开，照片可能坏了，请重新拍一张。") from error
    return Cleaned(drawn, "image/jpeg", "jpg")


def _too_many_pixels(name: str) -> FileRefused:
    return FileRefused(f"“{name}”的像素太多，请缩小后再传。")


def _on_white(image: Image.Image) -> Image.Image:
    """The bare picture, on white paper where it is transparent (JPEG shows black)."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
    else:
        paper = image.convert("RGB")
    # Comment, EXIF and XMP would be written again from here.
    paper.info.clear()
    return paper


def _as_jpeg(image: Image.Image) -> bytes:
    """``image`` as a JPEG of at most LARGEST_KEPT bytes."""
    while True:
        for quality in JPEG_QUALITIES:
            drawn = io.BytesIO()
            image.save(drawn, "JPEG", quality=quality, optimize=True)
            if drawn.tell() <= LARGEST_KEPT:
                return drawn.getvalue()
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4))


def _office_file(content: bytes, name: str) -> Cleaned:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: info.file_size for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, struct.error) as error:
        raise FileRefused(f"“{name}”打不开，文件可能坏了。") from error
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        raise _has_macros(name)
    if sum(members.values()) > MOST_UNPACKED:
        raise FileRefused(f"“{name}”解开后太大，不能上传。")
    for media_type, (extension, folder) in OFFICE.items():
        is_package = "[Content_Types].xml" in members
        if is_package and any(member.startswith(folder) for member in members):
            return Cleaned(content, media_type, extension)
    raise FileRefused(f"“{name}”是压缩包，请把里面的照片或文件分别上传。")


def _old_office_file(content: bytes, name: str) -> Cleaned:
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise _has_macros(name)
    for stream, media_type, extension in OLD_OFFICE:
        if stream.encode("utf-16-le") in content:
            return Cleaned(content, media_type, extension)
    raise _unknown(name)


def _has_macros(name: str) -> FileRefused:
    return FileRefused(f"“{name}”带有宏，不能上传。请另存为不带宏的格式。")


def serve_attachment(attachment: Attachment) -> FileResponse:
    """The file with headers that let a browser show a photo and run nothing.

    Raises Http404 when the file is gone from the storage.
    """
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("这个文件已经不在了。") from error
    response = FileResponse(
        content,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    guarded_headers(response)
    response["Cache-Control"] = "private, max-age=600"
    return response


def guarded_headers(response: HttpResponseBase) -> None:
    """A browser shows it or saves it, and runs nothing of it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"


def drop_stray_files(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Remove uploads that never became part of anything; returns how many.

    They are drafts that were given up, and files whose transaction was rolled back.
    """
    before = timezone.now() - older_than
    strays = Attachment.objects.filter(uploaded_at__lt=before, case_file__isnull=True)
    return sum(_drop(attachment) for attachment in strays.iterator()) + _drop_unknown(
        before
    )


def _drop(attachment: Attachment) -> int:
    """The row first: a file without a row is found again, a row without a file is not."""
    stored = attachment.file.name or ""
    try:
        with transaction.atomic():
            attachment.delete()
    except (ProtectedError, IntegrityError):
        return 0
    default_storage.delete(stored)
    return 1


def _drop_unknown(before: datetime) -> int:
    known = set(Attachment.objects.values_list("file", flat=True))
    count = 0
    for path in _stored("attachments"):
        if path in known or default_storage.get_modified_time(path) >= before:
            continue
        default_storage.delete(path)
        count += 1
    return count


def _stored(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(f"{folder}/{name}")
