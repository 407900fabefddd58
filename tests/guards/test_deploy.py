"""Checks of the deployment that need no Docker engine."""

import re
import subprocess

import pytest
import yaml

from tests.paths import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SCRIPTS = sorted((ROOT / "deploy").glob("*.sh"))


def example_names() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))


def test_compose_has_every_part_of_the_house():
    assert set(COMPOSE["services"]) == {
        "postgres",
        "redis",
        "cache",
        "migrate",
        "web",
        "worker",
        "heavy",
        "beat",
        "proxy",
    }


def test_compose_volumes_are_declared():
    used = {
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith("./")
    }

    assert used == set(COMPOSE["volumes"])


def test_compose_mounts_files_that_exist():
    mounted = [
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert mounted
    assert all((ROOT / path).is_file() for path in mounted)


def test_each_command_is_a_duty_of_the_start_script():
    script = (ROOT / "deploy" / "start.sh").read_text(encoding="utf-8")
    duties = {
        service["command"]
        for service in COMPOSE["services"].values()
        if isinstance(service.get("command"), str)
    }

    assert all(re.search(rf"^  {duty}\)", script, re.MULTILINE) for duty in duties)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_valid_shell_and_may_be_run(script):
    checked = subprocess.run(["sh", "-n", str(script)], check=False)

    assert checked.returncode == 0
    assert script.stat().st_mode & 0o100


def test_every_variable_the_settings_need_is_in_the_example():
    settings = (ROOT / "feixian" / "settings.py").read_text(encoding="utf-8")
    needed = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"\)", settings))
    given_by_compose = {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT"}

    assert needed - given_by_compose <= example_names()


def test_compose_asks_for_its_variables_by_name():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", text))

    assert asked == {"POSTGRES_PASSWORD", "SITE"}
    assert asked <= example_names()
