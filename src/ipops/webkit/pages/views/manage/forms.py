"""What is asked for a new office, a new person, a further role, a token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from ipops.kernel.text import Text
from ipops.webkit.access import Office, Role
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said, say
from ipops.webkit.roles import Level

CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]{1,39}$",
    said("只用小写字母、数字和连字符，2至40个字符。", "Lower-case letters, digits and hyphens only, 2 to 40 of them."),
)
PLACE = RegexValidator(r"^\d{6}$", said("区划代码是6位数字。", "A division code has six digits."))
ROLES = [(str(r), say(r.named)) for r in Role if r is not Role.PUBLIC]


class OfficeForm(HouseForm):
    submit_text = Text("设立单位", "Set up the office")

    office_code = forms.CharField(label=said("单位代码", "Code"), validators=[CODE])
    name_zh = forms.CharField(label=said("中文名称", "Name in Chinese"), max_length=100)
    name_en = forms.CharField(label=said("英文名称", "Name in English"), max_length=100)
    level = forms.ChoiceField(label=said("级别", "Level"), choices=[(str(v), say(v.named)) for v in Level])
    place = forms.CharField(label=said("区划代码", "Division code"), required=False, validators=[PLACE])
    party = forms.CharField(
        label=said("主体代码", "Code of its party"),
        required=False,
        max_length=80,
        help_text=said("只有企业、银行、高校等单位需要。", "Only for firms, banks, universities and other bodies."),
    )


class PersonForm(HouseForm):
    submit_text = Text("添加人员", "Add the person")

    username = forms.CharField(label=said("账号", "Account"), validators=[CODE])
    name_zh = forms.CharField(label=said("中文姓名", "Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=said("英文姓名", "Name in English"), max_length=60)
    office = forms.ModelChoiceField(label=said("单位", "Office"), queryset=Office.objects.none(), to_field_name="code")
    role = forms.ChoiceField(label=said("岗位", "Role"), choices=ROLES)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class RoleForm(HouseForm):
    submit_text = Text("授予岗位", "Grant the role")

    office = forms.ModelChoiceField(label=said("单位", "Office"), queryset=Office.objects.none(), to_field_name="code")
    role = forms.ChoiceField(label=said("岗位", "Role"), choices=ROLES)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class TokenForm(HouseForm):
    submit_text = Text("生成令牌", "Make a token")

    name = forms.CharField(
        label=said("用途", "What for"),
        max_length=60,
        help_text=said("例如：银行月报接口", "For example: monthly report of the bank"),
    )
    days = forms.IntegerField(label=said("有效天数", "Valid for days"), min_value=1, max_value=366, initial=90)


class CodeForm(HouseForm):
    submit_text = Text("确认", "Confirm")

    digits = forms.CharField(
        label=said("验证码", "Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )
