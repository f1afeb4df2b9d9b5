"""Addresses of the ledger of blanks."""

from django.urls import path

from orders.blanks import act_screens, screens

urlpatterns = [
    path("", screens.stock, name="blanks"),
    path("<int:pk>/", screens.blank, name="blank"),
    path("receive/", screens.receive, name="blanks-receive"),
    path("assign/", screens.assign, name="blanks-assign"),
    path("register/", screens.register, name="blanks-register"),
    path("destructions/", act_screens.destructions, name="blank-destructions"),
    path("destructions/new/", act_screens.new_destruction, name="new-blank-destruction"),
    path("destructions/<int:pk>/", act_screens.destruction, name="blank-destruction"),
    path("stocktakings/", act_screens.stocktakings, name="stocktakings"),
    path("stocktakings/new/", act_screens.new_stocktaking, name="new-stocktaking"),
    path("stocktakings/<int:pk>/", act_screens.stocktaking, name="stocktaking"),
]
