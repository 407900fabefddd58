"""What is typed about accounts."""

from django import forms


class UnlockForm(forms.Form):
    username = forms.CharField(label="账号", max_length=150)
    code = forms.CharField(
        label="验证码或者恢复码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
