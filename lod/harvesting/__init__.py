"""What a portal's harvester would make of a DCAT catalogue, found out by reading it as that harvester does."""

from lod.harvesting.foreseeing import Action, Outcome, Problem, foresee
from lod.harvesting.harvesters import HARVESTERS, Harvester
from lod.harvesting.state import State, read_state, written

__all__ = ["HARVESTERS", "Action", "Harvester", "Outcome", "Problem", "State", "foresee", "read_state", "written"]
