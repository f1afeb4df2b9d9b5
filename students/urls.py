"""Addresses of the pages that speak of curricula, results, prices and the register of diplomas."""

from django.urls import path

from students import diploma_screens, price_screens, study_screens

urlpatterns = [
    path("curricula/", study_screens.studies, name="curricula"),
    path("curricula/<int:pk>/", study_screens.curriculum, name="curriculum"),
    path("prices/", price_screens.prices, name="prices"),
    path("curricula/lists/<int:pk>/", study_screens.study_list, name="study-list"),
    path("diplomas/", diploma_screens.register, name="diplomas"),
    path("diplomas/new/", diploma_screens.entry, name="diploma-entry"),
    path("diplomas/<int:pk>/", diploma_screens.diploma, name="diploma"),
]
