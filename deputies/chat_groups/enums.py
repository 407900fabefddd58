"""Labels of the audit log."""

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "register_chat_group": "登记微信群",
    "change_chat_group": "改微信群",
    "close_chat_group": "停用微信群",
}
