"""Words of the audit log. A leaf."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "ballot_returned": "登记收回纸票",
}
