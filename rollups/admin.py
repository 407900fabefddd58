"""What the workbench and the desk are told; the roll-up has pages of its own."""

from office.web.work_queue import register
from rollups.reports.worklist import WAITING

register(WAITING)
