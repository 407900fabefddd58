"""Form fields for residents. After an error the input is shown again, unchanged."""

from django import forms

from office.places.models.divisions import Division


def place_choices(town: Division | None) -> list:
    """Villages to choose from: of one town, or of the county by town."""
    places = Division.objects.filter(valid_until__isnull=True)
    if town:
        inside = places.filter(parent=town).order_by("name")
        rows = [(d.pk, d.name) for d in inside]
        return [("", "请选择"), (town.pk, f"{town.name}（说不准哪个村）"), *rows]
    by_parent: dict[int | None, list[Division]] = {}
    for place in places.order_by("level", "code"):
        by_parent.setdefault(place.parent_id, []).append(place)
    choices: list = [("", "请选择")]
    for county in by_parent.get(None, []):
        choices.append((county.pk, f"{county.name}（说不准哪个镇）"))
        for place in by_parent.get(county.pk, []):
            inside = [(d.pk, d.name) for d in by_parent.get(place.pk, [])]
            unsure = (place.pk, f"{place.name}（说不准哪个村）")
            choices.append((place.name, [unsure, *inside]))
    return choices


class PlaceField(forms.ChoiceField):
    """Chooses a division by its key; cleans to the row."""

    def __init__(self, **kwargs):
        super().__init__(choices=lambda: place_choices(None), **kwargs)

    def clean(self, value):
        chosen = super().clean(value)
        return Division.objects.get(pk=chosen) if chosen else None
