"""Who may do what, as one table that can be read aloud."""

from storage.rules.access_words import Act, Asker, Thing, Verdict
from storage.rules.roles import Role

__all__ = ["Act", "Asker", "Role", "Thing", "Verdict"]
