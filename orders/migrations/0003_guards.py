from django.db import migrations

from journal.guards import AppendOnly, SignedStays, Transitions

ROAD = [
    ("draft", "endorsing"),
    ("draft", "discarded"),
    ("endorsing", "ready"),
    ("endorsing", "draft"),
    ("endorsing", "discarded"),
    ("ready", "draft"),
    ("ready", "signed"),
    ("ready", "discarded"),
    ("signed", "in_force"),
    ("in_force", "amended"),
    ("in_force", "revoked"),
    ("amended", "revoked"),
]


class Migration(migrations.Migration):
    """Visas, documents and void numbers are written once; what was signed and numbered stays."""

    dependencies = [("orders", "0002_initial")]
    operations = [
        AppendOnly("orders_visa", unique=[["order_id", "round", "office"]]),
        AppendOnly("orders_document", unique=[["order_id"]]),
        AppendOnly("orders_voidnumber", unique=[["register_id", "year", "number"]]),
        SignedStays(
            "orders_order",
            once=["number", "sequence", "year", "date", "signed_at", "signed_by_id"],
            sealed=["id", "code", "register_id", "act", "act_sha256"],
            unique=[["code"], ["register_id", "year", "number"], ["register_id", "year", "sequence"]],
        ),
        Transitions("orders_order", "state", ROAD),
    ]
