"""Person-times, speeches and suggestions of a year: three separate counts."""

from decisions.sittings.models import SittingInvite, SittingSpeech, SittingSuggestion


def figures_of(year: int) -> list[tuple[str, int, str]]:
    """Name, number and unit; 人次 counts attendances, not people."""
    came = SittingInvite.objects.came().filter(sitting__held_on__year=year)
    data = SittingSpeech.objects.filter(invite__sitting__held_on__year=year)
    asked = SittingSuggestion.objects.filter(invite__sitting__held_on__year=year)
    return [
        ("列席", came.count(), "人次"),
        ("发言", data.count(), "次"),
        ("提出建议", asked.count(), "条"),
        ("采纳", asked.filter(taken="adopted").count(), "条"),
    ]
