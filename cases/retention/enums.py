"""Words of the audit log. A leaf."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "forget_submitters": "清除到期个人信息",
}
