"""What must hold whatever fails, asked of the database in SQL: each question selects the rows that break it.

``broken()`` may be asked at any moment, ``unfinished()`` once everything that was begun should be done.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import connection

from journal import clock
from journal.events import verify_all
from movements.models import Letter, MinutesDocument
from orders.item_models import OrderExtract
from orders.models import Document
from orders.sheet_models import SheetFile

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
        WHERE act IN ('file', 'approve', 'return', 'refuse', 'revise', 'lapse', 'in_force', 'struck',
            'paid', 'unpaid')
            AND ids->>'turn' <> ''
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
    "a case lapsed without a notice given before": """
        SELECT m.id FROM movements_movement m WHERE m.state = 'lapsed' AND NOT EXISTS (
            SELECT FROM journal_event told JOIN journal_event ended USING (chain)
            JOIN movements_turn t ON t.id = (told.ids->>'turn')::bigint AND t.id = (ended.ids->>'turn')::bigint
            JOIN journal_notice n ON t.data->'lapse_notices' @> to_jsonb(n.id) AND n.sent_at < ended.at
            WHERE chain = 'movement:' || m.id AND told.act = 'lapse_notice' AND ended.act = 'lapse'
                AND told.seq < ended.seq AND n.state = 'sent' AND t.lapses_at < ended.at)""",
    "a case was refused unpaid without a notice given before, or although it was paid": """
        SELECT ended.chain FROM journal_event ended WHERE ended.act = 'unpaid' AND (NOT EXISTS (
            SELECT FROM journal_event told JOIN movements_turn t ON t.id = (told.ids->>'turn')::bigint
            JOIN journal_notice n ON t.data->'lapse_notices' @> to_jsonb(n.id) AND n.sent_at < ended.at
            WHERE told.chain = ended.chain AND told.act = 'lapse_notice' AND told.seq < ended.seq
                AND n.state = 'sent' AND t.lapses_at < ended.at)
            OR EXISTS (SELECT FROM journal_event p WHERE p.chain = ended.chain AND p.act = 'paid'
                AND p.ids->>'turn' = ended.ids->>'turn'))""",
    "a payment or an exemption has not exactly one event": """
        SELECT * FROM (
            SELECT movement_id, CASE WHEN takes_back_id IS NULL THEN 'payment' ELSE 'payment_back' END AS act, count(*)
                AS entries FROM movements_payment GROUP BY 1, 2
            UNION ALL SELECT movement_id, CASE WHEN takes_back_id IS NULL THEN 'exempt' ELSE 'exempt_back' END, count(*)
                FROM movements_exemption GROUP BY 1, 2
        ) e FULL JOIN (
            SELECT split_part(chain, ':', 2)::bigint AS movement_id, act, count(*) AS events FROM journal_event
            WHERE act IN ('payment', 'payment_back', 'exempt', 'exempt_back') GROUP BY 1, 2
        ) j USING (movement_id, act) WHERE entries IS DISTINCT FROM events""",
    "a document or a line was paid twice": """
        SELECT document, paid_on, line_id, count(*) FROM movements_payment p WHERE takes_back_id IS NULL
            AND NOT EXISTS (SELECT FROM movements_payment b WHERE b.takes_back_id = p.id)
        GROUP BY GROUPING SETS ((document, paid_on), (line_id)) HAVING count(*) > 1 AND
            (document IS NOT NULL OR line_id IS NOT NULL)""",
    "a payment has no receipt, or a fee no calculation": """
        SELECT p.id FROM movements_payment p WHERE takes_back_id IS NULL AND NOT EXISTS (
            SELECT FROM orders_sheet s WHERE s.kind = 'receipt_of_payment' AND s.key = 'payment:' || p.id)
        UNION ALL SELECT f.id FROM movements_fee f WHERE NOT EXISTS (
            SELECT FROM orders_sheet s WHERE s.kind = 'fee_calculation' AND s.key = 'fee:' || f.id)""",
    "a lapse was told of twice, or told without an event": """
        SELECT t.id, t.lapse_told_at, count(e.id) FROM movements_turn t
        LEFT JOIN journal_event e ON e.act = 'lapse_notice' AND (e.ids->>'turn')::bigint = t.id
        GROUP BY t.id HAVING count(e.id) <> CASE WHEN t.lapse_told_at IS NULL THEN 0 ELSE 1 END""",
    "the same terms were prolonged twice": """
        SELECT e.chain, p.body, count(*) FROM journal_event e JOIN journal_eventpayload p ON p.event_id = e.id
        WHERE e.act = 'recount' AND p.body IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1""",
    "a refusal or a lapse has no job that writes its letter, or another case has one": """
        SELECT m.id, m.state FROM movements_movement m WHERE (m.state IN ('refused', 'lapsed')) <> EXISTS (
            SELECT FROM journal_job j WHERE j.kind = 'movements.letter' AND j.key = 'letter:' || m.id)""",
    "a case that was neither refused nor lapsed has a letter": """
        SELECT l.id, m.state FROM movements_letter l JOIN movements_movement m ON m.id = l.movement_id
        WHERE m.state NOT IN ('refused', 'lapsed')""",
    "a commission's numbers have a gap or a twin": """
        SELECT y.body_id, y.year, y.next_number, array_agg(s.sequence ORDER BY s.sequence) FROM movements_bodyyear y
        LEFT JOIN movements_sitting s ON s.body_id = y.body_id AND s.year = y.year AND s.sequence IS NOT NULL
        GROUP BY y.id HAVING count(s.id) <> y.next_number - 1 OR count(DISTINCT s.sequence) <> y.next_number - 1
            OR min(s.sequence) <> 1 OR max(s.sequence) <> y.next_number - 1""",
    "later minutes have an earlier date": """
        SELECT a.id, b.id FROM movements_sitting a JOIN movements_sitting b USING (body_id, year)
        WHERE a.sequence < b.sequence AND a.date > b.date""",
    "minutes are signed without two people, a number and its event, or the reverse": """
        SELECT s.id, s.state, s.number FROM movements_sitting s
        LEFT JOIN movements_minutessignature g ON g.sitting_id = s.id AND g.minutes_sha256 = s.minutes_sha256
        GROUP BY s.id HAVING NOT (s.state = 'signed') = ALL (ARRAY[count(DISTINCT g.by_id) = 2, s.number <> '', 1 = (
            SELECT count(*) FROM journal_event e
            WHERE e.act = 'minutes.number' AND (e.ids->>'sitting')::bigint = s.id)])""",
    "minutes that nobody signed have a document": """
        SELECT d.id, s.state FROM movements_minutesdocument d JOIN movements_sitting s ON s.id = d.sitting_id
        WHERE s.state <> 'signed'""",
    "a case was not carried exactly once": """
        SELECT * FROM (
            SELECT movement_id, outcome AS verdict, count(*) AS carried FROM movements_agendacase
            WHERE carried_at IS NOT NULL AND NOT open GROUP BY 1, 2
        ) a FULL JOIN (
            SELECT movement_id, verdict, count(*) AS decisions FROM movements_decision
            WHERE added->'minutes' IS NOT NULL GROUP BY 1, 2
        ) d USING (movement_id, verdict) WHERE carried IS DISTINCT FROM decisions""",
    "an admitted item has not exactly one student": """
        SELECT i.id, i.state, i.student_id, count(s.id) FROM orders_orderitem i
        LEFT JOIN students_standing g ON g.source = 'item:' || i.id
        LEFT JOIN students_student s ON s.id = g.student_id AND s.id = i.student_id AND s.person_id = i.person_id
        WHERE i.effect = 'admit' AND i.state <> 'undone'
        GROUP BY i.id HAVING count(s.id) <> CASE WHEN i.state = 'applied' THEN 1 ELSE 0 END
            OR (i.state = 'applied') <> (i.student_id IS NOT NULL)""",
    "a student stands nowhere": """
        SELECT s.id FROM students_student s WHERE NOT EXISTS (
            SELECT FROM students_standing g WHERE g.student_id = s.id)""",
}

AT_REST = {
    "a job that is due is not done": """
        SELECT id, kind, attempts, error FROM journal_job
        WHERE finished_at IS NULL AND run_after <= TIMESTAMPTZ 'NOW'""",
    "a done job still shows an error": """
        SELECT id, kind, error FROM journal_job WHERE finished_at IS NOT NULL AND error <> ''""",
    "a signed order has no document": "SELECT id, number FROM orders_order WHERE state = 'signed' AND number <> ''",
    "a refused or lapsed case has no letter": """
        SELECT m.id, m.state FROM movements_movement m WHERE m.state IN ('refused', 'lapsed') AND NOT EXISTS (
            SELECT FROM movements_letter l WHERE l.movement_id = m.id)""",
    "signed minutes have no document": """
        SELECT s.id, s.number FROM movements_sitting s WHERE s.state = 'signed' AND NOT EXISTS (
            SELECT FROM movements_minutesdocument d WHERE d.sitting_id = s.id)""",
    "a case of signed minutes has not gone on": """
        SELECT a.id, a.outcome FROM movements_agendacase a JOIN movements_sitting s ON s.id = a.sitting_id
        WHERE s.state = 'signed' AND a.open""",
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
    """Stored papers without their file or with another content, and files which no paper names."""
    kinds = (Document, OrderExtract, Letter, MinutesDocument, SheetFile)
    papers = [paper for kind in kinds for paper in kind.objects.all()]
    named = {media / paper.file.name: paper.sha256 for paper in papers}
    folders = [media / name for name in ("orders", "extracts", "letters", "minutes", "sheets")]
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
