"""What the acts of the audit log are called on a page; their codes never change.

Each part keeps the words of its own acts (``AUDIT_ACTIONS`` in its enums); its app hands
them in when it is ready.
"""

from collections.abc import Mapping

_words: dict[str, str] = {}


def register_audit_actions(*words: Mapping[str, str]) -> None:
    for some in words:
        _words.update(some)


def audit_actions() -> dict[str, str]:
    """Every known code with its word."""
    return dict(_words)


def action_word(code: str) -> str:
    return _words.get(code, code)


register_audit_actions(
    {"drop_old_audit": "清除到期审计记录", "export_audit": "导出审计记录"}
)
