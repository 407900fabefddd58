"""What the workbench and the desk are told; ballots have pages of their own."""

from decisions.ballot_waiting import ballot_tiles
from office.workbench import register, register_for_desk

register(ballot_tiles)
register_for_desk(ballot_tiles)
