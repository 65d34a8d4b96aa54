"""The two people of a journey and their browsers."""

from dataclasses import dataclass

from playwright.sync_api import Page

TEACHER, COACH = "Noor Veldkamp", "Bas Hoekstra"


@dataclass
class Pair:
    """Two invited people and the cycle that is planned for them."""

    teacher_link: str
    coach_link: str
    cycle_id: str


@dataclass
class Both:
    """Their two browsers, and the browser of somebody who is nobody here."""

    teacher: Page
    coach: Page
    stranger: Page
