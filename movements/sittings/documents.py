"""The minutes' PDF: rendered, sealed and stored once, by a job; and the paper for whoever may read it."""

from __future__ import annotations

import hashlib

from django.http import FileResponse, HttpResponse, HttpResponseBase

from journal import clock, jobs
from journal.models import Job
from journal.refusals import NotFound
from movements.models import MinutesDocument, Sitting, SittingState
from movements.sittings import minutes
from movements.sittings.board import read
from orders import render
from orders.documents import SEAL_FIELD
from orders.signing import institutional_signer
from orders.stored_files import set_aside
from permissions.models import Institute, Person


@jobs.handler("sitting.document")
def make_document(job: Job) -> None:
    """Render, seal and store the minutes of the sitting ``job.args["sitting"]``; made already, they stay.

    Raises SealError, OSError (no space left): the job is tried again, the minutes keep their number.
    """
    sitting = Sitting.objects.select_related("body__unit").get(pk=job.args["sitting"])
    if sitting.state != SittingState.SIGNED or MinutesDocument.objects.filter(sitting=sitting).exists():
        return
    unsealed = unsealed_pdf(sitting)
    signer, now = institutional_signer(), clock.now()
    city = Institute.objects.values_list("city", flat=True).get()
    reason = f"{title_of(sitting)}, № {sitting.number}"
    sealed = signer.seal(unsealed, reason=reason, location=city, field=SEAL_FIELD, at=now)
    digest = hashlib.sha256(sealed).hexdigest()
    document = MinutesDocument(
        sitting=sitting, unsealed_sha256=hashlib.sha256(unsealed).hexdigest(), sha256=digest, size=len(sealed),
        sealed_by=signer.describe().subject[:300], created_at=now,
    )  # fmt: skip
    document.file.name = f"minutes/{sitting.year}/{sitting.pk}/{digest}.pdf"
    _keep(document, sealed)


def _keep(document: MinutesDocument, content: bytes) -> None:
    with set_aside(document.file, content) as settle:
        Sitting.objects.select_for_update(no_key=True).get(pk=document.sitting_id)
        if MinutesDocument.objects.filter(sitting=document.sitting_id).exists():
            return  # another worker was first: its file is the document
        settle()
        document.save(force_insert=True)


def title_of(sitting: Sitting) -> str:
    """The title of the paper, in Uzbek."""
    return f"{sitting.body.unit.name_uz} majlisining bayonnomasi"


def unsealed_pdf(sitting: Sitting) -> bytes:
    """The PDF before the seal, the data embedded: the same bytes for the same minutes, whenever it is made."""
    if sitting.minutes is None or sitting.signed_at is None:
        raise ValueError("only signed minutes have a document")
    data = render.EmbeddedFile("bayonnoma.json", minutes.canonical(sitting.minutes), "Bayonnoma maʼlumotlari")
    return render.render_pdf(
        minutes.sheet(sitting), attachments=[data], lang="uz", title=title_of(sitting), created=sitting.signed_at
    )


def paper_for(actor: Person, sitting: Sitting) -> HttpResponseBase:
    """The sealed PDF, and before there is one the sheet as a page.

    Raises NotFound before the sitting is closed, and for who has an interest in one of its cases: the paper names all.
    """
    if sitting.minutes is None or read(sitting).hides_from(actor):
        raise NotFound("")
    document = MinutesDocument.objects.filter(sitting=sitting).first()
    if document is None:
        return HttpResponse(minutes.sheet(sitting))
    name = f"bayonnoma-{sitting.body.code}-{sitting.number}-{sitting.year}.pdf"
    return FileResponse(document.file.open("rb"), filename=name, content_type="application/pdf")
