"""Addresses of the pages that speak of curricula, results and prices."""

from django.urls import path

from students import price_screens, study_screens

urlpatterns = [
    path("curricula/", study_screens.studies, name="curricula"),
    path("curricula/<int:pk>/", study_screens.curriculum, name="curriculum"),
    path("prices/", price_screens.prices, name="prices"),
    path("curricula/lists/<int:pk>/", study_screens.study_list, name="study-list"),
]
