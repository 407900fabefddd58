"""Words of the audit log. A leaf."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "slip": "打开查询单",
}
