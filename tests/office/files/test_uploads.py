"""Request bodies in chunks, through Django's own parser."""

import tracemalloc

import pytest
from django.core.handlers.wsgi import WSGIRequest

from office.files.services import FileRefused, take_in_file
from office.web.uploads import DiscardedFile
from tests.office import samples

MIB = 1024 * 1024
BOUNDARY = "----portal"


class Stream:
    """A body generated while it is read; counts how much was read."""

    def __init__(self, *parts):
        self._parts = [part for part in parts if len(part)]
        self.length = sum(len(part) for part in self._parts)

    def read(self, size=-1):
        if not self._parts:
            return b""
        part = self._parts[0]
        chunk, rest = part[:size], part[size:]
        self._parts[0] = rest
        if not len(rest):
            self._parts.pop(0)
        return bytes(chunk)

    readline = read


class Zeros:
    """``length`` zero bytes that take no memory until they are sliced."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, part):
        start, stop, _ = part.indices(self.length)
        return Zeros(stop - start)

    def __bytes__(self):
        return bytes(self.length)


def field(name, value):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return (head + value + "\r\n").encode()


def file_head(name):
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; '
        f'filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    ).encode()


@pytest.fixture
def request_of():
    """Makes a request from the parts of a form; its files are closed after the test."""
    made = []

    def make(*parts):
        body = Stream(*parts, f"--{BOUNDARY}--\r\n".encode())
        request = WSGIRequest(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/",
                "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
                "CONTENT_LENGTH": str(body.length),
                "wsgi.input": body,
                "SERVER_NAME": "test",
                "SERVER_PORT": "80",
            }
        )
        made.append(request)
        return request

    yield make
    for request in made:
        request.close()


def test_a_photo_of_50_mb_is_refused_without_being_kept_in_memory(db, request_of):
    request = request_of(file_head("大.jpg"), Zeros(50 * MIB), b"\r\n")
    tracemalloc.start()

    upload = request.FILES["files"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert isinstance(upload, DiscardedFile)
    assert upload.size == 50 * MIB
    assert peak < 4 * MIB
    with pytest.raises(FileRefused) as raised:
        take_in_file(upload=upload, by=None)
    assert str(raised.value) == "“大.jpg”太大，一个文件最多 20 MB，请压缩后再传。"


def test_what_was_typed_around_a_file_too_large_is_kept(settings, request_of):
    settings.LARGEST_UPLOAD = 1000
    request = request_of(
        field("title", "路灯不亮"),
        file_head("大.jpg"),
        b"x" * 5000 + b"\r\n",
        field("text", "已经三个月了"),
    )

    assert request.POST.dict() == {"title": "路灯不亮", "text": "已经三个月了"}
    assert isinstance(request.FILES["files"], DiscardedFile)


def test_the_files_beside_one_too_large_are_kept(settings, request_of):
    settings.LARGEST_UPLOAD = 100_000
    small = samples.photo((200, 200))
    request = request_of(
        file_head("大.jpg"),
        b"x" * 200_000 + b"\r\n",
        file_head("小.jpg"),
        small + b"\r\n",
    )

    large, kept = request.FILES.getlist("files")
    assert isinstance(large, DiscardedFile)
    assert kept.read() == small


def test_many_files_together_are_bounded_too(settings, request_of):
    settings.LARGEST_UPLOAD, settings.LARGEST_REQUEST = 1000, 2500
    parts = [file_head(f"{n}.jpg") + b"x" * 900 + b"\r\n" for n in range(4)]

    uploads = request_of(*parts).FILES.getlist("files")

    assert [isinstance(one, DiscardedFile) for one in uploads] == [
        False,
        False,
        True,
        True,
    ]


def test_a_file_exactly_as_large_as_allowed_is_kept(settings, request_of):
    settings.LARGEST_UPLOAD = 1000

    upload = request_of(file_head("a.jpg"), b"x" * 1000 + b"\r\n").FILES["files"]

    assert upload.read() == b"x" * 1000
