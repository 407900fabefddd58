"""Labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "open_term": "打开新一届",
    "begin_term": "开始新一届",
    "copy_constituencies": "复制选区",
    "drop_constituency": "去掉选区",
    "set_quota": "登记代表名额",
    "export_terms": "导出两届对比",
}
