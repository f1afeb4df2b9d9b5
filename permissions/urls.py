"""Addresses of the pages that speak of people and their offices."""

from django.urls import path

from permissions import invitation_page, screens

urlpatterns = [
    path("invitation/<str:code>/<str:token>/", invitation_page.invitation, name="invitation"),
    path("appointments/", screens.appointments, name="appointments"),
    path("appointments/new/", screens.appoint, name="appoint"),
    path("appointments/<int:pk>/", screens.appointment, name="appointment"),
]
