"""Every action of every part: for whom it opens, when, and that it is done once."""

import ast
import importlib
import re

import pytest
from django.apps import apps
from django.db import connection

from office.web.actions import Action, Actions
from tests.guards.test_project import APPS, tracked
from tests.paths import ROOT
from tests.portal.action_samples import (
    ballots,
    cases,
    decisions,
    deputies,
    programmes,
    projects,
    rollups,
)
from tests.portal.action_samples.sample import browser, said_why, was_done
from tests.sessions import at_once

PARTS = (cases, projects, programmes, decisions, deputies, rollups, ballots)
GROUPS = [group for part in PARTS for group in part.GROUPS]
# In two steps, tried before it is written: tests/decisions/projects/test_imports.py.
OWN_PAGE = {("programme", "import")}
# Written beside what is done, not by it.
NOT_COUNTED = {"django_session"}

every = [
    pytest.param(group, name, id=f"{group.key}: {name}")
    for group in GROUPS
    for name in group.samples
]
late = [row for row in every if row.values[0].late_of(row.values[1])]
once = [row for row in every if not row.values[0].samples[row.values[1]].again]
by_name = [
    pytest.param(group, id=group.key)
    for group in GROUPS
    if hasattr(group.address, "names_it")
]
contested = [
    pytest.param(group, name, id=f"{group.key}: {name}")
    for group in GROUPS
    for name in group.contested.split()
]


def begin(county, group, name, late=False):
    """The action, the thing, its address, who takes it and what is sent."""
    county, sample = group.prepare(county), group.samples[name]
    before = group.late_of(name) if late else sample.before
    thing = before(county)
    thing.refresh_from_db()
    person = sample.person(county, thing)
    sent = sample.fields(county, thing)
    return group.actions[name], thing, group.address(name, thing), person, sent


def written() -> dict[str, int]:
    """How many rows each table has."""
    tables = {model._meta.db_table for model in apps.get_models()} - NOT_COUNTED
    counts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def state_of(thing) -> dict:
    row = type(thing)._base_manager.filter(pk=thing.pk).values().first() or {}
    return {name: value for name, value in row.items() if name != "updated_at"}


@pytest.mark.django_db
@pytest.mark.parametrize(("group", "name"), every)
def test_the_right_person_is_offered_it_opens_it_and_does_it(county, group, name):
    action, thing, address, person, sent = begin(county, group, name)
    client = browser(person)

    assert action.is_open(person, thing)
    assert client.get(address).status_code == (
        405 if action.form is None or action.inline else 200
    )
    answer = client.post(address, sent)
    assert was_done(answer), answer.context and answer.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize(("group", "name"), every)
def test_a_stranger_neither_opens_nor_does_it(county, group, name):
    _, thing, address, _, sent = begin(county, group, name)
    client = browser(getattr(county, group.stranger))
    before = written(), state_of(thing)

    assert client.get(address).status_code in (403, 404)
    assert client.post(address, sent).status_code in (403, 404)
    assert (written(), state_of(thing)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("group", "name"), late)
def test_out_of_turn_it_is_refused_and_nothing_is_written(county, group, name):
    action, thing, address, person, sent = begin(county, group, name, late=True)
    client = browser(person)
    before = written(), state_of(thing)

    assert not action.is_due(thing)
    if not action.service_decides:
        assert client.get(address).status_code == 403
        assert client.post(address, sent).status_code == 403
    assert said_why(action, client.post(address, sent))
    assert (written(), state_of(thing)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("group", "name"), once)
def test_sent_twice_it_is_done_once(county, group, name):
    action, thing, address, person, sent = begin(county, group, name)
    client = browser(person)
    assert was_done(client.post(address, sent))
    before = written(), state_of(thing)

    answer = client.post(address, sent)
    assert said_why(action, answer) or (group.samples[name].same and was_done(answer))
    assert (written(), state_of(thing)) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("group", "name"), contested)
def test_of_two_at_once_one_does_it(county, group, name):
    _, _, address, person, sent = begin(county, group, name)
    clients = [browser(person), browser(person)]
    answers = at_once(2, lambda: clients.pop().post(address, sent))

    assert sorted(was_done(answer) for answer in answers) == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("group", by_name)
def test_an_action_that_does_not_exist_is_not_found(county, group):
    name = next(iter(group.samples))
    _, thing, _, person, _ = begin(county, group, name)

    assert browser(person).get(group.address("explode", thing)).status_code == 404


# --- The rows themselves ------------------------------------------------------------------


def modules():
    """Every file of actions, and its module."""
    found = [path for app in APPS for path in tracked(f"{app}/*.py")]
    for path in sorted(found):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "actions" in parts[2:] and "views" not in parts and "forms" not in parts:
            yield path, importlib.import_module(".".join(parts))


def collections() -> dict[int, Actions]:
    values = (value for _, module in modules() for value in vars(module).values())
    return {id(value): value for value in values if isinstance(value, Actions)}


def rows_written() -> set[str]:
    """The names of all rows in files of actions that are spelled out."""
    names = set()
    for path, _ in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            keys = {k.arg: k.value for k in getattr(node, "keywords", ())}
            if {"name", "label"} <= set(keys) and isinstance(
                keys["name"], ast.Constant
            ):
                names.add(keys["name"].value)
    return names


def test_every_collection_of_every_part_is_tested_here():
    tested = {id(group.actions) for group in GROUPS}

    assert set(collections()) == tested


@pytest.mark.parametrize("group", [pytest.param(g, id=g.key) for g in GROUPS])
def test_every_action_of_a_collection_has_a_sample(group):
    own = {name for key, name in OWN_PAGE if key == group.key}

    assert set(group.actions) == set(group.samples) | own


def test_no_row_is_left_out_of_the_collections():
    """A row that was written, and that no page knows."""
    known = {name for found in collections().values() for name in found}

    assert rows_written() <= known


def test_rows_stand_in_files_of_actions():
    row = re.compile(r"\b\w*Action\(\s*\n?\s*name=")
    toolbox = ROOT / "office/web/actions.py"
    allowed = {path for path, _ in modules()} | {toolbox}
    found = [path for app in APPS for path in tracked(f"{app}/*.py")]

    assert [
        str(path)
        for path in found
        if path not in allowed and row.search(path.read_text())
    ] == []


@pytest.mark.parametrize("group", [pytest.param(g, id=g.key) for g in GROUPS])
def test_labels_and_titles_are_chinese(group):
    rows = group.actions.values()
    words = [text for row in rows for text in (row.label, row.title) if text]

    assert all(re.fullmatch(r"[\u4e00-\u9fff，、]+", text) for text in words)


def test_two_actions_of_one_name_are_refused():
    row = Action(name="go", label="去", may=lambda user, thing: True, run=None)

    with pytest.raises(ValueError, match="two actions"):
        Actions(row, row)
