"""Going on with a phone: a square that holds the address of the screen, and nothing else."""

import re
from pathlib import Path

import pytest
import segno

from review_app.parts.phone_code import BORDER, PhoneCode, phone_code
from tests.conftest import forget


def at(address: str, monkeypatch: pytest.MonkeyPatch) -> PhoneCode:
    monkeypatch.setenv("LESBEELD_BASE_URL", address)
    forget()
    return phone_code("/recordings")


def modules(code: PhoneCode) -> list[list[int]]:
    """The drawing as a browser fills it: row by row, 1 where it is dark."""
    square = [[0] * code.size for _ in range(code.size)]
    for x, y, wide, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.drawing):
        assert wide == back
        square[int(y)][int(x) : int(x) + int(wide)] = [1] * int(wide)
    return square


@pytest.mark.parametrize("base", ["https://lesbeeld.school.example", "http://192.168.1.20:8501/"])
def test_the_square_holds_the_address_of_the_screen_and_no_more(
    home: Path, monkeypatch: pytest.MonkeyPatch, base: str
):
    code = at(base, monkeypatch)
    assert code.address == f"{base.rstrip('/')}/recordings"
    read = segno.make(code.address, error="m", micro=False)
    assert modules(code) == [list(row) for row in read.matrix_iter(border=BORDER)]


@pytest.mark.parametrize(
    "base",
    ["http://localhost:8501", "http://127.0.0.1:8501", "http://[::1]:8501", "http://0.0.0.0:8501"],
)
def test_an_address_of_this_computer_alone_gives_no_square(
    home: Path, monkeypatch: pytest.MonkeyPatch, base: str
):
    code = at(base, monkeypatch)
    assert (code.address, code.drawing) == (f"{base}/recordings", "")
