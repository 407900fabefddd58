"""What the workbench and the desk are told; the roll-up has pages of its own."""

from consultation.waiting import WAITING
from office.web.work_queue import register

register(WAITING)
