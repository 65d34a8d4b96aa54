"""Whether bytes lie encrypted, as far as that can be seen from here."""

import os
from pathlib import Path


def disk_encrypts(folder: Path, sys: Path = Path("/sys")) -> bool | None:
    """Whether the disk below a folder is encrypted as a whole (dm-crypt, LUKS).

    None where this machine cannot see it: another system than Linux, a network disk, a file system
    of several disks, a virtual disk that whoever runs the machine may encrypt. False when every
    layer that can be seen is plain; what lies below a virtual disk stays unseen then too.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    number = there.stat().st_dev
    device = sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    return _encrypts(device.resolve()) if device.exists() else None


def _encrypts(device: Path) -> bool:
    """Whether this layer is encrypted, or each of those it is made of."""
    kind = device / "dm" / "uuid"
    if kind.exists() and kind.read_text().startswith("CRYPT-"):
        return True
    below = device / "slaves"
    if (device / "partition").exists():
        below = device.parent / "slaves"
    made_of = sorted(below.iterdir()) if below.is_dir() else []
    return bool(made_of) and all(_encrypts(each.resolve()) for each in made_of)
