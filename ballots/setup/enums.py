"""Words of the audit log. A leaf."""

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "ballot_draft": "起草或者修改票决",
    "ballot_items": "改票决事项",
    "ballot_electorate": "生成有表决权的人的名单",
    "ballot_tellers": "定监票人",
    "ballot_key": "监票人领开箱钥匙",
    "ballot_present": "登记签到",
    "ballot_check": "核对票决",
    "ballot_send_back": "退回修改票决",
    "ballot_open": "开始投票",
    "ballot_close": "截止投票",
    "ballot_count": "计票",
    "ballot_certify": "监票人签字完毕",
    "ballot_announce": "宣布票决结果",
    "ballot_ask_close": "提出截止投票",
    "ballot_void": "作废票决",
    "ballot_drop": "撤销不需要的再次投票",
}
