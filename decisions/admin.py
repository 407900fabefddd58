"""What the workbench and the desk are told; ballots have pages of their own."""

from decisions import ballot_waiting
from office.workbench import register

register(ballot_waiting.WAITING)
