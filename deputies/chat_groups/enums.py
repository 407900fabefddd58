"""Words of the audit log. A leaf."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "register_chat_group": "登记微信群",
    "change_chat_group": "改微信群",
    "close_chat_group": "停用微信群",
}
