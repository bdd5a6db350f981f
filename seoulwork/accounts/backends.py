"""Who a request comes from, read together with whether divisions and units are called as this process knows them, and with how
many notices wait for them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, Q

from seoulwork.accounts.models import Post, User
from seoulwork.figures import organisation, units
from seoulwork.notices.telling import unread_columns


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """1 query, one more of who has posts beside their own or is deputised, and one after a division has another name or a unit was
        added."""
        told = {**organisation.version_columns(), **units.version_columns(), **unread_columns()}
        told["has_posts"] = Exists(Post.objects.dated().filter(Q(user=OuterRef("pk")) | Q(deputy_for=OuterRef("pk"))))
        user: User | None = User.objects.annotate(**told).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        organisation.see((user.organisation_count, user.organisation_changed))  # type: ignore[attr-defined]
        units.see((user.unit_count, user.unit_changed))  # type: ignore[attr-defined]
        if user.has_posts:  # type: ignore[attr-defined]
            know_posts(user)
        return user


def know_posts(user: User) -> None:
    """Tell a user what they may work as today, and what others do in their stead. 1 query."""
    concerned = Post.objects.current().filter(Q(user=user) | Q(deputy_for=user)).select_related("user", "deputy_for")
    known = list(concerned.order_by("begins", "pk"))
    user.posts = [each for each in known if each.user_id == user.pk]
    user.handed_on = [each for each in known if each.deputy_for_id == user.pk]
