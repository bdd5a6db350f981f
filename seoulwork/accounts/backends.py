"""Who a request comes from, read together with whether divisions and units are called as this process knows them, and with how
many notices wait for them."""

from allauth.account.auth_backends import AuthenticationBackend

from seoulwork.accounts.models import User
from seoulwork.figures import organisation, units
from seoulwork.notices.telling import unread_columns


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """1 query, and one more after a division has another name or a unit was added."""
        told = {**organisation.version_columns(), **units.version_columns(), **unread_columns()}
        user: User | None = User.objects.annotate(**told).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        organisation.see((user.organisation_count, user.organisation_changed))  # type: ignore[attr-defined]
        units.see((user.unit_count, user.unit_changed))  # type: ignore[attr-defined]
        return user
