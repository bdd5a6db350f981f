"""A new password by mail: a link to who has the address, which works once and for PASSWORD_RESET_TIMEOUT."""

import logging

from allauth.account.forms import default_token_generator
from allauth.account.signals import password_reset
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.urls import reverse
from django_tasks import task

from seoulwork.accounts import lock
from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp

logger = logging.getLogger(__name__)

SUBJECT = "[주요업무보고] 비밀번호 다시 정하기"


@task()
def send_links(email: str, site: str) -> None:
    """To each active account of the address that has a password at all: who comes by the office's sign-in gets none beside it. `site` is
    where the site is (`https://…/`)."""
    for person in User.objects.filter(email__iexact=email, is_active=True).exclude(email=""):
        if person.has_usable_password():
            _send(person, site)


def _send(person: User, site: str) -> None:
    key = default_token_generator.make_token(person)
    page = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    text = (
        f"{person.name} 님께\n\n아이디 {person.username}의 비밀번호를 다시 정하는 주소입니다. "
        f"{settings.PASSWORD_RESET_TIMEOUT // 60}분 동안 한 번 쓸 수 있습니다.\n\n{site.rstrip('/')}{page}\n\n"
        "요청하지 않았다면 이 메일을 지우면 됩니다. 아무것도 바뀌지 않습니다.\n"
    )
    log(
        Action.PASSWORD_LINK_SENT,
        str(person),
        Stamp(None, Source.BROWSER, reason="로그인 화면에서 요청함"),
        detail={"username": person.username},
    )
    try:
        EmailMessage(SUBJECT, text, to=[person.email]).send()
    except OSError:  # smtplib's errors among them
        logger.warning("A link to set a password could not be mailed.", exc_info=True)


@receiver(password_reset)
def unlocked(user: User, **others: object) -> None:
    """Whose new password came by their mail may log in with it, whoever has guessed wrong meanwhile."""
    lock.unlock(user)
