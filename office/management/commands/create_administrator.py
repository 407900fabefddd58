"""Creates the first three administrators of an empty portal, interactively."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError

from office.people.enums import Role
from office.people.models import User
from office.people.services.accounts import create_user, grant_role
from office.places.enums import DivisionLevel
from office.places.models.divisions import Division
from office.text.errors import ServiceError
from office.units.enums import UnitKind
from office.units.models import Unit

ROLES = {
    "system": Role.SYSTEM_ADMIN,
    "security": Role.SECURITY_ADMIN,
    "auditor": Role.AUDITOR,
    "office": Role.CONGRESS_OFFICE,
}


class Command(BaseCommand):
    help = "建管理员。系统管理员、安全管理员、审计员要由三个人分别担任。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--name", help="姓名")
        parser.add_argument("--role", choices=ROLES, default="security")
        parser.add_argument(
            "--if-none", action="store_true", help="已有账号就什么也不做"
        )

    def handle(self, **options: object) -> None:
        if options["if_none"] and User.objects.exists():
            return
        if options["if_none"] and not sys.stdin.isatty():
            self.stdout.write("还没有管理员，请运行：manage.py create_administrator")
            return
        username = str(options["username"] or input("账号："))
        name = str(options["name"] or input("姓名："))
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass("密码：")
        try:
            user = create_user(username=username, name=name, password=password, by=None)
            role = ROLES[str(options["role"])]
            grant_role(user=user, role=role, unit=_first_unit(), by=None)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已建{role.label}“{username}”。")


def _first_unit() -> Unit:
    """The county congress's own unit, created if the portal is empty."""
    county, _ = Division.objects.get_or_create(
        code="371325", defaults={"name": "费县", "level": DivisionLevel.COUNTY}
    )
    unit, _ = Unit.objects.get_or_create(
        kind=UnitKind.CONGRESS,
        name="费县人大常委会代表工作委员会",
        defaults={"short_name": "代表工委", "division": county},
    )
    return unit
