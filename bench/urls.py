"""The product's addresses, and the one view of the lean peer."""

from django.urls import path

from bench.peers.lean.views import act
from workflow_site.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("bench/lean/<int:pk>/<str:step>/", act)]
