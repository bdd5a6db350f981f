"""The administrator's pages for accounts. Rights stand in rights.py."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seoulwork.accounts import lock, services
from seoulwork.accounts.forms import UserForm
from seoulwork.accounts.models import User
from seoulwork.accounts.rights import user_of
from seoulwork.accounts.sessions import device
from seoulwork.accounts.store import ends_in
from seoulwork.audit.accesses import Doing, record
from seoulwork.figures.recording import Conflict

CHANGED_MEANWHILE = "그사이 다른 사람이 이 계정을 바꾸었습니다. 아래의 '지금 값으로 다시 열기'를 눌러 바뀐 내용을 확인한 뒤 다시 고쳐 주세요."

USER_PAGE = "사용자"
TAKEN = "그사이 같은 아이디의 계정이 생겼습니다. 사용자 목록에서 확인하거나 다른 아이디를 적어 주세요."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new account; its temporary password is shown this once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = services.create_user(by=user_of(request), user=form.save(commit=False))
        except IntegrityError:
            form.add_error("username", TAKEN)
        else:
            record(request, Doing.ADDED, USER_PAGE, [form.instance.username])
            return render(request, "accounts/temporary_password.html", {"person": form.instance, "password": password})
    return render(request, "accounts/user.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, what it may, and its ways out when somebody can't log in."""
    person = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            if changed := [name for name in form.changed_data if name in services.KEPT]:
                services.change_user(
                    by=user_of(request), user=form.save(commit=False), changed=changed, seen=form.cleaned_data["seen"]
                )
            record(request, Doing.CHANGED, USER_PAGE, [person.username])
            messages.success(request, f"{form.instance} 계정을 저장했습니다. 바뀐 권한은 바로 적용됩니다.")
            return redirect("users")
        except Conflict:
            form.add_error(None, CHANGED_MEANWHILE)
        except ValidationError as error:
            form.add_error(None, error)
    record(request, Doing.VIEWED, USER_PAGE, [person.username])
    context = {
        "form": form,
        "person": get_object_or_404(User, pk=pk),
        "locked": lock.is_locked(person),
        "second_factor": Authenticator.objects.filter(user=person).exists(),
    }
    return render(request, "accounts/user.html", context)


@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new temporary password, shown this once."""
    person = get_object_or_404(User, pk=pk)
    context = {"person": person, "password": services.reset_password(by=user_of(request), user=person)}
    record(request, Doing.CHANGED, USER_PAGE, [person.username])
    return render(request, "accounts/temporary_password.html", context)


@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    services.unlock(by=user_of(request), user=person)
    record(request, Doing.CHANGED, USER_PAGE, [person.username])
    messages.success(request, f"{person} 계정의 로그인 잠금을 풀었습니다.")
    return redirect("user", pk)


@require_POST
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    services.remove_second_factor(by=user_of(request), user=person)
    record(request, Doing.CHANGED, USER_PAGE, [person.username])
    messages.success(request, f"{person} 계정의 2단계 인증을 껐습니다.")
    return redirect("user", pk)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End another of one's own sessions; the one in use ends by logging out."""
    others = UserSession.objects.filter(user=user_of(request)).exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, pk=pk)
    get_adapter().end_sessions([session])
    messages.success(request, f"{device(session.user_agent)}의 접속을 끊었습니다.")
    return redirect("usersessions_list")


@require_POST
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Puts off the end of the session, as any request does: for the button of the warning before it. `ends`: the seconds beyond which
    nothing puts it off."""
    return JsonResponse({"ends": ends_in(request.session)})
