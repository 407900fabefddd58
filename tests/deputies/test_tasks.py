"""The sweeps of the contact day are scheduled under existing names, and run."""

from celery import current_app
from django.conf import settings

from deputies import tasks
from tests.county import moment
from tests.deputies.rota import people_of_station


def test_every_planned_task_of_the_deputies_exists():
    planned = [row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()]
    ours = [name for name in planned if name.startswith("deputies.")]

    assert len(ours) == 3
    assert set(ours) <= set(current_app.tasks)


def test_the_sweeps_run_and_run_again_without_doing_more(county, time_machine):
    people_of_station(county)
    time_machine.move_to(moment("2026-11-24 08:00"))
    sweeps = [tasks.plan_rotas, tasks.sweep_contact_days, tasks.close_contact_days]

    first = [sweep() for sweep in sweeps]
    again = [sweep() for sweep in sweeps]

    assert first == [1, 0, 0]
    assert again == [0, 0, 0]
