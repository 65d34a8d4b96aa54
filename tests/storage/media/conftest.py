"""Both stores, one after the other, and a disk that is soon full."""

import resource
from collections.abc import Iterator

import pytest

from storage.media import MediaStore
from storage.media.s3 import S3Store


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest) -> MediaStore:
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def bucket(s3_store: MediaStore) -> S3Store:
    assert isinstance(s3_store, S3Store)
    return s3_store


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file may grow beyond 3 MB: what a full disk looks like, for real, to this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
    yield 3_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
