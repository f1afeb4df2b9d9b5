"""The embedded queue: messages are files of a folder, each there as a whole or not at all.

Kombu's own writes a message under its last name, so a worker may read the half of it and end.
"""

from __future__ import annotations

import contextlib
import logging
import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


def _write(name: Path, text: str) -> Path:
    """Write under a name no reader looks for."""
    half = name.with_name(f".{uuid.uuid4()}.part")
    half.write_text(text)
    return half


class Channel(filesystem.Channel):
    """Kombu's, with whole files only."""

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        file: Path = self._exchange_file(exchange)
        if not file.exists():
            # Kombu would open an empty file before it locks it; whoever reads then finds no table.
            half = _write(file, "[]")
            with contextlib.suppress(FileExistsError):
                os.link(half, file)
            half.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _put(self, queue: str, payload: dict[str, Any], **_named: Any) -> None:  # type: ignore[override]  # as kombu
        file = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        try:
            _write(file, dumps(payload)).rename(file)
        except OSError as error:
            raise ChannelError(f"cannot put a message into {file.parent}") from error

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for file in sorted(Path(self.data_folder_in).iterdir()):
            if file.name.partition(".")[2] != f"{queue}.msg":
                continue
            # Of several workers one alone succeeds in renaming it; a message taken by a worker that dies is swept up.
            taken = file.with_name(f".{file.name}.taken")
            try:
                message: dict[str, Any] = loads(file.rename(taken).read_bytes())
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                logger.warning("a message of the queue cannot be read (%s)", type(error).__name__)
                continue
            finally:
                taken.unlink(missing_ok=True)
            return message
        raise Empty


class Transport(filesystem.Transport):
    """What ``filesystem://`` means here."""

    Channel = Channel
