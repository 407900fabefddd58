"""Labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "send_back_report": "退回月报",
    "approve_report": "批准月报",
    "export_report": "下载月报",
}
