"""The pages on which the registrar compares two rows of perhaps one human being, merges them and takes them apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from permissions import policy
from permissions.actions.merging import followers, merge, open_merges, take_apart
from permissions.middleware import signed_in
from permissions.models import Person, PersonMerge
from permissions.roles import Act

PAGE = 25


class ReasonForm(forms.Form):
    """What was compared."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("What did you compare?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MergeForm(ReasonForm):
    """Who remains, and why."""

    kept = forms.ChoiceField(label=gettext_lazy("Who remains"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["kept"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = [(str(one.pk), f"{one.full_name} (№ {one.pk})") for one in people]
        self.order_fields(["kept", "reason"])


def _registrar(request: HttpRequest) -> Person:
    """The reader. Raises NotFound: for whoever may merge nobody the pages do not exist."""
    reader = signed_in(request)
    if not policy.unit_ids(reader, Act.PERSON_MERGE, on=clock.today()):
        raise NotFound("")
    return reader


def pairs() -> QuerySet[Person]:
    """People who say a number another row has, with that row's id as ``twin``; merged ones no more. One statement."""
    merged = open_merges().filter(absorbed=OuterRef("pk"))
    others = Person.objects.filter(~Exists(open_merges().filter(absorbed=OuterRef("pk")))).exclude(pk=OuterRef("pk"))
    same_pinfl = ~Q(pinfl=None) & Q(pinfl=OuterRef("stated_pinfl"))
    older = Q(pk__lt=OuterRef("pk"))
    same_stated = older & Q(stated_pinfl=OuterRef("stated_pinfl")) & ~Q(stated_pinfl="")
    same_passport = older & Q(passport=OuterRef("passport"), born_on=OuterRef("born_on")) & ~Q(passport="")
    twin = others.filter(same_pinfl | same_stated | same_passport).order_by("pk").values("pk")[:1]
    said = Person.objects.filter(~Exists(merged)).exclude(stated_pinfl="", passport="")
    return said.annotate(twin=Subquery(twin)).exclude(twin=None).order_by("-pk")


@require_safe
def merging(request: HttpRequest) -> HttpResponse:
    """Pairs to be compared, and the newest merges."""
    _registrar(request)
    after = read_key(request.GET.get("after", ""))
    found = pairs()
    rows = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    done = PersonMerge.objects.select_related("kept", "absorbed", "by").filter(undoes=None)
    values = {
        "rows": rows[:PAGE],
        "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "done": done.annotate(over=Exists(PersonMerge.objects.filter(undoes=OuterRef("pk")))).order_by("-pk")[:PAGE],
    }
    return render(request, "screens/merging/list.html", values)


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """The two side by side; merging them."""
    reader = _registrar(request)
    found = Person.objects.select_related("account").in_bulk([first, second])
    if len(found) != 2:
        raise NotFound("")
    people = [found[first], found[second]]
    form = MergeForm(request.POST if request.method == "POST" else None, people=people)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        kept = int(form.cleaned_data["kept"])
        absorbed = second if kept == first else first
        try:
            merge(actor=reader, kept_id=kept, absorbed_id=absorbed, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Merged. What belonged to both belongs to one now."))
            return redirect("merging")
    values = {"form": form, "refusal": refusal, "columns": [_shown(one) for one in people]}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/merging/compare.html", values, status=status)


def _shown(person: Person) -> dict[str, Any]:
    """What is compared: who it is, and what hangs on it."""
    other = " · ".join(" ".join(part for part in name if part) for _script, name in sorted(person.names.items()))
    facts = [
        (_("Name in other scripts"), other),
        (_("Day of birth"), person.born_on.strftime("%d.%m.%Y") if person.born_on else ""),
        (_("PINFL"), person.pinfl or ""),
        (_("PINFL as stated, not proved"), person.stated_pinfl),
        (_("Passport"), person.passport),
        (_("E-mail"), person.email),
        (_("Phone"), person.phone),
        (_("Account"), person.account.username if person.account else ""),
        *((str(one.called).capitalize(), str(one.of(person.pk).count())) for one in followers()),
    ]
    return {"person": person, "facts": facts}


@require_http_methods(["GET", "POST"])
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge; taking it apart."""
    reader = _registrar(request)
    made = PersonMerge.objects.select_related("kept", "absorbed", "by").filter(pk=pk, undoes=None).first()
    if made is None:
        raise NotFound("")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            take_apart(actor=reader, merge_id=pk, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Taken apart. Each has again what was theirs."))
            return redirect("merging")
    over = PersonMerge.objects.select_related("by").filter(undoes=made).first()
    status = refusal.status if refusal else 422 if form.errors else 200
    values = {"made": made, "over": over, "form": form, "refusal": refusal}
    return render(request, "screens/merging/merged.html", values, status=status)
