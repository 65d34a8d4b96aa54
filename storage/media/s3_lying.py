"""What lies in a bucket: objects, earlier versions, delete markers and unfinished uploads."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from storage.media.lying import Lying, Shape
from storage.media.s3_errors import said

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


class S3Lying:
    """The part of an S3Store that looks at everything and removes it one by one."""

    bucket: str
    client: "S3Client"

    def full(self, key: str) -> str:
        """The key inside the bucket."""
        raise NotImplementedError

    def abort(self, key: str, upload: str) -> None:
        """Throw away a multipart upload."""
        raise NotImplementedError

    def _key(self, name: str) -> str:
        raise NotImplementedError

    def _delete(self, versions: Iterable[tuple[str, str]]) -> None:
        raise NotImplementedError

    def lying(self) -> Iterator[Lying]:
        """Everything, a page of the server's at a time."""
        with said("everything"):
            yield from self._lying()

    def _lying(self) -> Iterator[Lying]:
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self.full("")):
            for each in page.get("Versions", ()):
                shape = Shape.object if each["IsLatest"] else Shape.version
                yield Lying(self._key(each["Key"]), each["LastModified"], shape, each["VersionId"])
            for marker in page.get("DeleteMarkers", ()):
                yield Lying(
                    self._key(marker["Key"]),
                    marker["LastModified"],
                    Shape.marker,
                    marker["VersionId"],
                )
        uploads = self.client.get_paginator("list_multipart_uploads")
        for found in uploads.paginate(Bucket=self.bucket, Prefix=self.full("")):
            for begun in found.get("Uploads", ()):
                yield Lying(
                    self._key(begun["Key"]), begun["Initiated"], Shape.upload, begun["UploadId"]
                )

    def remove(self, lying: Lying) -> None:
        """Remove this one thing. StillThere when the store refuses."""
        if lying.shape is Shape.upload:
            self.abort(lying.key, lying.mark)
        else:
            with said(lying.key):
                self._delete([(lying.key, lying.mark)])
