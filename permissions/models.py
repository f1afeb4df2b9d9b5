"""Who people are, how the institute is built, and who holds which office from which day to which."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models.models import UserObjectPermissionBase

from journal.models import Chained
from permissions.roles import Role


class Account(AbstractUser):
    """A way to sign in. Everything about the human being is in ``Person``."""

    email = models.EmailField(blank=True)
    must_change_password = models.BooleanField(default=False)

    class Meta(AbstractUser.Meta):
        pass


class Person(Chained):
    """A human being who applies, acts or is related; not a student (that is one enrolment), perhaps without account."""

    account = models.OneToOneField(Account, models.PROTECT, null=True, blank=True, related_name="person")
    # Null where there is none: many persons have none, and two empty ones must not collide.
    pinfl = models.CharField(_("PINFL"), max_length=14, null=True, blank=True, unique=True)
    surname = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    patronymic = models.CharField(max_length=80, blank=True)
    names = models.JSONField(
        default=dict, blank=True, help_text="the name in other scripts: {'cyrl': [..3], 'ru': [..3]}"
    )
    search = models.CharField(
        max_length=255, blank=True, db_index=True, help_text="names without apostrophes, lower case"
    )
    gender = models.CharField(max_length=2, blank=True, help_text="HEMIS h_gender: 11 male, 12 female")
    born_on = models.DateField(null=True, blank=True)
    stated_pinfl = models.CharField(
        max_length=14,
        blank=True,
        db_index=True,
        help_text="said by somebody the office does not know yet; proves nothing",
    )
    passport = models.CharField(max_length=16, blank=True, help_text="series and number, where there is no PINFL")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, default="uz")

    class Meta:
        ordering: ClassVar = ["surname", "given_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name and patronymic as the passport has them."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and initial."""
        return f"{self.surname} {self.given_name[:1]}."


class Unit(Chained):
    """A part of the institute: the institute itself, a faculty, an office, a commission."""

    class Kind(models.TextChoices):
        INSTITUTE = "institute", _("institute")
        FACULTY = "faculty", _("faculty")
        OFFICE = "office", _("office")
        COMMISSION = "commission", _("commission")

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(
        max_length=200, db_index=True, help_text="ids from the root, '/1/4/': a prefix is an ancestor"
    )
    name_uz = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["path"]
        permissions: ClassVar = [(f"hold_{role.value}", f"holds the office: {role.value}") for role in Role]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, Uzbek where it has none."""
        own = {"ru": self.name_ru, "en": self.name_en}.get((get_language() or "uz")[:2], "")
        return own or self.name_uz


class Institute(models.Model):
    """The one institute this database belongs to: what its letterhead says and how it counts its days."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="institute")
    ministry = models.CharField(max_length=300)
    city = models.CharField(max_length=100)
    letterhead = models.TextField(blank=True)
    hemis_code = models.CharField(max_length=8, blank=True, help_text="three digits that begin each student number")
    working_days_a_week = models.PositiveSmallIntegerField(default=6)
    is_demo = models.BooleanField(
        default=False, help_text="an invented institute: demo accounts and HARAKAT_NOW are allowed"
    )

    def __str__(self) -> str:
        return self.unit.name


class Appointment(models.Model):
    """The only reason anybody may act: this person holds this office in this unit from this day to that."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    office = models.CharField(max_length=32, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day included; empty while it lasts")
    title = models.CharField(max_length=200, blank=True, help_text="the post as the visa sheet prints it")
    basis = models.CharField(max_length=300, help_text="order of appointment")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "office"], name="appointment_of_person"),
            models.Index(fields=["office", "unit"], name="appointment_of_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="appointment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.office} ({self.unit_id})"


class UnitUserObjectPermission(UserObjectPermissionBase):
    """Guardian's row: this account holds that office over this unit. It follows appointments, grants nothing alone."""

    content_object = models.ForeignKey(Unit, models.CASCADE)


class Contact(models.Model):
    """An address whose holder has proved, by a code sent there, that messages reach them."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.EMAIL)
    address = models.CharField(max_length=254, help_text="as it is compared: lower case, or +998901234567")
    proved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # A family may share one address: it belongs to each of its people once.
            models.UniqueConstraint(fields=["person", "kind", "address"], name="one_contact_a_person_and_address")
        ]
        indexes: ClassVar = [models.Index(fields=["address"], name="contact_by_address")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class ContactCode(models.Model):
    """A one-time code on its way to an address, and what it is for. The code itself is nowhere: ``seed`` is not it."""

    class Purpose(models.TextChoices):
        APPLY = "apply", _("begin an application")
        TRACK = "track", _("find a case again")

    handle = models.CharField(max_length=64, unique=True, help_text="names the code to whoever asked for it")
    seed = models.CharField(max_length=64, help_text="with the site's key it makes the code")
    purpose = models.CharField(max_length=8, choices=Purpose)
    address = models.CharField(max_length=254)
    asked_from = models.CharField(max_length=64, blank=True, help_text="network address, for the limit alone")
    language = models.CharField(max_length=8, default="uz")
    about = models.JSONField(default=dict, help_text="what was typed with it; emptied when the code is over")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", help_text="whom it would let in")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address", "asked_at"], name="code_by_address"),
            models.Index(fields=["asked_from", "asked_at"], name="code_by_origin"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SignInTry(models.Model):
    """Somebody tries a password: login and network address, for the limit alone, and nothing for longer than a day."""

    # Whatever was typed: it names an account where there is one, and most guesses name none.
    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        to_field="username",
        null=True,
        related_name="+",
        db_column="login",
        db_constraint=False,
        db_index=False,
    )
    asked_from = models.CharField(max_length=64, blank=True, help_text="network address; of IPv6 the first half")
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "asked_from", "asked_at"], name="try_by_login"),
            models.Index(fields=["asked_from", "asked_at"], name="try_by_origin"),
        ]

    def __str__(self) -> str:
        return f"try {self.pk}"


class PersonMerge(models.Model):
    """Two rows were found to be one human being, or not to be after all. Written once; undone by another row."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="absorbed_by")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    moved = models.JSONField(
        default=dict, help_text="{'movements.Movement.applicant': [ids]}: the rows that now point elsewhere"
    )
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.absorbed_id} {'out of' if self.undoes_id else 'into'} {self.kept_id}"


class ApiToken(models.Model):
    """A bearer token of the API; only its SHA-256 is kept. It opens an account, or the own cases behind a contact."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="tokens")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"token of {self.account_id or self.contact}"
