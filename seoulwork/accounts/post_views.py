"""The pages of posts beside one's own and of deputies. Rights stand in rights.py."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from seoulwork.accounts import posts
from seoulwork.accounts.models import Post, Role, User
from seoulwork.accounts.rights import user_of
from seoulwork.accounts.working import choose, held
from seoulwork.audit.accesses import Doing, record
from seoulwork.figures.labels import lazily
from seoulwork.figures.recording import Conflict
from seoulwork.pages.forms import say_what_blank_means

ENDED_MEANWHILE = "그사이 끝났습니다. 지금 상태를 확인해 주세요."
POSTS_PAGE = "겸임과 대결"
"""How the access record calls the page of somebody's posts"""
SHOWN = 50
"""Posts that a page lists, the latest first."""


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


class PostForm(forms.ModelForm):
    """A post that an administrator gives beside an account's own."""

    class Meta:
        model = Post
        fields = ("role", "division", "begins", "ends", "reason")
        field_classes = {"begins": forms.DateField, "ends": forms.DateField}
        widgets = {name: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for name in ("begins", "ends")}
        help_texts = {
            "division": lazily("입력 담당과 {head}에게만 정합니다."),
            "ends": "비우면 끝낼 때까지입니다.",
            "reason": "겸임 발령, 업무 분장처럼 적습니다. 활동 기록에 남습니다.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_blank_means(self)
        role: Any = self.fields["role"]
        role.choices = [each for each in Role.choices if each[0] != Role.COUNCIL]


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(label="대결할 사람", queryset=User.objects.none())
    begins = _day("부터")
    ends = _day("까지", help_text=f"그날이 지나면 저절로 끝납니다. {posts.LONGEST}일까지 맡길 수 있습니다.")
    reason = forms.CharField(label="사유", max_length=100, help_text="휴가, 출장처럼 적습니다. 활동 기록에 남습니다.")

    def __init__(self, principal: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy: Any = self.fields["deputy"]
        deputy.queryset = posts.deputies_for(principal)
        deputy.label_from_instance = lambda each: f"{each.name} ({each.position})"
        self.fields["begins"].initial = self.fields["ends"].initial = timezone.localdate()


@require_POST
def work_as(request: HttpRequest) -> HttpResponse:
    """Work as another of one's posts; an empty one is the account's own."""
    user, chosen = user_of(request), request.POST.get("post", "")
    post = held(user, _number(chosen))
    if chosen and post is None:
        messages.info(request, ENDED_MEANWHILE)
        return redirect("home")
    choose(request, post)
    if post is None:
        messages.success(request, f"본래 자격({user.own_position})으로 돌아왔습니다.")
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """Whom one has decide in one's stead; `do` of a POST says what."""
    user, do = user_of(request), request.POST.get("do", "")
    lent = bool(user.post and user.post.deputy_for_id)
    form = DeputyForm(user, request.POST if do == "name" else None)
    if do == "end":
        return _end(request, Q(deputy_for=user), "deputies")
    if do == "name" and form.is_valid():
        try:
            posts.name_deputy(**form.cleaned_data, by=user)
            messages.success(request, f"{form.cleaned_data['deputy']} 님에게 대결을 맡겼습니다.")
            return redirect("deputies")
        except ValidationError as error:
            form.add_error(None, error)
    named = _listed(Q(deputy_for=user))
    return render(request, "accounts/deputies.html", {"form": None if lent else form, "posts": named})


@require_http_methods(["GET", "HEAD", "POST"])
def of_user(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody may work as beside their own post, by an administrator; `do` of a POST says what."""
    person, do = get_object_or_404(User, pk=pk), request.POST.get("do", "")
    whose = Q(user=person) | Q(deputy_for=person)
    form = PostForm(request.POST if do == "give" else None, instance=Post(user=person, begins=timezone.localdate()))
    if do == "end":
        record(request, Doing.CHANGED, POSTS_PAGE, [person.username])
        return _end(request, whose, "user_posts", pk)
    if do == "give" and form.is_valid():
        try:
            posts.give(form.save(commit=False), by=user_of(request))
            record(request, Doing.CHANGED, POSTS_PAGE, [person.username])
            messages.success(request, f"{person} 님에게 {form.instance.position} 자격을 더했습니다.")
            return redirect("user_posts", pk)
        except ValidationError as error:
            form.add_error(None, error.messages)
    record(request, Doing.VIEWED, POSTS_PAGE, [person.username])
    context = {"person": person, "form": form, "posts": _listed(whose)}
    return render(request, "accounts/posts.html", context)


def _listed(whose: Q) -> QuerySet[Post]:
    return Post.objects.filter(whose).select_related("user", "deputy_for")[:SHOWN]


def _end(request: HttpRequest, whose: Q, page: str, *parts: int) -> HttpResponse:
    try:
        ended = posts.end(_number(request.POST.get("which", "")), whose, by=user_of(request))
        messages.success(request, f"{ended}: 끝냈습니다.")
    except Conflict:
        messages.info(request, ENDED_MEANWHILE)
    return redirect(page, *parts)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
