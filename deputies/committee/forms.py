"""常委会组成人员. Forms clean; the services decide."""

from django import forms

from deputies.committee.enums import CommitteePost
from deputies.register.enums import Level, MandateStatus
from deputies.register.models import Mandate
from office.web.forms import DAY_ERROR, DayField, WordsField


class MemberForm(forms.Form):
    mandate = forms.ModelChoiceField(Mandate.objects.none(), label="代表")
    post = forms.ChoiceField(label="职务", choices=CommitteePost.choices)
    started_on = DayField(label="从哪天起", error_messages=DAY_ERROR)
    basis = WordsField(
        label="选举的公告", max_length=120, help_text="大会公告的编号和名称。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Mandate.objects.filter(
            level=Level.COUNTY, status=MandateStatus.VALID, term__is_current=True
        ).exclude(committee_memberships__in=_open_memberships())
        field = self.fields["mandate"]
        field.queryset = rows.select_related("deputy").order_by("deputy__name", "pk")
        field.label_from_instance = lambda row: str(row.deputy)


def _open_memberships():
    model = Mandate._meta.get_field("committee_memberships").related_model
    return model._default_manager.filter(ended_on__isnull=True)


class EndForm(forms.Form):
    ended_on = DayField(label="到哪天止", error_messages=DAY_ERROR)
    end_basis = WordsField(
        label="依据",
        max_length=120,
        help_text="辞职、罢免、撤职，或者担任国家行政、监察、审判、检察机关的职务。",
    )
