"""People, their names, their accounts and tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal import clock
from journal.refusals import Conflict
from permissions.actions import account_of, correct_person, create_person, issue_token, open_account
from permissions.actions.people import TOKEN_LIFE, remove_expired_tokens
from permissions.models import Account, ApiToken, Person
from permissions.names import APOSTROPHES, normalise

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_finds_the_same_name(apostrophe) -> None:
    assert normalise(f"  To{apostrophe}rayev   Maʼmur ") == "torayev mamur"


def test_other_scripts_are_found_without_case() -> None:
    assert normalise("Тўраев ҚОДИР") == "тўраев қодир"
    assert normalise("\u0419") == normalise("\u0418\u0306")  # one letter, written as one sign or as two


def test_a_name_is_kept_as_its_papers_write_it_and_found_as_people_type_it() -> None:
    person = create_person(
        surname="Gʻaniyev", given_name="Sardor", patronymic="Oʻktam oʻgʻli", names={"cyrl": ["Ғаниев", "Сардор", ""]}
    )
    person.refresh_from_db()
    assert person.full_name == "Gʻaniyev Sardor Oʻktam oʻgʻli"
    assert person.search == "ganiyev sardor oktam ogli ғаниев сардор"


def test_a_corrected_name_is_found_by_the_new_one() -> None:
    person = create_person(surname="Qodirova", given_name="Aziza")
    assert correct_person(person=person, surname="Toʻrayeva", email="a@tkti.example") is True
    person.refresh_from_db()
    assert (person.search, person.email) == ("torayeva aziza", "a@tkti.example")


def test_nothing_is_written_where_nothing_differs(django_assert_num_queries) -> None:
    person = create_person(surname="Qodirova", given_name="Aziza")
    with django_assert_num_queries(0):
        assert correct_person(person=person, surname="Qodirova") is False


@pytest.fixture
def aziza() -> Person:
    person = create_person(surname="Qodirova", given_name="Aziza", email="aziza@tkti.example")
    open_account(person=person, login="aziza", password="harakat")
    return person


def test_an_account_belongs_to_its_person(aziza) -> None:
    account = Account.objects.get(username="aziza")
    assert (aziza.account, account.person, account.email) == (account, aziza, "aziza@tkti.example")
    assert (account.is_staff, account.is_superuser, account.must_change_password) == (False, False, False)
    assert account.check_password("harakat")


def test_an_account_without_password_opens_to_nobody() -> None:
    person = create_person(surname="Qodirova", given_name="Aziza")
    account = open_account(person=person, login="aziza", password=None, must_change_password=True)
    assert (account.has_usable_password(), account.must_change_password) == (False, True)


def test_a_person_has_one_account_and_a_login_one_person(aziza) -> None:
    with pytest.raises(Conflict):
        open_account(person=aziza, login="other", password="harakat")
    other = create_person(surname="Toʻrayev", given_name="Jasur")
    with pytest.raises(Conflict):
        open_account(person=other, login="aziza", password="harakat")
    assert Account.objects.count() == 1


def test_a_token_opens_for_twelve_hours(aziza, monkeypatch, django_assert_num_queries) -> None:
    token, now = issue_token(aziza.account), clock.now()
    with django_assert_num_queries(1):
        assert account_of(token).person == aziza
    monkeypatch.setattr(clock, "now", lambda: now + TOKEN_LIFE + timedelta(seconds=1))
    assert account_of(token) is None
    remove_expired_tokens()
    assert ApiToken.objects.count() == 0


def test_a_token_is_not_kept(aziza) -> None:
    token = issue_token(aziza.account)
    stored = ApiToken.objects.values().get()
    assert token not in str(stored)
    assert account_of(stored["digest"]) is None


def test_another_token_opens_nothing(aziza) -> None:
    token = issue_token(aziza.account)
    assert account_of(token + "x") is None
    assert account_of("") is None


def test_a_token_of_a_closed_account_opens_nothing(aziza) -> None:
    token = issue_token(aziza.account)
    Account.objects.update(is_active=False)
    assert account_of(token) is None


def test_a_token_still_good_is_not_removed(aziza) -> None:
    issue_token(aziza.account)
    remove_expired_tokens()
    assert ApiToken.objects.count() == 1
