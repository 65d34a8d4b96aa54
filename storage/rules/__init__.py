"""The rules, pure: plain values in, decisions out; no database, no disk, no clock."""
