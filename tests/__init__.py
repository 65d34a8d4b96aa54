"""Tests: sentences of the domain, in the same tree as the code they are about."""
