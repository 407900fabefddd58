"""Labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "count_rollup_again": "重新汇总",
}
