"""Addresses of the pages that speak of curricula and results."""

from django.urls import path

from students import study_screens

urlpatterns = [
    path("curricula/", study_screens.studies, name="curricula"),
    path("curricula/<int:pk>/", study_screens.curriculum, name="curriculum"),
    path("curricula/lists/<int:pk>/", study_screens.study_list, name="study-list"),
]
