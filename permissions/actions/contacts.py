"""Coming in without an account: a code sent to an address proves whose it is, and opens that person's own cases.

The code is kept nowhere: the site's key and the row's random seed make it, once for the mail and once to compare. It
holds for a quarter of an hour and five tries. Whoever asks learns nothing: known and unknown addresses are answered
alike, and a code that opens nothing is simply wrong. A person with an account signs in with it: no code opens offices.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journal import clock, jobs, sms
from journal.events import Actor, write_event
from journal.models import Job
from journal.refusals import Conflict, Invalid, TooMany
from permissions.actions.appointing import lock_person
from permissions.actions.people import PersonData, correct_person, create_person
from permissions.identity import from_stored
from permissions.models import Contact, ContactCode, Person, PersonMerge
from permissions.phones import is_phone
from permissions.throttle import Allowance

LIFE = timedelta(minutes=15)
MOST_TRIES = 5
ALLOWED = (
    Allowance(3, timedelta(minutes=15), ("address",)),
    Allowance(10, timedelta(days=1), ("address",)),
    Allowance(30, timedelta(hours=1), ("asked_from",)),
)
KEPT = timedelta(days=2)  # longer than any limit looks back


def ask_code(
    *, purpose: str, address: str, asked_from: str, about: dict[str, Any] | None = None, person: Person | None = None
) -> str:
    """Have a code sent; returns the handle by which ``enter_code`` knows it.

    Args:
        purpose: one of ``ContactCode.Purpose``.
        address: where to, lower case.
        asked_from: the network address of whoever asks.
        about: to apply, who they say they are, as ``identity.as_stored`` keeps it.
        person: to track, whose case it is; without one nothing is sent, and nobody is told so.

    Raises:
        TooMany: too many codes went to this address, or were asked for from this place.
    """
    _refuse_too_many(address, asked_from)
    code = ContactCode.objects.create(
        handle=secrets.token_urlsafe(24),
        seed=secrets.token_hex(32),
        purpose=purpose,
        address=address,
        asked_from=asked_from,
        language=get_language() or "uz",
        about=about or {},
        person=person,
        asked_at=clock.now(),
        expires_at=clock.now() + LIFE,
    )
    jobs.enqueue("permissions.code", key=f"code:{code.pk}", args={"code": code.pk})
    return code.handle


def _refuse_too_many(address: str, asked_from: str) -> None:
    asked, like = ContactCode.objects.all(), {"address": address, "asked_from": asked_from}
    for allowance in ALLOWED:
        if allowance.is_used_up(asked, like):
            sentence = _("Too many codes were asked for. Wait a quarter of an hour and ask again.")
            raise TooMany(sentence, seconds=allowance.seconds_left(asked, like))


def digits_of(code: ContactCode) -> str:
    """The six digits, made anew from the site's key and the row's seed."""
    made = salted_hmac("harakat.contact", f"{code.pk}:{code.seed}", algorithm="sha256").digest()
    return f"{int.from_bytes(made, 'big') % 1_000_000:06}"


@jobs.handler("permissions.code")
def send_code(job: Job) -> None:
    """Mail the code, if it opens anything; a failure is tried again while the code lives."""
    code = ContactCode.objects.select_related("person").filter(pk=job.args["code"], used_at=None).first()
    if code is None or code.expires_at <= clock.now():
        return
    if code.purpose == ContactCode.Purpose.TRACK and code.person is None:
        return
    with translation.override(code.language):
        words = _(
            "This code holds for 15 minutes and opens once. If you did not ask for it, do nothing: nobody else has it."
        )
        if is_phone(code.address):
            sms.send(code.address, _("Harakat: code %(code)s. It holds for 15 minutes.") % {"code": digits_of(code)})
            return
        # Not in the subject, which a locked telephone shows to everybody.
        send_mail(_("Your code for Harakat"), f"{digits_of(code)}\n\n{words}", None, [code.address])


def enter_code(*, handle: str, digits: str) -> Contact:
    """Prove an address by its code; returns the contact, which from now on opens its person's cases.

    Raises:
        Invalid: wrong, used, over, or tried too often: nobody is told which.
        Conflict: the address is proved, and its person has an account to sign in with.
    """
    # Each try counts before it is compared, and stays counted whatever comes of it.
    live = _live(handle)
    counted = live.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    code = live.first() if counted else None
    if code is None or not hmac.compare_digest(digits_of(code).encode(), "".join(digits.split()).encode()):
        raise _wrong()
    return _prove(code)


def _live(handle: str) -> QuerySet[ContactCode]:
    return ContactCode.objects.filter(handle=handle, used_at=None, expires_at__gt=clock.now())


def _wrong() -> Invalid:
    sentence = _("This code opens nothing: it is mistyped, was used, or its time is over. Ask for a new one.")
    return Invalid(sentence, fields={"code": [sentence]})


@transaction.atomic
def _prove(code: ContactCode) -> Contact:
    now = clock.now()
    if not _live(code.handle).update(used_at=now, about={}):
        raise _wrong()  # the same code, entered twice at one moment
    person = code.person if code.purpose == ContactCode.Purpose.TRACK else _applicant(code)
    if person is None:
        raise _wrong()
    person = lock_person(person.pk)
    if person.account_id is not None:
        raise Conflict(_("You have an account here: sign in with it."))
    kind = Contact.Kind.PHONE if is_phone(code.address) else Contact.Kind.EMAIL
    contact, _made = Contact.objects.update_or_create(
        person=person, kind=kind, address=code.address, defaults={"proved_at": now}
    )
    if kind == Contact.Kind.EMAIL and not person.email:
        correct_person(person=person, email=code.address)
    if kind == Contact.Kind.PHONE and not person.phone:
        correct_person(person=person, phone=code.address)
    payload = {"address": code.address, "how": "code", "purpose": code.purpose, "from": code.asked_from}
    actor = Actor(person.pk, person.full_name, "student")
    write_event(person, actor=actor, act="person.prove_contact", payload=payload, ids={"contact": contact.pk})
    person.save(update_fields=["chain_length", "chain_head"])
    return contact


def _applicant(code: ContactCode) -> Person:
    """Who proved this address before and says the same of themself, or somebody new.

    A PINFL that somebody else is known under lets nobody in: the office compares the two and merges them.
    """
    said = from_stored(code.about)
    said["language"] = code.language
    return _known(code.address, said) or create_person(**said)


def _known(address: str, said: PersonData) -> Person | None:
    pinfl, passport = said["stated_pinfl"], said["passport"]
    same = Q(pk__in=[])
    if pinfl:
        same |= Q(pinfl=pinfl) | Q(stated_pinfl=pinfl)
    if passport:
        same |= Q(passport=passport, born_on=said["born_on"])
    merged = PersonMerge.objects.filter(undoes=None, undone_by=None, absorbed=OuterRef("pk"))
    reached = Q(contacts__address=address) | Q(email__iexact=address)
    return Person.objects.filter(~Exists(merged), same, reached).order_by("pk").first()


@jobs.daily
def forget_codes() -> None:
    """Remove codes that open nothing and count for nothing any more, with what was typed with them."""
    ContactCode.objects.filter(asked_at__lt=clock.now() - KEPT).delete()
