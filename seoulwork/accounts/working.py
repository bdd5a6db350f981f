"""As what somebody works: the post that the session names. It is looked up anew at each request, so what has ended gives no right to the
next one, and what was opened as something else is not saved as what one is now."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from seoulwork.accounts.models import Post, User
from seoulwork.accounts.rights import user_of, wants_json

CHOSEN = "post"
"""Where the session keeps the key of the post; without it somebody works as what their account says."""
ENDED = "일하던 자격이 끝나 본래 자격으로 돌아왔습니다."
NOT_KEPT = f"{ENDED} 보낸 내용은 받지 않았고, 아무것도 바뀌지 않았습니다."


def work_as_chosen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A session whose post has ended goes back to the account's own; what it was sending is not taken under another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or (key := request.session.get(CHOSEN)) is None:
            return get_response(request)
        user = user_of(request)
        if post := held(user, key):
            user.work_as(post)
            return get_response(request)
        choose(request, None)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            messages.warning(request, ENDED)
            return get_response(request)
        if wants_json(request):
            return JsonResponse({"error": "other_user", "text": NOT_KEPT}, status=409)
        return render(request, "accounts/ended.html", {"told": NOT_KEPT}, status=409)

    return middleware


def held(user: User, key: int) -> Post | None:
    """One of the posts that the user may work as today."""
    return next((each for each in user.posts if each.pk == key), None)


def choose(request: HttpRequest, post: Post | None) -> None:
    """From the next request on the session works as the post. Other pages of it were opened as something else: their token is none
    any more, so that nothing is saved from them as what it was not written as."""
    if post is None:
        request.session.pop(CHOSEN, None)
    else:
        request.session[CHOSEN] = post.pk
    rotate_token(request)
