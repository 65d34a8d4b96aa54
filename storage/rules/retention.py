"""When what is kept must go: the same answer for the screen, the dry run and the sweep."""

from storage.rules.retention_words import Clock, Holding, Kind, Policy, RetentionRule, Trigger

__all__ = ["Clock", "Holding", "Kind", "Policy", "RetentionRule", "Trigger"]
