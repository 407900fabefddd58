"""The record of a conversation: filled in on a phone, in under a minute."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.intake.forms.submission import PUBLISHED, ReachForm, WhoForm
from cases.loop.services import building
from cases.receptions.models import Outcome
from deputies.models import Deputy, LiaisonStation, Mandate
from office.models import Division, User
from office.people.enums import Role
from office.places.forms import place_choices
from office.web.forms import WordsField

# A phone without a net may keep a record for some days; its clock may be wrong.
OLDEST = timedelta(days=31)


def stations_of(user: User):
    """Where this person receives: a deputy's stations, a keeper's, those of a town."""
    open_ = LiaisonStation.objects.open_to_public().order_by("kind", "code")
    if user.has_role(Role.CONGRESS_OFFICE):
        return open_
    towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
    mine = Mandate.objects.in_office().filter(deputy__user=user)
    found = (
        open_.filter(roster__in=mine)
        | open_.filter(unit__in=user.unit_ids(Role.STATION_KEEPER))
        | open_.filter(contact_days__duties__deputy__user=user)
        | open_.filter(division__in=towns)
        | open_.filter(division__parent__in=towns)
    )
    return found.distinct()


class ReceptionForm(ReachForm):
    station = forms.ModelChoiceField(
        label="在哪个站", queryset=LiaisonStation.objects.none(), empty_label=None
    )
    deputy = forms.ModelChoiceField(
        label="哪位代表接待",
        queryset=Deputy.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选接待的代表。"},
    )
    words = WordsField(
        label="他说了什么",
        max_length=building.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写下他说了什么。"},
    )
    division = forms.ModelChoiceField(
        label="哪个村",
        queryset=Division.objects.filter(valid_until__isnull=True),
        error_messages={"required": "请选一个地方。"},
    )
    outcome = forms.ChoiceField(
        label="怎么处理",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        initial=Outcome.CASE,
    )
    answer = WordsField(
        label="怎么答复的",
        help_text="当场答复的才写。",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = WhoForm.base_fields["name"]
    may_publish = forms.BooleanField(
        label="他同意公开",
        help_text=f"问过才勾。对他说：{PUBLISHED}",
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    field_order = (
        "station",
        "deputy",
        "words",
        "division",
        "outcome",
        "answer",
        "name",
    )

    def __init__(self, *args, user: User, stations: list, **kwargs):
        super().__init__(*args, **kwargs)
        at = [station.pk for station in stations]
        self.fields["station"].queryset = LiaisonStation.objects.filter(pk__in=at)
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
            self.initial["station"] = at[0]
        self._choose_deputy(user, at)
        towns = {station.division.town for station in stations}
        town = towns.pop() if len(towns) == 1 else None
        self.fields["division"].choices = place_choices(town)
        if town:
            self.initial.setdefault("division", town.pk)
        self.fields["name"].label = "怎么称呼他"
        self.fields["phone"].label = "他的手机号"
        self.fields["phone"].help_text = "只用来通知他和让他查进度，不公开。"
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def _choose_deputy(self, user: User, stations: list) -> None:
        """A deputy receives in person; others write down who received."""
        own = Deputy.objects.filter(user=user)
        if user.has_role(Role.DEPUTY) and own.exists():
            self.fields["deputy"].queryset = own
            self.fields["deputy"].widget = forms.HiddenInput()
            self.initial["deputy"] = own.get().pk
            return
        seats = Mandate.objects.in_office().filter(stations__in=stations)
        on_rota = Deputy.objects.filter(duties__contact_day__station__in=stations)
        by_roster = Deputy.objects.filter(mandates__in=seats)
        self.fields["deputy"].queryset = (by_roster | on_rota).distinct()

    def clean_at(self):
        """When they spoke, by the phone's clock; now when that cannot be."""
        now = timezone.now()
        try:
            at = parse_datetime(self.cleaned_data["at"])
        except ValueError:
            at = None
        if at is None or timezone.is_naive(at):
            return now
        return at if now - OLDEST <= at <= now else now

    def clean(self):
        data = forms.Form.clean(self)
        if data.get("outcome") == Outcome.ANSWERED_ON_SPOT:
            data["factor"] = ""
            if not data.get("answer") and "answer" not in self.errors:
                self.add_error("answer", "当场答复的，请写下怎么答复的。")
        else:
            data["answer"] = ""
            super().clean()
        return data
