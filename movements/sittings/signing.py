"""The signatures under the minutes: the second one gives them number and date, and the cases go on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import Actor, write_event
from journal.refusals import Conflict
from journal.transactions import whole_act
from movements.models import Body, BodyYear, MinutesSignature, Sitting, SittingState
from movements.sittings import locked, minutes
from movements.sittings.board import Board, read
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role

SIGNING = (Role.COMMISSION_CHAIR, Role.COMMISSION_SECRETARY)


@whole_act
def sign(*, actor: Person, sitting_id: int) -> Sitting:
    """Sign the minutes as chair or as secretary; with the second signature they get number and date.

    The cases then go on one by one, each in its own transaction, by a job: a sitting may have many, and the register's
    lock must not be held meanwhile.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: the minutes are not closed or signed already, or the signature is not the actor's.
    """
    sitting = locked.lock_for(actor, sitting_id)
    locked.require_state(sitting, SittingState.HELD)
    given = {signature.office: signature.by_id for signature in sitting.signatures.all()}
    power = signing_power(actor, sitting, read(sitting), given)
    if power is None:
        raise Conflict(_("These minutes await no signature of yours: chair and secretary are two people."))
    if sitting.minutes is None or minutes.fingerprint(sitting.minutes) != sitting.minutes_sha256:
        raise Conflict(_("The text is not the one that was closed. Void the sitting and hold it anew."))
    now = clock.now()
    MinutesSignature.objects.create(
        sitting=sitting,
        office=power.office,
        by=actor,
        title=power.title,
        basis=power.basis,
        minutes_sha256=sitting.minutes_sha256,
        at=now,
    )
    payload = {"office": str(power.office), "minutes_sha256": sitting.minutes_sha256}
    if len(given) + 1 == len(SIGNING):
        sitting.be_signed()
        sitting.signed_at = now
        for kind in ("sitting.document", "sitting.carry"):
            jobs.enqueue(kind, key=f"{kind}:{sitting.pk}", args={"sitting": sitting.pk})
        # The register's lock makes all other commissions' signers of the body wait, so it is asked for last.
        _give_number(sitting, actor=power.actor, on=now.astimezone(clock.zone).date())
        payload |= {"number": sitting.number, "date": str(sitting.date)}
    return locked.record(sitting, power, "sitting.sign", payload)


def signing_power(actor: Person, sitting: Sitting, board: Board, given: dict[str, int]) -> Power | None:
    """By which office the actor may sign now: a chair who was there, or a secretary; never both, never unseen."""
    if actor.pk in given.values() or board.hides_from(actor):
        return None
    for office in SIGNING:
        if office in given or (office is Role.COMMISSION_CHAIR and actor.pk not in board.present):
            continue
        power = policy.power(
            actor, Act.SITTING_SIGN, unit=sitting.body.unit, subject_id=None, on=clock.today(), office=office
        )
        if power is not None:
            return power
    return None


def _give_number(sitting: Sitting, *, actor: Actor, on: date) -> None:
    """The next number of the commission's year. Locks the commission and its year until the transaction ends."""
    body = Body.objects.select_for_update(no_key=True).get(pk=sitting.body_id)
    year, _created = BodyYear.objects.select_for_update(no_key=True).get_or_create(body=body, year=on.year)
    if year.last_date is not None and on < year.last_date:
        raise Conflict(
            _("The newest minutes of this commission are dated %(newest)s; these would come before them.")
            % {"newest": year.last_date.isoformat()}
        )
    sitting.sequence, sitting.year, sitting.date = year.next_number, year.year, on
    sitting.number = str(year.next_number)
    year.next_number += 1
    year.last_date = on
    year.save(update_fields=["next_number", "last_date"])
    payload = {"number": sitting.number, "date": on.isoformat(), "minutes_sha256": sitting.minutes_sha256}
    write_event(body, actor=actor, act="minutes.number", payload=payload, ids={"sitting": sitting.pk})
    body.save(update_fields=["chain_length", "chain_head"])
