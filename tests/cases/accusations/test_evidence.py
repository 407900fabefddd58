"""Evidence: sealed on the disk, opened as it was, kept by no browser."""

import pytest
from django.http import Http404

from cases.accusations.services import accusing
from cases.accusations.services.evidence import keep_evidence, serve_evidence
from office.text.secrecy import SecrecyError, unseal_bytes

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 bai-tiao-4711"


@pytest.fixture
def kept(county, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    accusation = accusing.submit_accusation(text="某某收了钱。", factor="老槐树")
    return keep_evidence(
        accusation=accusation,
        name="白条.pdf",
        media_type="application/pdf",
        content=CONTENT,
    )


def test_the_disk_shows_neither_content_nor_name(kept):
    with kept.file.open("rb") as stored:
        sealed = stored.read()

    assert b"bai-tiao" not in sealed
    assert "白条" not in kept.file.name
    assert unseal_bytes(sealed) == CONTENT


def test_a_changed_file_is_not_opened(kept):
    with kept.file.open("rb") as stored:
        sealed = bytearray(stored.read())
    sealed[-1] ^= 1

    with pytest.raises(SecrecyError):
        unseal_bytes(bytes(sealed))


def test_it_is_given_as_it_was_and_kept_nowhere(kept):
    response = serve_evidence(kept)

    assert response.content == CONTENT
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_that_is_gone_is_a_404(kept):
    kept.file.storage.delete(kept.file.name)

    with pytest.raises(Http404):
        serve_evidence(kept)
