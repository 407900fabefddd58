"""What the workbench, the desk and a case's page are told; all else has pages of its own."""

from cases.loop.page.case_links import offer
from decisions.budget import worklist as budget_waiting
from decisions.opinions import worklist as draft_waiting
from decisions.projects import worklist as project_waiting
from decisions.projects.page.case_links import project_offers
from office.web.work_queue import register

register(project_waiting.WAITING)
register(budget_waiting.WAITING)
register(draft_waiting.WAITING)
offer(project_offers)
