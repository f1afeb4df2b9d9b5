"""Addresses of the pages that speak of people and their offices."""

from django.urls import path

from permissions import invitation_page, merging_screens, screens

urlpatterns = [
    path("invitation/<str:code>/<str:token>/", invitation_page.invitation, name="invitation"),
    path("people/merging/", merging_screens.merging, name="merging"),
    path("people/merging/<int:pk>/", merging_screens.merged, name="merging-merged"),
    path("people/merging/<int:first>/<int:second>/", merging_screens.compare, name="merging-compare"),
    path("appointments/", screens.appointments, name="appointments"),
    path("appointments/new/", screens.appoint, name="appoint"),
    path("appointments/<int:pk>/", screens.appointment, name="appointment"),
]
