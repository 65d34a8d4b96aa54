"""Machines work here: films become renditions, speech becomes transcripts."""
