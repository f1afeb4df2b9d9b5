"""All addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from permissions.password_page import password
from workflow_site import entrance, views
from workflow_site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk, name="desk"),
    path("sign-in/", entrance.sign_in, name="sign-in"),
    path("sign-out/", entrance.sign_out, name="sign-out"),
    path("language/", entrance.choose_language, name="language"),
    path("password/", password, name="password"),
    path("notices/", views.notice_list, name="notices"),
    path("api/v1/", api.urls),
    path("", include("movements.urls")),
    path("", include("orders.urls")),
    path("", include("students.urls")),
    path("", include("permissions.urls")),
]
handler400 = "workflow_site.entrance.unreadable"
handler500 = "workflow_site.entrance.fault"
