"""Two terms side by side as a workbook; the export is audited."""

from deputies.terms.page import Comparison
from office.audit import services as audit
from office.models import User
from office.sheets.workbooks import write_workbook


def export_comparison(*, found: Comparison, by: User) -> bytes:
    """xlsx with four sheets: seats, constituencies, deputies, structure."""
    detail = {"old": found.old.pk, "new": found.new.pk}
    audit.record(action="export_terms", by=by, object=found.new, detail=detail)
    return write_workbook(found.sheets())
