"""What the workbench and the desk are told; the roll-up has pages of its own."""

from consultation.waiting import rollup_tiles
from office.workbench import register, register_for_desk

register(rollup_tiles)
register_for_desk(rollup_tiles)
