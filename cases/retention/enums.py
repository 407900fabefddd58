"""Labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "forget_submitters": "清除到期个人信息",
}
