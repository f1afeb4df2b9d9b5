"""What must hold whatever fails, asked of the database in SQL: each question selects the rows that break it.

``broken()`` may be asked at any moment, ``unfinished()`` once everything that was begun should be done.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import connection

from journal import clock
from journal.events import verify_all
from movements.models import Letter
from orders.item_models import OrderExtract
from orders.models import Document

ALWAYS = {
    "an open case is not exactly one person's turn": """
        SELECT m.id, m.state, count(t.id) FROM movements_movement m
        LEFT JOIN movements_turn t ON t.movement_id = m.id AND t.finished IS NULL
        GROUP BY m.id HAVING count(t.id) <>
            CASE WHEN m.state IN ('filed', 'review', 'returned', 'approved', 'ordered') THEN 1 ELSE 0 END""",
    "a decision has not exactly one event": """
        SELECT * FROM (SELECT movement_id, verdict, count(*) AS decisions FROM movements_decision GROUP BY 1, 2) d
        FULL JOIN (
            SELECT split_part(chain, ':', 2)::bigint AS movement_id, act AS verdict, count(*) AS events
            FROM journal_event WHERE chain LIKE 'movement:%'
            AND act IN ('file', 'approve', 'return', 'refuse', 'revise', 'withdraw') GROUP BY 1, 2
        ) e USING (movement_id, verdict) WHERE decisions IS DISTINCT FROM events""",
    "a turn was ended twice": """
        SELECT chain, ids->>'turn', count(*) FROM journal_event
        WHERE act IN ('file', 'approve', 'return', 'refuse', 'revise', 'in_force', 'struck') AND ids->>'turn' <> ''
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "an event of a case has no job that tells of it": """
        SELECT e.chain, e.seq, e.act FROM journal_event e WHERE e.chain LIKE 'movement:%' AND NOT EXISTS (
            SELECT FROM journal_job j WHERE j.key = 'notify:' || split_part(e.chain, ':', 2) || ':' || e.seq)""",
    "an order's act stands twice in its history": """
        SELECT chain, act, ids->>'item', ids->>'order', count(*) FROM journal_event
        WHERE act IN ('order.sign', 'order.register', 'order.come_into_force', 'order.notify', 'order.record',
            'order.apply', 'order.discard') OR act = 'register.number'
        GROUP BY 1, 2, 3, 4 HAVING count(*) > 1""",
    "an order is signed without an event, or the reverse": """
        SELECT o.id, o.state FROM orders_order o WHERE (o.signed_at IS NOT NULL) <> EXISTS (
            SELECT FROM journal_event e WHERE e.chain = 'order:' || o.id AND e.act = 'order.sign')""",
    "a register's numbers have a gap or a twin": """
        SELECT register_id, y.year, y.next_number, array_agg(number ORDER BY number) FROM orders_registeryear y
        JOIN (
            SELECT register_id, year, sequence AS number FROM orders_order WHERE sequence IS NOT NULL
            UNION ALL SELECT register_id, year, number FROM orders_voidnumber
        ) given USING (register_id, year) GROUP BY 1, 2, 3
        HAVING count(*) <> y.next_number - 1 OR count(DISTINCT number) <> y.next_number - 1
            OR min(number) <> 1 OR max(number) <> y.next_number - 1""",
    "a later number has an earlier date": """
        SELECT a.id, b.id FROM orders_order a JOIN orders_order b USING (register_id, year)
        WHERE a.sequence < b.sequence AND a.date > b.date""",
    "an order is in force without its document, or the reverse": """
        SELECT o.id, o.state FROM orders_order o LEFT JOIN orders_document d ON d.order_id = o.id
        WHERE (o.state IN ('in_force', 'amended', 'revoked')) <> (d.id IS NOT NULL)""",
    "an item is not applied exactly once": """
        SELECT i.id, i.state, count(s.id) FROM orders_orderitem i
        LEFT JOIN students_standing s ON s.source = 'item:' || i.id
        GROUP BY i.id HAVING count(s.id) <> CASE WHEN i.state = 'applied' THEN 1 ELSE 0 END""",
    "an item and its event disagree": """
        SELECT i.id, i.state FROM orders_orderitem i WHERE (i.state = 'applied') <> EXISTS (
            SELECT FROM journal_event e WHERE e.act = 'order.apply' AND (e.ids->>'item')::bigint = i.id)""",
    "a case and its item disagree": """
        SELECT m.id, m.state, i.state FROM movements_caseitem c
        JOIN movements_movement m ON m.id = c.movement_id JOIN orders_orderitem i ON i.id = c.item_id
        WHERE (i.state = 'applied') <> (m.state = 'granted')""",
    "a person was told the same twice": """
        SELECT person_id, channel, about, subject, count(*) FROM journal_notice
        GROUP BY person_id, channel, about, subject, body HAVING count(*) > 1""",
    "a message to be mailed has no job": """
        SELECT n.id FROM journal_notice n WHERE n.channel = 'email' AND NOT EXISTS (
            SELECT FROM journal_job j WHERE j.key = 'notice:' || n.id)""",
}

