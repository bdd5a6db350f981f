"""How the lists of accounts and sign-ins are narrowed."""

import django_filters as filters
from django import forms

from seoulwork.accounts.models import Role, User
from seoulwork.pages.filters import DayFilter, ListFilter


class UserFilter(ListFilter):
    searched = ("username", "name", "email")
    role = filters.ChoiceFilter(label="역할", choices=Role.choices)
    is_active = filters.BooleanFilter(
        label="사용", widget=forms.Select(choices=[("", "모두"), ("true", "사용"), ("false", "중지")])
    )

    class Meta:
        model = User
        fields = ["division"]


class SignInFilter(ListFilter):
    searched = ("username", "ip_address")
    since = DayFilter(label="부터", field_name="attempt_time")
    until = DayFilter(label="까지", field_name="attempt_time", until=True)


class FailureFilter(SignInFilter):
    locked_out = filters.BooleanFilter(
        label="잠김", widget=forms.Select(choices=[("", "모두"), ("true", "잠긴 것만"), ("false", "안 잠긴 것만")])
    )
