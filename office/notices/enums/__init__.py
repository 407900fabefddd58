"""Channels, delivery states, kinds of reminder, labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "deliver_again": "重发通知",
}
