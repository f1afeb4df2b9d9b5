"""Addresses of orders."""

from django.urls import path

from orders import screens, views

urlpatterns = [
    path("orders/", screens.orders, name="orders"),
    path("orders/<int:pk>/", screens.order, name="order"),
    path("orders/<int:pk>/progress/", screens.progress, name="order-progress"),
    path("verify/<str:code>", views.verify, name="verify"),
    path("orders/<int:pk>/document.pdf", views.document, name="order-document"),
]
