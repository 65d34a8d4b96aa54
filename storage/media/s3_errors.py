"""What an S3 server or the network says, as our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from storage.media.store import StoreError, StoreFull, StoreMissing

_MISSING = {"404", "NoSuchKey", "NoSuchUpload", "NotFound"}
_FULL = {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"}


@contextmanager
def said(key: str) -> Iterator[None]:
    """Turn what the server or the network says into our own errors."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _MISSING:
            raise StoreMissing(f"nothing is stored under {key}") from error
        if code in _FULL:
            raise StoreFull from error
        raise StoreError(f"the store answered {code} for {key}") from error
    except BotoCoreError as error:
        raise StoreError(f"the store cannot be reached: {type(error).__name__}") from error
