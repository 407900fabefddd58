"""Photos and documents on their way in: judged by content, cleaned, given a random name."""

import hashlib
import io
import re
import secrets
import zipfile
from dataclasses import dataclass
from datetime import timedelta

import filetype
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from office.errors import ServiceError
from office.models import Attachment, User

MIB = 1024 * 1024
LARGEST = 20 * MIB
LARGEST_SAID = "20 MB"
LONGEST_SIDE = 1600
JPEG_QUALITY = 82
# More pixels than any phone takes: a file of some kilobytes that would fill the memory.
MOST_PIXELS = 60_000_000
IMAGES = {"image/jpeg", "image/png", "image/webp"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "docx",
        "word/",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "xl/"),
}
OTHERS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNWANTED = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u202a-\u202e\u2066-\u2069]')


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
    name = clean_name(upload.name or "")
    if upload.size is None or upload.size == 0:
        raise FileRefused(f"“{name}”是空的，请重新选择。")
    if upload.size > LARGEST:
        raise FileRefused(f"“{name}”超过 {LARGEST_SAID}，请压缩后再传。")
    cleaned = clean_content(upload.read(), name)
    attachment = Attachment(
        name=f"{name.rpartition('.')[0] or name}.{cleaned.extension}"[-120:],
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        sha256=hashlib.sha256(cleaned.content).hexdigest(),
        uploaded_by=by,
    )
    stored = f"{secrets.token_hex(16)}.{cleaned.extension}"
    attachment.file.save(stored, ContentFile(cleaned.content), save=False)
    attachment.save()
    return attachment


def clean_name(name: str) -> str:
    """The last part of ``name`` without what no file name needs."""
    last = re.split(r"[\\/]", name)[-1]
    return _UNWANTED.sub("", last).strip(" .")[-100:] or "附件"


def clean_content(content: bytes, name: str) -> Cleaned:
    """What is kept of ``content``; its type is what it is, not what it is called."""
    guessed = filetype.guess(content[:8192])
    kind = guessed.mime if guessed else ""
    if kind in IMAGES:
        return _clean_image(content, name)
    if content.startswith(b"%PDF-"):
        return Cleaned(content, "application/pdf", "pdf")
    if content.startswith(b"PK\x03\x04"):
        return _office_file(content, name)
    if content.startswith(_OLE) and name.lower().endswith((".doc", ".xls")):
        extension = name.lower().rpartition(".")[2]
        media_type = next(m for m, e in OTHERS.items() if e == extension)
        return Cleaned(content, media_type, extension)
    raise FileRefused(
        f"“{name}”不是照片，也不是 PDF、Word、Excel 文件，不能上传。"
        "只认文件的内容，改名没有用。"
    )


def _clean_image(content: bytes, name: str) -> Cleaned:
    """Drawn anew: EXIF and GPS are gone, and the longest side is 1600 pixels at most."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise FileRefused(f"“{name}”的像素太多，请缩小后再传。")
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = io.BytesIO()
            upright.convert("RGB").save(drawn, "JPEG", quality=JPEG_QUALITY)
    except FileRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused(f"“{name}”打不开，照片可能坏了，请重新拍一张。") from error
    except Image.DecompressionBombError as error:
        raise FileRefused(f"“{name}”的像素太多，请缩小后再传。") from error
    return Cleaned(drawn.getvalue(), "image/jpeg", "jpg")


def _office_file(content: bytes, name: str) -> Cleaned:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise FileRefused(f"“{name}”打不开，文件可能坏了。") from error
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        raise FileRefused(f"“{name}”带有宏，不能上传。请另存为不带宏的格式。")
    for media_type, (extension, folder) in OFFICE.items():
        if any(member.startswith(folder) for member in members):
            return Cleaned(content, media_type, extension)
    raise FileRefused(f"“{name}”是压缩包，请把里面的照片或文件分别上传。")


def serve_attachment(attachment: Attachment) -> FileResponse:
    """The file with headers that let a browser show a photo and run nothing."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=600"
    return response


def drop_stray_files(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Remove uploads that never became part of anything: drafts that were given up."""
    before = timezone.now() - older_than
    strays = Attachment.objects.filter(uploaded_at__lt=before, case_file__isnull=True)
    count = 0
    for attachment in strays.iterator():
        attachment.file.delete(save=False)
        attachment.delete()
        count += 1
    return count