AT_REST = {
    "a job that is due is not done": """
        SELECT id, kind, attempts, error FROM journal_job
        WHERE finished_at IS NULL AND run_after <= TIMESTAMPTZ 'NOW'""",
    "a done job still shows an error": """
        SELECT id, kind, error FROM journal_job WHERE finished_at IS NOT NULL AND error <> ''""",
    "a signed order has no document": "SELECT id, number FROM orders_order WHERE state = 'signed' AND number <> ''",
    "an item failed": "SELECT id, error FROM orders_orderitem WHERE state = 'failed'",
    "a mail was not sent": "SELECT id, state, error FROM journal_notice WHERE state <> 'sent'",
    "a student is not where the ledger says": """
        SELECT s.id, s.status, l.status FROM students_student s CROSS JOIN LATERAL (
            SELECT status FROM students_standing WHERE student_id = s.id AND valid_from <= DATE 'TODAY'
            ORDER BY valid_from DESC, id DESC LIMIT 1
        ) l WHERE s.status <> l.status""",
    "two acts locked each other out": """
        SELECT deadlocks FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 0""",
}


def broken() -> list[str]:
    """Every promise that does not hold at this moment, with the rows; nothing of the history may be amiss either."""
    return _answers(ALWAYS) + verify_all()


def unfinished(media: Path) -> list[str]:
    """Every promise that does not hold after the work, and every file in ``media`` that is no order's document."""
    return broken() + _answers(AT_REST) + stray_files(media)


def _answers(questions: dict[str, str]) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for what, question in questions.items():
            # The product's own clock, which a test may have moved.
            cursor.execute(question.replace("TODAY", str(clock.today())).replace("NOW", clock.now().isoformat()))
            found += [f"{what}: {row}" for row in cursor.fetchall()]
    return found


def stray_files(media: Path) -> list[str]:
    """Documents, extracts and letters without their file or with another content, and files which neither names."""
    papers = [*Document.objects.all(), *OrderExtract.objects.all(), *Letter.objects.all()]
    named = {media / paper.file.name: paper.sha256 for paper in papers}
    folders = [media / name for name in ("orders", "extracts", "letters")]
    lying = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    changed = [path for path in lying & set(named) if hashlib.sha256(path.read_bytes()).hexdigest() != named[path]]
    return [
        *(f"a document has no file: {path}" for path in sorted(set(named) - lying)),
        *(f"a document has another content: {path}" for path in sorted(changed)),
        *(f"a file belongs to no document: {path}" for path in sorted(lying - set(named))),
    ]


def snapshot() -> dict[str, tuple[int, str]]:
    """Number and MD5 of the rows of every table of the product: two equal snapshots mean that nothing happened."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.split("_")[0] in ROOMS]
        found = {}
        for table in tables:
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"
            )
            found[table] = cursor.fetchone()
    return found


ROOMS = ("journal", "movements", "orders", "students", "permissions", "viewflow")
