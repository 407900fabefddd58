import hashlib
import io
import os
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from office.files import services as files
from office.files.services import (
    LARGEST_KEPT,
    FileRefused,
    clean_name,
    drop_stray_files,
    serve_attachment,
    take_in_file,
)
from office.models import Attachment, User
from tests.office import samples
from tests.office.samples import upload


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def taken(content: bytes, name: str = "照片.jpg") -> Attachment:
    return take_in_file(upload=upload(content, name), by=None)


def refused(content: bytes, name: str = "照片.jpg") -> str:
    with pytest.raises(FileRefused) as raised:
        taken(content, name)
    assert not Attachment.objects.exists()
    return str(raised.value)


def content_of(attachment: Attachment) -> bytes:
    with default_storage.open(attachment.file.name) as stored:
        return stored.read()


def kept_image(attachment: Attachment) -> Image.Image:
    return Image.open(io.BytesIO(content_of(attachment)))


def test_a_photo_of_48_megapixels_with_a_second_picture_behind_it_is_taken(db):
    """Phones write MPO: the picture, and a depth map or a preview after it."""
    first, second = Image.new("RGB", (8000, 6000), "teal"), Image.new("RGB", (800, 600))
    written = io.BytesIO()
    first.save(written, "MPO", save_all=True, append_images=[second], quality=40)

    kept = kept_image(taken(written.getvalue(), "IMG_0048.JPG"))

    assert (kept.format, kept.size) == ("JPEG", (1600, 1200))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_under_a_random_name(db, form):
    kept = taken(samples.photo(form=form), "村口的路.png")

    assert (kept.media_type, kept.name) == ("image/jpeg", "村口的路.jpg")
    assert "村口" not in kept.file.name
    assert len(kept.file.name.rpartition("/")[2]) == len("0" * 32 + ".jpg")
    assert kept.is_image


def test_size_and_digest_are_those_of_what_is_kept(db):
    kept = taken(samples.photo())

    content = content_of(kept)
    assert kept.size == len(content)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


def test_the_uploader_is_kept(db):
    keeper = User.objects.create_user("keeper", name="王站长")

    kept = take_in_file(upload=upload(samples.photo()), by=keeper)

    assert kept.uploaded_by == keeper


def test_place_camera_and_comment_are_gone_and_the_photo_stands_upright(db):
    kept = taken(samples.photo_with_place())

    image = kept_image(kept)
    assert image.size == (300, 400)
    assert not image.getexif()
    assert b"SECRET" not in content_of(kept)


def test_a_large_photo_is_shrunk(db):
    kept = taken(samples.noisy_photo())

    assert max(kept_image(kept).size) <= 1600
    assert kept.size <= LARGEST_KEPT


def test_a_small_photo_is_not_blown_up(db):
    assert kept_image(taken(samples.photo((320, 200)))).size == (320, 200)


def test_a_transparent_picture_gets_white_paper(db):
    content = samples.photo((40, 40), "PNG", "RGBA", (0, 0, 0, 0))

    assert kept_image(taken(content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("form", "mode", "color"),
    [("PNG", "P", 3), ("PNG", "L", 9), ("PNG", "1", 1), ("JPEG", "CMYK", 0)],
)
def test_photos_of_every_colour_model_are_taken(db, form, mode, color):
    kept = taken(samples.photo((50, 50), form, mode, color))

    assert kept_image(kept).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7\n%%EOF", "说明.pdf", "application/pdf"),
        (samples.document(), "申请.docx", next(iter(files.OFFICE))),
        (samples.sheet(), "名单.xlsx", list(files.OFFICE)[1]),
        (samples.old_office("WordDocument"), "旧.doc", "application/msword"),
        (samples.old_office("Workbook"), "旧.xls", "application/vnd.ms-excel"),
    ],
)
def test_documents_are_kept_as_they_are(db, content, name, media_type):
    kept = taken(content, name)

    assert (kept.media_type, kept.name) == (media_type, name)
    assert content_of(kept) == content


def test_a_document_called_photo_gets_its_own_extension(db):
    assert taken(b"%PDF-1.4 ...", "扫描.jpg").name == "扫描.pdf"


def test_a_program_called_jpg_is_refused(db):
    text = refused(b"MZ\x90\x00" + os.urandom(400), "照片.jpg")

    assert text == (
        "“照片.jpg”不是照片，也不是 PDF、Word、Excel 文件，不能上传。"
        "只认文件的内容，改名没有用。"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"#!/bin/sh\nrm -rf /\n",
        b"\x7fELF" + b"\0" * 60,
        b"\0",
        "就是一段文字".encode(),
        samples.OLE + b"\0" * 600,
        b"PK\x05\x06" + b"\0" * 18,
    ],
)
def test_what_is_neither_photo_nor_document_is_refused(db, content):
    assert "不能上传" in refused(content, "材料.doc")


