"""A bucket on an S3-compatible server, through boto3; credentials from the usual AWS variables.

Deleting means all versions, delete markers and open multipart uploads, and then looking again:
on a bucket that keeps versions a plain delete hides a film without removing it.
"""

import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from storage.media.s3_errors import said
from storage.media.s3_incoming import PART_BYTES, Part, S3Incoming, drop_stale_tails
from storage.media.s3_lying import S3Lying
from storage.media.store import (
    BLOCK,
    Blob,
    Incoming,
    Removed,
    StillThere,
    StoreError,
    StoreMissing,
    Summing,
    check_key,
    check_prefix,
    check_range,
    covers,
    media_type,
    room,
    summed,
)

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import ObjectIdentifierTypeDef

NOT_ENCRYPTED = {"ServerSideEncryptionConfigurationNotFoundError", "NoSuchEncryptionConfiguration"}


class S3Store(S3Lying):
    """The MediaStore in a bucket, under a prefix; tails and copies for tools lie in `home`."""

    in_one_go = BLOCK

    def __init__(self, bucket: str, prefix: str, endpoint: str | None, home: Path) -> None:
        self.bucket = bucket
        self.tails = home / "incoming"
        self._above = f"{prefix}/" if prefix else ""
        self._work = home / "work"
        # Older servers do not know the checksums boto3 adds by itself; ours is the sha256.
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        self.client: S3Client = boto3.client("s3", endpoint_url=endpoint, config=config)

    def put(self, key: str, source: BinaryIO) -> Blob:
        """Store a stream whole or not at all."""
        name, reader = self.full(check_key(key)), Summing(source)
        with said(key):
            # One thread: parts are then read in order, and the sum is the stream's.
            self.client.upload_fileobj(
                cast(BinaryIO, reader),  # it only ever reads
                self.bucket,
                name,
                ExtraArgs={"ContentType": media_type(key)},
                Config=TransferConfig(use_threads=False, multipart_chunksize=PART_BYTES),
            )
        if self.size(key) != reader.size:
            raise StoreError(f"{key} did not arrive whole")
        return reader.blob(key)

    def put_file(self, key: str, path: Path) -> Blob:
        """Store a copy of a file, whole or not at all."""
        with path.open("rb") as source:
            return self.put(key, source)

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`."""
        check_range(start, end)
        size = self.size(key)
        return self._blocks(key, start, size if end is None else min(end, size))

    def size(self, key: str) -> int:
        """Size in bytes, or StoreMissing."""
        name = self.full(check_key(key))
        with said(key):
            return self.client.head_object(Bucket=self.bucket, Key=name)["ContentLength"]

    def exists(self, key: str) -> bool:
        """Whether something lies under this key."""
        try:
            self.size(key)
        except StoreMissing:
            return False
        return True

    def blob(self, key: str) -> Blob:
        """Read everything under `key` and say what it is."""
        return summed(key, self.open(key))

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """A copy on this machine, gone afterwards."""
        name = self.full(check_key(key))
        with room():
            self._work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="copy-", dir=self._work) as folder:
            path = Path(folder) / name.rpartition("/")[2]
            # Not boto3's download: on a full disk it leaves its connections open.
            blocks = self._blocks(key, 0, self.size(key))
            with room(), closing(blocks), path.open("wb") as file:
                file.writelines(blocks)
            yield path

    def url(self, key: str, seconds: int = 300) -> str | None:
        """A signed address that stops working after `seconds`."""
        return self.client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": self.full(check_key(key)),
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=seconds,
        )

    def free_bytes(self) -> int | None:
        """None: a bucket does not say."""
        return None

    def encrypts(self) -> bool | None:
        """Whether the bucket encrypts what comes in; None when its server does not tell us.

        Amazon and those who follow it then make a key for each object, and keep it, wrapped, with
        that object: it goes when the object goes.
        """
        try:
            self.client.get_bucket_encryption(Bucket=self.bucket)
        except ClientError as error:
            plain = error.response["Error"]["Code"] in NOT_ENCRYPTED
            return False if plain else None
        return True

    def list(self, prefix: str = "") -> Iterator[str]:
        """Keys under a prefix, in order."""
        start = self.full(check_prefix(prefix) if prefix else "")
        with said(prefix):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=start):
                keys = (self._key(each["Key"]) for each in page.get("Contents", ()))
                yield from (key for key in keys if covers(prefix, key))

    def purge(self, prefix: str) -> Removed:
        """Remove every version, delete marker, open upload and tail under a prefix."""
        check_prefix(prefix)
        removed = []
        with said(prefix):
            # Uploads first: one that finishes meanwhile leaves a version, which comes next.
            for key, upload in self.uploads(prefix):
                self.abort(key, upload)
                removed.append(f"{key}@upload:{upload}")
            found = [*self._versions(prefix)]
            for at in range(0, len(found), 1000):
                self._delete(found[at : at + 1000])
            removed += [f"{key}@{version}" for key, version in found]
            self.drop_tails(prefix)
            if left := [*self.uploads(prefix), *self._versions(prefix)]:
                raise StillThere(f"{len(left)} versions are left under {prefix}")
        return removed

    def begin(self, key: str) -> Incoming:
        """Start an upload; an earlier unfinished one for this key is thrown away."""
        name = self.full(check_key(key))
        drop_stale_tails(self.tails)
        self.drop_tails(key)
        with said(key):
            for _, upload in self.uploads(key, exactly=True):
                self.abort(key, upload)
            made = self.client.create_multipart_upload(
                Bucket=self.bucket, Key=name, ContentType=media_type(key)
            )
        return S3Incoming(self, key, made["UploadId"])

    def incoming(self, key: str) -> Incoming:
        """The unfinished upload for this key, or StoreMissing."""
        check_key(key)
        with said(key):
            for _, upload in self.uploads(key, exactly=True):
                return S3Incoming(self, key, upload)
        raise StoreMissing(f"no upload in progress: {key}")

    def full(self, key: str) -> str:
        """The key inside the bucket."""
        return self._above + key

    def uploads(self, prefix: str, *, exactly: bool = False) -> Iterator[tuple[str, str]]:
        """Key and upload id of every open multipart upload."""
        pages = self.client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self.full(prefix)):
            for each in page.get("Uploads", ()):
                key = self._key(each["Key"])
                if key == prefix if exactly else covers(prefix, key):
                    yield key, each["UploadId"]

    def abort(self, key: str, upload: str) -> None:
        """Throw away a multipart upload; one that is gone already is fine."""
        try:
            with said(key):
                self.client.abort_multipart_upload(
                    Bucket=self.bucket, Key=self.full(key), UploadId=upload
                )
        except StoreMissing:
            return

    def parts(self, key: str, upload: str) -> Sequence[Part]:
        """The parts an upload has so far, in order."""
        pages = self.client.get_paginator("list_parts")
        with said(key):
            return [
                Part(each["PartNumber"], each["Size"], each["ETag"])
                for page in pages.paginate(Bucket=self.bucket, Key=self.full(key), UploadId=upload)
                for each in page.get("Parts", ())
            ]

    def send(self, key: str, upload: str, number: int, part: Path) -> None:
        """Add one part to an upload."""
        with said(key), part.open("rb") as body:
            self.client.upload_part(
                Bucket=self.bucket,
                Key=self.full(key),
                UploadId=upload,
                PartNumber=number,
                Body=body,
            )

    def complete(self, key: str, upload: str) -> None:
        """Make the parts of an upload the object under `key`."""
        parts = self.parts(key, upload)
        with said(key):
            self.client.complete_multipart_upload(
                Bucket=self.bucket,
                Key=self.full(key),
                UploadId=upload,
                MultipartUpload={
                    "Parts": [{"PartNumber": each.number, "ETag": each.mark} for each in parts]
                },
            )

    def drop_tails(self, prefix: str) -> None:
        """Remove what this machine keeps of unfinished uploads under a prefix."""
        start = self.tails / prefix
        for tail in start.parent.glob(f"{start.name}~*"):
            tail.unlink(missing_ok=True)
        if start.is_dir():
            shutil.rmtree(start)

    def _blocks(self, key: str, start: int, end: int) -> Generator[bytes, None, None]:
        if start >= end:
            return
        with said(key):
            answer = self.client.get_object(
                Bucket=self.bucket, Key=self.full(key), Range=f"bytes={start}-{end - 1}"
            )
            with closing(answer["Body"]) as body:
                yield from body.iter_chunks(BLOCK)

    def _versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self.full(prefix)):
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                if covers(prefix, key := self._key(each["Key"])):
                    yield key, each["VersionId"]

    def _delete(self, versions: Iterable[tuple[str, str]]) -> None:
        these: list[ObjectIdentifierTypeDef] = [
            {"Key": self.full(key), "VersionId": version} for key, version in versions
        ]
        answer = self.client.delete_objects(
            Bucket=self.bucket, Delete={"Objects": these, "Quiet": True}
        )
        if errors := answer.get("Errors"):
            raise StillThere(f"{len(errors)} versions refused to go: {errors[0].get('Code')}")

    def _key(self, name: str) -> str:
        return name.removeprefix(self._above)
