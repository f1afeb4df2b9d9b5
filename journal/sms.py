"""Text messages to telephones: through the gateway that ``SMS_URL`` names, or into a folder where none is set.

Eskiz (notify.eskiz.uz) is the gateway offices here use. It asks for a token, which it lets lapse after a month, and
takes only texts it has approved: those of ``docs/operating.md``. A message it does not take is an error, and the job
that sends it tries again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from django.conf import settings

TIMEOUT = 10  # seconds; a gateway that says nothing must not hold a worker for ever
NO_TOKEN = 401
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SmsError(Exception):
    """The gateway did not take the message. It names neither number nor text: errors are logged."""


class Gateway(Protocol):
    """What carries messages."""

    def send(self, to: str, text: str) -> None:
        """Hand over one message. Raises SmsError."""


@dataclass(frozen=True)
class Folder:
    """Messages as files, for an office without gateway, and for the demo."""

    path: Path

    def send(self, to: str, text: str) -> None:
        """One file a message; the newest is the one written last."""
        self.path.mkdir(parents=True, exist_ok=True)
        name = f"{to.lstrip('+')}-{uuid4().hex}.txt"
        (self.path / name).write_text(f"{to}\n\n{text}\n", encoding="utf-8")


@dataclass
class Eskiz:
    """The gateway of eskiz.uz: a token for login and password, then one call a message."""

    base: str
    login: str
    password: str = field(repr=False)
    sender: str = "4546"
    token: str = field(default="", repr=False)

    def send(self, to: str, text: str) -> None:
        """Hand over one message; a token that has lapsed is asked for anew, once."""
        message = {"mobile_phone": to.lstrip("+"), "message": text, "from": self.sender}
        if not self.token:
            self._sign_in()
        status, answer = self._post("message/sms/send", message)
        if status == NO_TOKEN:
            self._sign_in()
            status, answer = self._post("message/sms/send", message)
        if status >= 300 or str(answer.get("status", "")).lower() == "error" or not answer.get("id"):
            raise SmsError(f"the SMS gateway refused the message ({status})")

    def _sign_in(self) -> None:
        self.token = ""
        status, answer = self._post("auth/login", {"email": self.login, "password": self.password})
        data = answer.get("data")
        self.token = str(data.get("token") or "") if status < 300 and isinstance(data, dict) else ""
        if not self.token:
            raise SmsError(f"the SMS gateway does not know this login and password ({status})")

    def _post(self, call: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        request = Request(f"{self.base}/api/{call}", urlencode(sent).encode(), headers)
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:
                return answer.status, _read(answer.read())
        except HTTPError as refusal:
            return refusal.code, _read(refusal.read())
        except (URLError, TimeoutError, OSError) as error:
            raise SmsError(f"the SMS gateway cannot be reached ({type(error).__name__})") from error


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def of_url(url: str) -> Gateway:
    """The gateway an address names: ``eskiz://login:password@notify.eskiz.uz?from=4546`` or ``filesms:///folder``.

    Raises:
        ValueError: with what is wrong, without the password.
    """
    parts = urlsplit(url)
    if parts.scheme == "filesms" and parts.path:
        return Folder(Path(parts.path))
    if parts.scheme not in ("eskiz", "eskiz+http"):
        raise ValueError("must begin with eskiz:// or filesms:///")
    if not (parts.hostname and parts.username and parts.password):
        raise ValueError("names no login, no password or no host")
    if parts.scheme == "eskiz+http" and parts.hostname not in LOOPBACK:
        raise ValueError("sends the password in the open; eskiz+http:// is for a gateway on this machine")
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    base = f"{'http' if parts.scheme == 'eskiz+http' else 'https'}://{host}"
    sender = parse_qs(parts.query).get("from", ["4546"])[0]
    return Eskiz(base, unquote(parts.username), unquote(parts.password), sender)


@lru_cache(maxsize=4)
def _gateway(url: str) -> Gateway:
    return of_url(url)


def send(to: str, text: str) -> None:
    """Send one message.

    Args:
        to: the number as ``+998901234567``.
        text: at most what the gateway has approved; a code, never a ground.

    Raises:
        SmsError: the gateway did not take it.
    """
    _gateway(settings.SMS_URL).send(to, text)
