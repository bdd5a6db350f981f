from django.urls import path

from . import key_views, lists, post_views, views

urlpatterns = [
    path("users/", lists.users, name="users"),
    path("users/add/", views.add, name="user_add"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/password/", views.password, name="user_password"),
    path("users/<int:pk>/unlock/", views.unlock, name="user_unlock"),
    path("users/<int:pk>/second-factor/", views.second_factor, name="user_second_factor"),
    path("users/<int:pk>/posts/", post_views.of_user, name="user_posts"),
    path("account/work-as/", post_views.work_as, name="work_as"),
    path("account/deputies/", post_views.deputies, name="deputies"),
    path("users/sign-ins/", lists.sign_ins, name="user_sign_ins"),
    path("users/sign-in-failures/", lists.sign_in_failures, name="user_failures"),
    path("read-keys/", key_views.listed, name="read_keys"),
    path("account/sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
    path("account/keep-alive/", views.keep_alive, name="account_keep_alive"),
]
