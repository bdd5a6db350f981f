"""Who a request comes from, read together with whether divisions and units are called as this process knows them, and with how
many notices wait for them."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection
from django.db.models import DateTimeField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from seoulwork.accounts.models import Post, User
from seoulwork.figures import organisation, units
from seoulwork.notices.telling import unread_columns

WHO, NOW = "who", "now"
"""What stands in the statement in place of the user's key and of the time, until it is asked."""


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """1 query, one more of who has posts beside their own or is deputised, and one after a division has another name or a unit was
        added."""
        user = _read(user_id, timezone.now())
        if user is None or not self.user_can_authenticate(user):
            return None
        organisation.see((user.organisation_count, user.organisation_changed))  # type: ignore[attr-defined]
        units.see((user.unit_count, user.unit_changed))  # type: ignore[attr-defined]
        if user.has_posts:  # type: ignore[attr-defined]
            know_posts(user)
        return user


def _read(user_id: int, now: datetime) -> User | None:
    sql, parameters = _statement(connection.vendor, timezone.localdate(now))
    given = {WHO: user_id, NOW: connection.ops.adapt_datetimefield_value(now)}
    return next(iter(User.objects.raw(sql, [given.get(each, each) for each in parameters])), None)


@lru_cache(maxsize=2)
def _statement(vendor: str, today: date) -> tuple[str, tuple[Any, ...]]:
    """SQL and parameters, made once a day: making it anew cost each request more than asking it (2.6 of 2.7 ms)."""
    now = RawSQL("%s", [NOW], output_field=DateTimeField())
    posts = Post.objects.dated(today).filter(Q(user=OuterRef("pk")) | Q(deputy_for=OuterRef("pk")))
    told = {**organisation.version_columns(), **units.version_columns(), **unread_columns(now)}
    one = User.objects.annotate(**told, has_posts=Exists(posts)).filter(pk=RawSQL("%s", [WHO])).order_by()
    return one.query.sql_with_params()


def know_posts(user: User) -> None:
    """Tell a user what they may work as today, and what others do in their stead. 1 query."""
    concerned = Post.objects.current().filter(Q(user=user) | Q(deputy_for=user)).select_related("user", "deputy_for")
    known = list(concerned.order_by("begins", "pk"))
    user.posts = [each for each in known if each.user_id == user.pk]
    user.handed_on = [each for each in known if each.deputy_for_id == user.pk]
