"""Addresses of the ledger of blanks."""

from django.urls import path

from orders.blanks import act_screens, screens

urlpatterns = [
    path("blanks/", screens.stock, name="blanks"),
    path("blanks/<int:pk>/", screens.blank, name="blank"),
    path("blanks/receive/", screens.receive, name="blanks-receive"),
    path("blanks/assign/", screens.assign, name="blanks-assign"),
    path("blanks/register/", screens.register, name="blanks-register"),
    path("blanks/destructions/", act_screens.destructions, name="blank-destructions"),
    path("blanks/destructions/new/", act_screens.new_destruction, name="new-blank-destruction"),
    path("blanks/destructions/<int:pk>/", act_screens.destruction, name="blank-destruction"),
    path("blanks/stocktakings/", act_screens.stocktakings, name="stocktakings"),
    path("blanks/stocktakings/new/", act_screens.new_stocktaking, name="new-stocktaking"),
    path("blanks/stocktakings/<int:pk>/", act_screens.stocktaking, name="stocktaking"),
]
