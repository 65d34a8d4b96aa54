"""The programme's memory: records, the rules for them, the acts that change them, the media."""

from storage import sqlite

sqlite.choose_library()
