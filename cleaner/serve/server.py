"""Serve archives to this machine's own browser."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import ConfigError
from cleaner.serve.shelf import Shelf

if TYPE_CHECKING:
    from uvicorn import Server

ADDRESS = "127.0.0.1"
BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up: where it listens, the secret part of its addresses, what it serves."""

    port: int
    prefix: str
    shelf: Shelf

    @property
    def url(self) -> str:
        """The address of the list, with its token."""
        return f"http://{ADDRESS}:{self.port}{self.prefix}"

    def wait(self) -> None:
        """Wait until the index is built. Raises the error that its building ended with."""
        self.shelf.wait()


def serve(shelf: Shelf, port: int, announce: Callable[[Running], None], *, judge: bool = False) -> None:
    """Serve until the process is interrupted; `announce` hears the address as soon as it can be opened.

    Port 0 is any that is free. Raises ConfigError where the port is taken, KeyboardInterrupt at the end, and the error
    that the first building of the index ended with.
    """
    with _listening(port) as listener:
        server, running = _server(shelf, listener, judge=judge)
        announce(running)
        threading.Thread(target=_stop_on_error, args=(shelf, server), daemon=True, name="watch").start()
        server.run(sockets=[listener])
    if shelf.error:
        raise shelf.error


@contextmanager
def running(archives: Sequence[Path], index: Path | None = None, *, judge: bool = False) -> Iterator[Running]:
    """A server in a thread of its own, for as long as the block lasts."""
    with _listening(0) as listener:
        server, found = _server(Shelf(archives, index), listener, judge=judge)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server")
        thread.start()
        try:
            yield found
        finally:
            server.should_exit = True
            thread.join()


def _server(shelf: Shelf, listener: socket.socket, *, judge: bool) -> tuple[Server, Running]:
    import uvicorn

    from cleaner.serve.app import application
    from cleaner.serve.pages import warm

    threading.Thread(target=warm, daemon=True, name="warm").start()
    token = secrets.token_urlsafe(24)
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        application(shelf, port, token, judge=judge),
        access_log=False,  # addresses hold the token
        log_level="error",
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config), Running(port, f"/{token}/", shelf)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
        except (OSError, OverflowError) as error:
            raise ConfigError(f"--port {port}: {error}; choose another, or none for any that is free") from error
        listener.listen(BACKLOG)
        yield listener


def _stop_on_error(shelf: Shelf, server: Server) -> None:
    """End the server where its index cannot be built: it would have nothing to show."""
    try:
        shelf.wait()
    except Exception:  # noqa: BLE001 - whatever it is, `serve` raises it from the main thread
        server.should_exit = True
