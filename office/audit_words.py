"""What the acts of the audit log are called on a page; their codes never change."""

WORDS = {
    # accounts
    "create_user": "建账号",
    "set_password": "换密码",
    "close_user": "停用账号",
    "open_user": "恢复账号",
    "grant_role": "授予职务",
    "end_role": "终止职务",
    "end_sessions": "退出其他登录",
    # office
    "change_calendar": "改工作日历",
    "import_divisions": "导入区划",
    "deliver_again": "重发通知",
    # deputies
    "add_term": "新增届",
    "change_term": "改届",
    "add_constituency": "新增选区",
    "change_constituency": "改选区",
    "add_deputy": "新增代表",
    "change_deputy": "改代表资料",
    "elect_deputy": "登记当选",
    "confirm_mandate": "确认代表资格",
    "suspend_mandate": "暂停执行职务",
    "restore_mandate": "恢复执行职务",
    "end_mandate": "终止代表资格",
    "create_station": "建联络站",
    "change_station": "改联络站",
    "close_station": "关闭联络站",
    "open_station": "恢复联络站",
    "set_roster": "排驻站代表",
    "generate_rotas": "生成排班",
    "publish_rota": "公布排班",
    "change_place": "改接待地点",
    "set_rhythm": "改接待周期",
    "add_duty": "加接待代表",
    "remove_duty": "撤接待代表",
    "excuse_duty": "准假",
    "ask_off": "请假或换班",
    "decide_ask": "批复请假换班",
    "open_evaluation": "开始履职评价",
    "set_score_rule": "定计分表",
    "set_score_kind": "定计分项",
    "count_evaluation": "计算履职分",
    "show_evaluation": "公示履职分",
    "settle_evaluation": "确定履职等次",
    "check_in": "报到",
    "undo_check_in": "撤销报到",
    # cases
    "reveal": "查看联系方式",
    "export_cases": "导出意见",
    "forget_submitters": "清除到期个人信息",
    "cases.import.stage": "试读导入文件",
    "cases.import.correct": "改导入的一行",
    "cases.import.start": "确认导入",
}


def action_word(code: str) -> str:
    return WORDS.get(code, code)
