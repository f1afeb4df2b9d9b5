"""Text messages: handed to the gateway once, through lapsed tokens; a gateway that refuses or is gone is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journal import sms
from tests.journal.eskiz import Gateway, gateway

TO, TEXT = "+998901234567", "Harakat: kod 123456"


@pytest.fixture
def eskiz(settings: Any) -> Iterator[Gateway]:
    with gateway() as state:
        settings.SMS_URL = state.url
        yield state


def test_a_message_reaches_the_gateway_as_it_wants_it(eskiz: Gateway) -> None:
    sms.send(TO, TEXT)
    assert eskiz.sent == [{"mobile_phone": "998901234567", "message": TEXT, "from": "4546"}]


def test_the_token_is_asked_for_once_and_anew_when_it_has_lapsed(eskiz: Gateway) -> None:
    sms.send(TO, TEXT)
    sms.send(TO, TEXT)
    assert eskiz.signed_in == 1
    eskiz.lapse()
    sms.send(TO, TEXT)
    assert (eskiz.signed_in, len(eskiz.sent)) == (2, 3)


def test_a_text_that_was_not_approved_is_an_error_without_number_and_text(eskiz: Gateway) -> None:
    with pytest.raises(sms.SmsError) as refused:
        sms.send(TO, "Salom 123456")
    assert str(refused.value) == "the SMS gateway refused the message (400)"


def test_a_wrong_password_is_an_error(eskiz: Gateway, settings: Any) -> None:
    settings.SMS_URL = eskiz.url.replace("sir%20", "boshqa")
    with pytest.raises(sms.SmsError, match=r"does not know this login and password \(401\)"):
        sms.send(TO, TEXT)


def test_a_gateway_that_answers_no_json_is_an_error(eskiz: Gateway) -> None:
    eskiz.broken = True
    with pytest.raises(sms.SmsError, match=r"\(502\)"):
        sms.send(TO, TEXT)


def test_a_gateway_that_is_gone_is_an_error(settings: Any) -> None:
    with gateway() as state:
        settings.SMS_URL = state.url
    with pytest.raises(sms.SmsError, match="cannot be reached"):
        sms.send(TO, TEXT)


def test_without_gateway_a_message_is_a_file(settings: Any, tmp_path: Path) -> None:
    settings.SMS_URL = f"filesms://{tmp_path / 'sms'}"
    sms.send(TO, TEXT)
    [file] = (tmp_path / "sms").iterdir()
    assert file.read_text(encoding="utf-8") == f"{TO}\n\n{TEXT}\n"


def test_nothing_shows_the_password_or_the_token(eskiz: Gateway) -> None:
    sms.send(TO, TEXT)
    assert "token-1" not in repr(sms.of_url(eskiz.url))
    assert "sir & sir" not in repr(sms.of_url(eskiz.url))
