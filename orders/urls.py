"""Addresses of orders."""

from django.urls import path

from orders import extract_screens, hemis_screens, screens, sheet_screens, views
from orders.blanks.urls import urlpatterns as of_blanks

urlpatterns = [
    path("orders/", screens.orders, name="orders"),
    path("orders/<int:pk>/", screens.order, name="order"),
    path("orders/<int:pk>/progress/", screens.progress, name="order-progress"),
    path("orders/items/<int:pk>/extract/", extract_screens.extract, name="order-extract"),
    path("orders/items/<int:pk>/extract.pdf", extract_screens.extract_file, name="order-extract-file"),
    path("hemis/", hemis_screens.hemis, name="hemis"),
    path("hemis/list.csv", hemis_screens.hemis_file, name="hemis-file"),
    path("sheets/<int:pk>.pdf", sheet_screens.sheet, name="sheet"),
    *of_blanks,
    path("verify/", views.ask_code, name="verify-ask"),
    path("verify/<str:code>", views.verify, name="verify"),
    path("orders/<int:pk>/document.pdf", views.document, name="order-document"),
]
