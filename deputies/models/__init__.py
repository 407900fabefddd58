"""The register of deputies, and what they did."""

from deputies.models.deeds import Deed
from deputies.models.register import (
    Constituency,
    Deputy,
    LiaisonStation,
    Mandate,
    Term,
)

__all__ = [
    "Constituency",
    "Deed",
    "Deputy",
    "LiaisonStation",
    "Mandate",
    "Term",
]
