"""One coaching cycle as a table of steps (rows 1 to 21), with its guards as sentences."""

from storage.rules.steps import Effect, Event, State, Unusable, Who, step_of, whose_turn

__all__ = ["Effect", "Event", "State", "Unusable", "Who", "step_of", "whose_turn"]
