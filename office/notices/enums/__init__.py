"""Leaves: channels, states of delivery, kinds of reminder, words of the audit log."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "deliver_again": "重发通知",
}
