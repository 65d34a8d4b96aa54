"""Whether bytes lie encrypted is told as far as it is seen, and never more than that."""

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from storage.media.at_rest import disk_encrypts
from storage.media.local import LocalStore
from storage.media.s3 import S3Store


class Machine:
    """What Linux tells of its disks in /sys, drawn in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "dev" / "block").mkdir(parents=True)

    def device(self, name: str, *made_of: str, uuid: str | None = None) -> Path:
        device = self.root / "block" / name
        (device / "slaves").mkdir(parents=True)
        for each in made_of:
            (device / "slaves" / each).symlink_to(self.root / "block" / each)
        if uuid:
            (device / "dm").mkdir()
            (device / "dm" / "uuid").write_text(f"{uuid}\n")
        return device

    def holds(self, folder: Path, device: Path) -> None:
        number = folder.stat().st_dev
        link = self.root / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
        link.symlink_to(device)


@pytest.fixture
def sys(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "sys")


def test_a_disk_this_machine_does_not_know_is_unseen(sys: Machine, tmp_path: Path):
    assert disk_encrypts(tmp_path, sys.root) is None


def test_a_plain_disk_and_a_part_of_it_are_plain(sys: Machine, tmp_path: Path):
    part = sys.device("sda") / "sda1"
    part.mkdir()
    (part / "partition").write_text("1\n")
    sys.holds(tmp_path, part)
    assert disk_encrypts(tmp_path / "not" / "there" / "yet", sys.root) is False


def test_a_volume_on_an_encrypted_disk_is_encrypted(sys: Machine, tmp_path: Path):
    sys.device("sda")
    sys.device("dm-0", "sda", uuid="CRYPT-LUKS2-7d0f-school")
    sys.holds(tmp_path, sys.device("dm-1", "dm-0", uuid="LVM-school"))
    assert disk_encrypts(tmp_path, sys.root) is True


def test_a_volume_of_which_one_disk_is_plain_is_plain(sys: Machine, tmp_path: Path):
    sys.device("sda")
    sys.device("sdb")
    sys.device("dm-0", "sda", uuid="CRYPT-LUKS2-7d0f-school")
    sys.holds(tmp_path, sys.device("dm-1", "dm-0", "sdb", uuid="LVM-school"))
    assert disk_encrypts(tmp_path, sys.root) is False


def test_the_store_in_a_folder_tells_of_its_disk(local_store: LocalStore):
    assert local_store.encrypts() == disk_encrypts(local_store._root)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("ServerSideEncryptionConfigurationNotFoundError", False),
        ("NotImplemented", None),
        ("AccessDenied", None),
    ],
)
def test_a_bucket_tells_whether_it_encrypts(
    code: str, says: bool | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "invented")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    store = S3Store("lessons", "", "http://127.0.0.1:1", tmp_path)

    def answers(**_asked: object) -> object:
        raise ClientError({"Error": {"Code": code}}, "GetBucketEncryption")

    monkeypatch.setattr(store.client, "get_bucket_encryption", answers)
    assert store.encrypts() is says
    monkeypatch.setattr(store.client, "get_bucket_encryption", lambda **_asked: {"Rules": []})
    assert store.encrypts() is True


def test_a_real_bucket_is_asked_in_a_way_it_understands(s3_store: S3Store):
    assert s3_store.encrypts() in (True, False, None)
