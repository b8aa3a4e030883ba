"""Files by key in a bucket of any S3-compatible object storage. Needs boto3, an extra, so this
module is loaded by its name and only when IDEALAB_STORAGE_URL asks for it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from idealab.lib.storage import Missing, Source, StorageAway, probe

GONE = {"404", "NoSuchKey", "NotFound"}


def bucket_at(url: str) -> "Bucket":
    """`s3://bucket/prefix?endpoint=https://…&region=…`; keys and secrets come from where boto3
    looks for them (AWS_ACCESS_KEY_ID and so on)."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc:
        raise SystemExit("IDEALAB_STORAGE_URL names no bucket: s3://bucket/prefix?endpoint=…")
    return Bucket(
        parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=options.get("endpoint"),
        region=options.get("region", "us-east-1"),
    )


class Bucket:
    def __init__(self, name: str, *, prefix: str, endpoint: str | None, region: str) -> None:
        self.name = name
        self.prefix = f"{prefix}/" if prefix else ""
        self.endpoint = endpoint
        self.region = region

    @cached_property
    def client(self) -> Any:
        how = Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 3, "mode": "standard"},
            # Other vendors' storages often do not know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return boto3.client("s3", endpoint_url=self.endpoint, region_name=self.region, config=how)

    def put(self, key: str, source: Source) -> None:
        with _trouble_told():
            if isinstance(source, Path):
                with source.open("rb") as file:
                    self.client.put_object(**self._at(key), Body=file)
            else:
                self.client.put_object(**self._at(key), Body=source)

    def open_(self, key: str) -> BinaryIO:
        with _trouble_told():
            return self.client.get_object(**self._at(key))["Body"]

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="idealab-") as file:
            with _trouble_told():
                for part in self.client.get_object(**self._at(key))["Body"].iter_chunks(1 << 20):
                    file.write(part)
            file.flush()
            yield Path(file.name)

    def delete(self, key: str) -> None:
        with _trouble_told():
            self.client.delete_object(**self._at(key))

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except Missing:
            return False
        return True

    def size(self, key: str) -> int:
        with _trouble_told():
            return int(self.client.head_object(**self._at(key))["ContentLength"])

    def stale(self, folder: str, *, before: datetime) -> Iterator[str]:
        with _trouble_told():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=f"{self.prefix}{folder}/"
            )
            for page in pages:
                for entry in page.get("Contents", ()):
                    if entry["LastModified"] < before:
                        yield entry["Key"].removeprefix(self.prefix)

    def check(self) -> None:
        probe(self)

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": self.prefix + key}


@contextmanager
def _trouble_told() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in GONE:
            raise Missing(str(error)) from error
        raise StorageAway(str(error)) from error
    except (BotoCoreError, OSError) as error:
        raise StorageAway(str(error)) from error
