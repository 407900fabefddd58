"""The text of a draft as it comes: a Word file or plain text."""

import io
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from decisions.resolutions.errors import DecisionError
from office.sheets.tables import decode

MOST_BYTES = 5 * 1024 * 1024


def text_of(data: bytes, name: str) -> str:
    """The text of a .docx, or of a plain file in any encoding. Raises DecisionError."""
    if len(data) > MOST_BYTES:
        raise DecisionError("文件超过 5 MB，请只留草案正文。")
    if data[:2] != b"PK":
        return decode(data)[1].replace("\x00", "")
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise DecisionError(f"打不开“{name[:40]}”，请另存为 docx 或者 txt。") from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
