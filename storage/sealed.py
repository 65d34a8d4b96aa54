"""A sealed stream: nobody reads or changes it without the passphrase, and its end is known.

Libsodium's secretstream (XChaCha20-Poly1305): every message is authenticated together with its
place, the last one says that it is the last. The key is made of the passphrase by Argon2id. One
message is in memory at a time.

    MAGIC | 4 bytes: length of the head | head (JSON, readable) | stream header |
    (4 bytes: length | sealed message)…
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from storage.errors import Refused

MAGIC = b"lesbeeld sealed 1\n"
MOST = 8 * 1024 * 1024
"""Bytes of one message."""
LEAST_PASSPHRASE = 12
OPERATIONS, MEMORY = 3, argon2id.MEMLIMIT_INTERACTIVE
_LONGEST_HEAD = 10_000
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class Sealing:
    """Seals messages into `out`, one after another; without `end` the whole is worth nothing."""

    def __init__(self, out: BinaryIO, passphrase: str, about: Mapping[str, str]) -> None:
        salt = secrets.token_bytes(argon2id.SALTBYTES)
        head = json.dumps({**about, "salt": salt.hex()}).encode()
        self._out = out
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._head = head
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(
            self._state, _key(passphrase, salt)
        )
        out.write(MAGIC + len(head).to_bytes(4, "big") + head + header)

    def add(self, message: bytes) -> None:
        """Seal one message of at most `MOST` bytes. ValueError when it is longer."""
        self._push(message, _MESSAGE)

    def end(self) -> None:
        """Say that this is all: what is cut off before it is then seen."""
        self._push(b"", _FINAL)

    def _push(self, message: bytes, tag: int) -> None:
        if len(message) > MOST:
            raise ValueError(f"a message of {len(message)} bytes")
        sealed = bindings.crypto_secretstream_xchacha20poly1305_push(
            self._state, message, self._head, tag
        )
        self._out.write(len(sealed).to_bytes(4, "big") + sealed)


def head_of(source: BinaryIO) -> dict[str, Any]:
    """Read what stands open before the seal. Refused when this is no sealed stream."""
    return _head(source)[1]


def opened(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """Yield each message. Refused at the first that is not whole, not ours, or cut off.

    What was yielded before a refusal is authentic, but not everything: use nothing of it until
    the end was reached.
    """
    head, told = _head(source)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = _exactly(source, _HEADER)
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(
        state, header, _key(passphrase, bytes.fromhex(told["salt"]))
    )
    first = True
    while True:
        length = int.from_bytes(_exactly(source, 4), "big")
        if not _MORE <= length <= MOST + _MORE:
            raise Refused("refusals.backup_damaged")
        try:
            message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, _exactly(source, length), head
            )
        except CryptoError:
            key = "refusals.backup_wrong_key" if first else "refusals.backup_damaged"
            raise Refused(key) from None
        if tag == _FINAL:
            if source.read(1):
                raise Refused("refusals.backup_damaged")
            return
        first = False
        yield message


def _head(source: BinaryIO) -> tuple[bytes, dict[str, Any]]:
    if source.read(len(MAGIC)) != MAGIC:
        raise Refused("refusals.no_backup")
    length = int.from_bytes(_exactly(source, 4), "big")
    if length > _LONGEST_HEAD:
        raise Refused("refusals.backup_damaged")
    head = _exactly(source, length)
    try:
        told = json.loads(head)
        salt = bytes.fromhex(told["salt"])
    except (ValueError, KeyError, TypeError):
        raise Refused("refusals.backup_damaged") from None
    if len(salt) != argon2id.SALTBYTES:
        raise Refused("refusals.backup_damaged")
    return head, told


def _exactly(source: BinaryIO, length: int) -> bytes:
    found = source.read(length)
    if len(found) != length:
        raise Refused("refusals.backup_cut_off")
    return found


def _key(passphrase: str, salt: bytes) -> bytes:
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refused("refusals.backup_short_key", least=LEAST_PASSPHRASE)
    return argon2id.kdf(
        bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES,
        passphrase.encode(),
        salt,
        opslimit=OPERATIONS,
        memlimit=MEMORY,
    )