def test_an_empty_file_is_refused(db):
    assert refused(b"") == "“照片.jpg”是空的，请重新选择。"


def test_a_file_larger_than_allowed_is_refused(db, settings):
    settings.LARGEST_UPLOAD = 1000

    text = refused(b"%PDF-" + b"0" * 2000, "厚.pdf")

    assert text == "“厚.pdf”太大，一个文件最多 0 MB，请压缩后再传。"


def test_photos_and_documents_have_bounds_of_their_own(db, settings):
    settings.LARGEST_DOCUMENT = 100

    assert "太大" in refused(b"%PDF-" + b"0" * 200)
    assert taken(samples.photo((300, 300))).is_image


@pytest.mark.parametrize("cut", [20, 200, 1000])
def test_half_a_photo_is_refused(db, cut):
    whole = samples.photo((900, 700), quality=95)

    assert "打不开" in refused(whole[: len(whole) - cut if cut > 900 else cut])


def test_a_picture_that_would_fill_the_memory_is_refused(db):
    assert refused(samples.bomb(), "图.png") == "“图.png”的像素太多，请缩小后再传。"


def test_a_photo_format_no_browser_opens_is_refused_with_the_way_out(db):
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100

    assert "请存为 JPG 再传" in refused(heic, "IMG_1.HEIC")


def test_an_archive_is_refused(db):
    assert "压缩包" in refused(samples.packed({"a.jpg": b"x"}), "照片.zip")


def test_a_broken_archive_is_refused(db):
    assert "打不开" in refused(samples.document()[:60], "申请.docx")


def test_an_archive_that_unpacks_to_too_much_is_refused(db, monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 10_000)

    assert "解开后太大" in refused(samples.document(**{"word/x": b"0" * 20_000}))


@pytest.mark.parametrize(
    "content",
    [
        samples.document(**{"word/vbaProject.bin": b"x"}),
        samples.old_office("WordDocument", "_VBA_PROJECT"),
    ],
)
def test_a_document_with_macros_is_refused(db, content):
    assert "带有宏" in refused(content, "表.doc")


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张\\路.jpg", "路.jpg"),
        ("a\x00b\r\n.jpg", "ab.jpg"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("😀路灯😀.jpg", "😀路灯😀.jpg"),
        ("...", "附件"),
        ("", "附件"),
    ],
)
def test_the_name_keeps_only_what_a_name_needs(given_name, kept_name):
    assert clean_name(given_name) == kept_name


@given(st.text(max_size=300))
def test_no_name_is_too_long_or_holds_a_path(name):
    cleaned = clean_name(name)

    assert 1 <= len(cleaned) <= 100
    assert not set(cleaned) & set('/\\\x00\r\n"')


def test_a_very_long_name_is_stored(db):
    assert len(taken(samples.photo(), "路" * 500 + ".jpg").name) <= 120


def served(attachment: Attachment):
    response = serve_attachment(attachment)
    response.close()
    return response


def test_a_photo_is_shown_and_runs_nothing(db):
    response = served(taken(samples.photo(), "村口.jpg"))

    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E6")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, max-age=600"


def test_a_document_is_only_downloaded(db):
    response = served(taken(b"%PDF-1.4", "说明.pdf"))

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_file_that_is_gone_is_not_found(db):
    kept = taken(samples.photo())
    default_storage.delete(kept.file.name)

    with pytest.raises(Http404):
        serve_attachment(kept)


def test_a_draft_that_was_given_up_is_dropped_with_its_file(db):
    kept = taken(samples.photo())
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(days=3))

    assert drop_stray_files() == 1
    assert not default_storage.exists(kept.file.name)


def test_a_draft_of_today_stays(db):
    kept = taken(samples.photo())

    assert drop_stray_files() == 0
    assert default_storage.exists(kept.file.name)


def test_a_file_of_a_case_stays(county):
    from tests import county as made

    kept = taken(samples.photo())
    made.submitted(county, attachments=(kept,))
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(days=3))

    assert drop_stray_files() == 0


def test_the_file_of_a_transaction_that_was_rolled_back_is_dropped(db, tmp_path):
    with transaction.atomic():
        kept = taken(samples.photo())
        transaction.set_rollback(True)
    path = tmp_path / kept.file.name
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(path, (long_ago, long_ago))

    assert path.exists()
    assert drop_stray_files() == 1
    assert not path.exists()
