from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from seoulwork.accounts import lock
from seoulwork.accounts.forgotten import send_links
from seoulwork.accounts.models import USERNAME_TAKEN, User
from seoulwork.accounts.services import KEPT, version_of
from seoulwork.figures.labels import lazily
from seoulwork.pages.forms import say_what_blank_means


class PlainFields:
    """Labels stand above the fields, without placeholders that repeat them; no way to a page that this site does not offer."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "password", "oldpassword"):
                field.help_text = ""
        if "login" in self.fields:
            self.fields["login"].label = "아이디"


class LoginForm(PlainFields, allauth_forms.LoginForm):
    def clean_login(self) -> str:
        name = User.normalize_username(self.cleaned_data["login"])
        if len(name) > self.fields["login"].max_length:  # type: ignore[attr-defined]
            raise get_adapter().validation_error("username_password_mismatch")
        return name


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    """The present password is guessed here as little as at a log-in, and the new one is a new one."""

    user: User

    def clean_oldpassword(self) -> str:
        lock.refuse_when_locked(self.user)
        try:
            return str(super().clean_oldpassword())
        except ValidationError:
            lock.count_failure(self.user)
            raise

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        if password == self.cleaned_data.get("oldpassword"):
            raise ValidationError("지금 비밀번호와 같습니다. 다른 비밀번호를 넣어 주세요.")
        return password


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    """Says the same of an address that nobody has, and takes as long: who has it is looked for by a worker."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "전자우편"
        self.fields["email"].help_text = "계정에 적힌 주소를 넣습니다."

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        send_links.enqueue(self.cleaned_data["email"], request.build_absolute_uri("/"))
        return str(self.cleaned_data["email"])


class NewPasswordForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    pass


class CodeForm:
    """A code of the second factor: a wrong one counts as a wrong password does, and a right one is right once. allauth remembers for one half
    minute which was used; with TOTP_TOLERANCE a code holds longer."""

    user: User

    def clean_code(self) -> str:
        lock.refuse_when_locked(self.user)
        code = str(super().clean_code())  # type: ignore[misc]
        used = f"second-factor-used-{self.user.pk}-{normalize_user_code(code)}"
        if not cache.add(used, 1, mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)):
            lock.count_failure(self.user)
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: object) -> None:
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]
        lock.count_failure(self.user)


class SecondFactorForm(CodeForm, mfa_forms.AuthenticateForm):
    pass


class SecondFactorAgainForm(CodeForm, mfa_forms.ReauthenticateForm):
    pass


class UserForm(forms.ModelForm):
    """An account as an administrator keeps it; its password is not to be seen or chosen here."""

    class Meta:
        model = User
        fields = KEPT
        error_messages = {"username": {"unique": USERNAME_TAKEN}}
        help_texts = {
            "username": "로그인할 때 씁니다. 대문자는 소문자로 저장하고, 나중에 바꿀 수 없습니다.",
            "name": "화면과 기록에 나오는 이름입니다.",
            "division": lazily("입력 담당과 {head}에게만 정합니다."),
            "email": "입력 알림을 받을 주소입니다.",
            "is_active": "끄면 바로 로그인이 끊기고 다시 로그인할 수 없습니다. 남긴 기록은 그대로 있습니다.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_blank_means(self)
        self.fields["username"].label = "아이디"
        self.fields["is_active"].label = "사용"
        self.fields["email"].label = "전자우편"
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.fields["username"].help_text = ""
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=version_of(self.instance))
        else:
            del self.fields["is_active"]

    def clean_username(self) -> str:
        return User.normalize_username(self.cleaned_data["username"])
