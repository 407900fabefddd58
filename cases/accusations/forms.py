"""What is asked before a case moves. Forms clean; the services decide."""

from django import forms

from cases.accusations.enums import AccusationState
from cases.intake.forms.submission import MOST_FILES, AgreedForm
from cases.loop.services import building
from office.web.forms import SeveralFiles, SeveralFilesField, WordsField, area


class AccusationForm(forms.Form):
    """The next step of an accusation, and what the accuser is told of it."""

    state = forms.ChoiceField(
        label="下一步",
        choices=[
            c for c in AccusationState.choices if c[0] != AccusationState.RECEIVED
        ],
        widget=forms.RadioSelect,
    )
    note = WordsField(label="内部说明", max_length=2000, required=False, widget=area(3))
    public_note = WordsField(label="告诉检举人", max_length=300, widget=area(2))


class AccuseForm(AgreedForm):
    """检举控告, at its own door."""

    text = WordsField(
        label="要反映的问题",
        help_text="什么人、什么事、什么时候、有什么依据。",
        max_length=building.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "请写明要反映的问题。",
            "max_length": f"最多 {building.TEXT_LIMIT} 字。",
        },
    )
    accused = WordsField(label="被反映的人或单位", max_length=120, required=False)
    name = WordsField(label="您的姓名", max_length=40, required=False)
    files = SeveralFilesField(
        label="照片、文件等证据",
        help_text=f"最多 {MOST_FILES} 个，每个不超过 20 MB。收下就加密，只有受理人打得开。",
        widget=SeveralFiles(
            attrs={"multiple": True, "accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx"}
        ),
        required=False,
    )
    field_order = ("text", "accused", "files", "name", "phone", "factor", "consent")

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多 {MOST_FILES} 个文件。")
        return files


class ReadForm(forms.Form):
    """Why an officer opens an accusation."""

    reason = WordsField(
        label="为什么要看",
        help_text="例如：登记移送。会记入审计，以后查得到。",
        max_length=200,
        error_messages={"required": "请写明为什么要看这件检举。"},
    )


class FormerForm(forms.Form):
    """What the accuser still has of a case that became an accusation."""

    code = WordsField(label="原查询码", max_length=40)
    factor = WordsField(label="原手机号后四位或口令", max_length=40)


class RenewForm(forms.Form):
    factor = WordsField(
        label="检举人新定的查询口令",
        help_text="核对是本人以后再给。不要用手机号后四位。",
        min_length=2,
        max_length=20,
    )
