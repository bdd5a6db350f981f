from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from seoulwork.models import User


class LoginForm(allauth_forms.LoginForm):
    """Labels stand above the fields; placeholders that repeat them vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "아이디"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class UserForm(forms.ModelForm):
    """An account as an administrator keeps it; its password is not to be seen or chosen here."""

    class Meta:
        model = User
        fields = ["username", "name", "role", "division", "email", "is_active"]
        help_texts = {
            "username": "로그인할 때 씁니다. 나중에 바꿀 수 없습니다.",
            "name": "화면과 기록에 나오는 이름입니다.",
            "division": "입력 담당과 담당관에게만 정합니다.",
            "email": "입력 알림을 받을 주소입니다.",
            "is_active": "끄면 바로 로그인이 끊기고 다시 로그인할 수 없습니다. 남긴 기록은 그대로 있습니다.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "아이디"
        self.fields["is_active"].label = "사용"
        self.fields["email"].label = "전자우편"
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.fields["username"].help_text = ""
        else:
            del self.fields["is_active"]
