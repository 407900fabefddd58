"""What an accuser hands in: sealed before it reaches the disk, read by the officers only."""

import secrets

from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse

from cases.accusations.models import Accusation, AccusationFile
from office.files.services import guarded_headers
from office.text.secrecy import seal_bytes, unseal_bytes


def keep_evidence(
    *, accusation: Accusation, name: str, media_type: str, content: bytes
) -> AccusationFile:
    """Seal one file. Its name on disk is random, its own name is sealed with it."""
    row = AccusationFile(
        accusation=accusation, name=name, media_type=media_type, size=len(content)
    )
    row.file.save(
        f"{secrets.token_hex(16)}.sealed", ContentFile(seal_bytes(content)), save=False
    )
    row.save()
    return row


def serve_evidence(row: AccusationFile) -> HttpResponse:
    """The opened file, kept by no browser. Raises Http404 when it is gone."""
    try:
        with row.file.open("rb") as stored:
            content = unseal_bytes(stored.read())
    except FileNotFoundError as error:
        raise Http404("这个文件已经不在了。") from error
    response = HttpResponse(content, content_type=row.media_type)
    kind = "inline" if row.media_type.startswith("image/") else "attachment"
    extension = row.name.rpartition(".")[2]
    response["Content-Disposition"] = f'{kind}; filename="{row.pk}.{extension}"'
    guarded_headers(response)
    response["Cache-Control"] = "no-store"
    return response
