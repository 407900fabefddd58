"""The files of the database cluster after a ballot: nothing in them opens a box.

Heap, indexes, TOAST, old row versions and the write-ahead log are read as bytes, as whoever
has a copy of the disk, a dump or a replica would.
"""

import base64
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from ballots.boxes.rules import sealing, slots
from ballots.counting import services as counting
from ballots.models import BoxShard, Elector
from office.text.secrecy import unseal
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote

pytestmark = pytest.mark.django_db(transaction=True)


def cluster_files():
    known = connection.get_connection_params()
    owner = {name: known[name] for name in ("host", "port", "dbname") if name in known}
    with psycopg.connect(**owner, user="postgres", autocommit=True) as link:
        link.execute("CHECKPOINT")
        home, oid = link.execute(
            "SELECT current_setting('data_directory'),"
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
    for folder in (f"base/{oid}", "pg_wal"):
        yield from (path for path in Path(home, folder).rglob("*") if path.is_file())


def found_in_files(needles):
    """Names of the needles that stand in a file, raw, in hexadecimal or in base64."""
    forms = {
        name: {raw, raw.hex().encode(), base64.b64encode(raw)[:-4]}
        for name, raw in needles.items()
    }
    found = set()
    for path in cluster_files():
        text = path.read_bytes()
        found |= {
            name for name, ways in forms.items() if any(way in text for way in ways)
        }
    return found


def test_after_the_certification_no_file_of_the_cluster_opens_anything(county):
    people = congress.seat_deputies(county, 5)
    ballot = congress.opened(county, people)
    receipts = [vote(ballot, person, "ab..") for person in people[:3]]
    congress.give_paper(ballot, people[3], county.office)
    private = counting.opening_key(ballot, congress.keys(ballot))
    secret = {"private half": private}
    for at, code in enumerate(congress.keys(ballot)):
        own = sealing.private_of_code(code)
        share = ballot.tellers.order_by("pk")[at].share
        secret |= {
            f"code {at}": code.encode(),
            f"key {at}": own,
            f"share {at}": sealing.open_with(own, bytes.fromhex(share))[2:],
        }
    for shard in BoxShard.objects.filter(held__gt=0):
        for at, slot in enumerate(slots.read_slots(shard.content, 4)):
            text = sealing.open_with(private, slot.sealed)
            secret[f"nonce {shard.pk} {at}"] = text[: slots.NONCE_BYTES]
    congress.closed(ballot, county.office)
    congress.type_papers(ballot, "a...")
    congress.signed(congress.counted(ballot, county.office))

    assert len(secret) == 10
    known = {f"receipt {at}": bytes.fromhex(one) for at, one in enumerate(receipts)}
    # That the search would find them is shown by what is there: the public receipts.
    assert found_in_files(secret | known) == set(known)


def test_what_was_stored_before_the_count_does_not_open_afterwards(county):
    """An old version of every row, with the keys of the installation and all of today's."""
    people = congress.seat_deputies(county, 5)
    ballot = congress.opened(county, people)
    vote(ballot, people[0], "ab..")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM ballots_boxshard WHERE held > 0")
        (old,) = cursor.fetchone()
        cursor.execute("SELECT public, share FROM ballots_teller")
        tellers = cursor.fetchall()
    congress.signed(
        congress.counted(congress.closed(ballot, county.office), county.office)
    )

    (slot,) = slots.read_slots(unseal(old), 4)
    assert b"1,1,0,0" not in slot.to_bytes()
    tried = [bytes.fromhex(public) for public, _ in tellers]
    tried += [bytes.fromhex(share)[:32] for _, share in tellers]
    tried += [slot.spent, slot.receipt, slot.sealed[:32]]
    for key in tried:
        with pytest.raises(sealing.SealingError):
            slots.open_slot(ballot.code, key, slot)


def test_no_version_of_a_row_is_of_one_transaction_with_a_shard(county):
    people = congress.seat_deputies(county, 5)
    ballot = congress.opened(county, people)
    for person in people:
        Phone(ballot, person.user).fetch().cast(cells("ab.."))
        with connection.cursor() as cursor:
            versions = {}
            for model in (Elector, BoxShard):
                table = model._meta.db_table
                cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
                versions[model] = {row[0] for row in cursor.fetchall()}

        assert not versions[Elector] & versions[BoxShard]
    for model in (Elector, BoxShard):
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField"}
