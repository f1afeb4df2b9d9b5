"""Addresses of the pages that speak of movements."""

from django.urls import path

from movements import views
from movements.correspondence import screens as letter_screens
from movements.fees import file_screens
from movements.fees import screens as fee_screens
from movements.leaves import screens as leave_screens
from movements.sittings import screens
from movements.subject_groups import screens as group_screens

urlpatterns = [
    path("apply/", views.apply_as_guest, name="guest-apply"),
    path("apply/code/", views.code, name="guest-code"),
    path("apply/<slug:kind>/", views.apply, name="apply"),
    path("apply/<slug:kind>/who/", views.introduce, name="guest-introduce"),
    path("track/", views.track, name="guest-track"),
    path("limits/", views.law_limits, name="limits"),
    path("limits/<str:key>/", views.law_limit, name="limit"),
    path("file-for/", views.file_for, name="file-for"),
    path("file-for/<slug:kind>/", views.file_for_newcomer, name="file-for-newcomer"),
    path("movements/", views.movement_kinds, name="movements"),
    path("movements/<slug:kind>/", views.movement_kind, name="movement"),
    path("inquiries/", letter_screens.list_of, name="inquiries"),
    path("inquiries/new/", letter_screens.new, name="inquiry-new"),
    path("inquiries/<int:pk>/", letter_screens.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/letter", letter_screens.file, name="inquiry-file"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:year>/", views.calendar_year, name="calendar-year"),
    path("cases/", views.cases, name="cases"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/letter.pdf", views.letter, name="case-letter"),
    path("leaves/", leave_screens.leaves, name="leaves"),
    path("leaves/count/", leave_screens.count, name="leaves-count"),
    path("cases/<int:pk>/fee/", fee_screens.case_fee, name="case-fee"),
    path("fees/", fee_screens.fees, name="fees"),
    path("payments/", file_screens.payments, name="payments"),
    path("payments/<int:pk>/", file_screens.payment_file, name="payment-file"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("orders/compose/", views.compose_order, name="order-compose"),
    path("sittings/", screens.sittings, name="sittings"),
    path("sittings/new/", screens.new, name="sitting-new"),
    path("sittings/<int:pk>/", screens.sitting, name="sitting"),
    path("sittings/<int:pk>/minutes.pdf", screens.minutes, name="sitting-minutes"),
    path("commissions/", screens.commissions, name="commissions"),
    path("subject-groups/", group_screens.subject_groups, name="subject-groups"),
    path("subject-groups/new/", group_screens.new_group, name="subject-group-new"),
    path("subject-groups/<int:pk>/", group_screens.subject_group, name="subject-group"),
    path("students/", views.students, name="students"),
    path("students/<str:number>/", views.student, name="student"),
]
