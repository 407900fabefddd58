"""Generates ``docs/case-states.md`` from the table of moves."""

from cases.loop.enums import MOVES, CaseStatus, Verb

HEAD = """# The states of a case

Made from `cases.loop.enums.MOVES` by `manage.py case_states`; a test fails when the two
differ. The database holds the same table as a trigger.
"""


def draw_states() -> str:
    """The Markdown of the diagram and the table."""
    return "\n".join([HEAD, *_diagram(), "", *_table(), ""])


def _diagram() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received: 提交意见"]
    for status in CaseStatus:
        lines.append(f"    {status.value}: {status.label}")
    for verb, move in MOVES.items():
        for source in move.sources:
            lines.append(f"    {source.value} --> {move.target.value}: {verb.label}")
    return [*lines, "```"]


def _table() -> list[str]:
    lines = ["| step | verb | from | to |", "|---|---|---|---|"]
    for verb, move in MOVES.items():
        sources = "、".join(source.label for source in move.sources)
        lines.append(
            f"| {Verb(verb).label} | `{verb.value}` | {sources} | {move.target.label} |"
        )
    return lines
