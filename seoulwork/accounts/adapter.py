"""How log-in differs from django-allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from seoulwork.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator only."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """What the user chose is no temporary password any more."""
        user.password_change_required = False
        super().set_password(user, password)
