"""What the workbench, the desk and a case's page are told; all else has pages of its own."""

from cases.loop.page.case_links import offer
from decisions import project_waiting
from decisions.budget import worklist as budget_waiting
from decisions.opinions import worklist as draft_waiting
from decisions.project_offers import project_offers
from office.web.work_queue import register

register(project_waiting.WAITING)
register(budget_waiting.WAITING)
register(draft_waiting.WAITING)
offer(project_offers)
