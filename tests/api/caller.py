"""A program that calls the API over HTTP, as one person."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.people import PASSWORD
from tests.uploads import pdf

STATED = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"}


class Caller:
    """Sends JSON with a token; answers are Django's test responses."""

    def __init__(self, token: str = "") -> None:
        self.http = Client(headers={"Authorization": f"Bearer {token}"} if token else {})

    @classmethod
    def signed_in(cls, login: str, password: str = PASSWORD) -> Caller:
        """With the token of a login."""
        answer = cls().post("sign-in", login=login, password=password)
        assert answer.status_code == 200, answer.content
        return cls(answer.json()["token"])

    def get(self, path: str, **query: Any) -> HttpResponse:
        """GET below /api/v1/."""
        return self.http.get(f"/api/v1/{path}", query)

    def post(self, path: str, *, key: str = "", language: str = "", **body: Any) -> HttpResponse:
        """POST JSON, perhaps with an Idempotency-Key."""
        headers = {"Idempotency-Key": key} if key else {}
        headers |= {"Accept-Language": language} if language else {}
        return self.http.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    def attach(self, movement: int, kind: str = "medical_conclusion", key: str = "") -> HttpResponse:
        """Attach a blank PDF."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(f"/api/v1/movements/{movement}/papers", {"kind": kind, "file": pdf()}, headers=headers)

    def act(self, movement: int, act: str, **more: Any) -> HttpResponse:
        """One act on a case."""
        return self.post(f"movements/{movement}/acts", act=act, **more)

    def draft(self, **stated: str) -> int:
        """A draft of an academic leave with its paper; returns its id."""
        answer = self.post("movements", kind="academic_leave", stated={**STATED, **stated}, draft=True)
        assert answer.status_code == 201, answer.content
        movement: int = answer.json()["id"]
        assert self.attach(movement).status_code == 201
        return movement

    def file(self, **stated: str) -> int:
        """A filed academic leave; returns its id."""
        movement = self.draft(**stated)
        answer = self.act(movement, "file")
        assert answer.status_code == 200, answer.content
        return movement
