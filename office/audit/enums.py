"""Labels of the audit log's actions; the codes never change.

Each part defines the labels of its own actions (``AUDIT_ACTIONS`` in its enums); its
app registers them from ``AppConfig.ready()``.
"""

from collections.abc import Mapping

_words: dict[str, str] = {}


def register_audit_actions(*words: Mapping[str, str]) -> None:
    for some in words:
        _words.update(some)


def audit_actions() -> dict[str, str]:
    """Every registered code with its label."""
    return dict(_words)


def action_word(code: str) -> str:
    return _words.get(code, code)


register_audit_actions(
    {"drop_old_audit": "清除到期审计记录", "export_audit": "导出审计记录"}
)
