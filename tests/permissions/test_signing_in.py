"""Signing in, and whose request it then is."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import HttpResponse

from permissions.actions import create_person, open_account
from permissions.backends import AccountBackend
from permissions.middleware import person
from permissions.models import Account, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def aziza() -> Person:
    person = create_person(surname="Qodirova", given_name="Aziza")
    open_account(person=person, login="aziza", password="harakat")
    return person


def test_login_and_password_open(aziza) -> None:
    assert authenticate(username="aziza", password="harakat") == aziza.account


@pytest.mark.parametrize(
    ("login", "password"), [("aziza", "Harakat"), ("aziza", ""), ("azizа", "harakat"), ("nobody", "harakat"), ("", "")]
)
def test_anything_else_does_not(aziza, login, password) -> None:
    assert authenticate(username=login, password=password) is None


def test_a_closed_account_does_not_open(aziza) -> None:
    Account.objects.update(is_active=False)
    assert authenticate(username="aziza", password="harakat") is None
    assert AccountBackend().get_user(aziza.account_id) is None


def test_an_unknown_login_takes_as_long_as_a_wrong_password(aziza, monkeypatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(Account, "set_password", lambda self, raw: hashed.append(raw))
    authenticate(username="nobody", password="guess")
    assert hashed == ["guess"]


def test_a_session_is_read_with_its_person_in_one_statement(aziza, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert AccountBackend().get_user(aziza.account_id).person == aziza


def test_the_backend_grants_no_permission_of_djangos_own(aziza) -> None:
    aziza.account.user_permissions.add(Permission.objects.get(codename="hold_dean"))
    account = AccountBackend().get_user(aziza.account_id)
    assert account.has_perm("permissions.hold_dean") is False


def passed_on(rf, account: object) -> Person | None:
    """The person the view would see."""
    seen: list[Person | None] = []

    def view(request):
        seen.append(request.person)
        return HttpResponse()

    request = rf.get("/")
    request.user, request.session = account, {}
    person(view)(request)
    return seen[0]


def test_a_request_knows_its_person(aziza, rf) -> None:
    assert passed_on(rf, AccountBackend().get_user(aziza.account_id)) == aziza


def test_a_stranger_is_nobody(rf) -> None:
    assert passed_on(rf, AnonymousUser()) is None


def test_an_account_without_a_person_is_nobody(rf) -> None:
    account = Account.objects.create_user("lonely", password="harakat")
    assert passed_on(rf, account) is None
    assert passed_on(rf, AccountBackend().get_user(account.pk)) is None
