#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it finds or starts the embedded servers."""

import os
import sys

from tools.local import local_services


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "feixian.settings")
    with local_services():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        # The reader of a pipe (`… | head`) has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
