"""Serving by Granian: worker processes that share one port, obey one parent, and do not outlive it."""

import errno
import http.client
import logging
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from typing import Any

from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

log = logging.getLogger(__name__)

CONNECTIONS = 16_384  # that one worker keeps open at most: most of them listeners, who wait
GRACE = 5  # seconds that a worker may take to finish its last answers
PATIENCE = 2.0  # seconds that the workers of a killed start may take to let go of the port
WARM_UP = 60.0  # seconds within which the first answer is expected
BREATH = 0.25  # seconds between two looks at whether it is time to stop, and between two rounds of replacing workers


class AddressError(Exception):
    """The server cannot listen there; the message is one line that says why and what to do."""


def check_address(host: str, port: int) -> None:
    """Raise `AddressError` unless a server can listen at `host` and `port` now.

    Granian's workers share their port, so without this a second server would take half of the requests.
    """
    deadline = time.monotonic() + PATIENCE
    while error := _refusal(host, port):
        if error.errno != errno.EADDRINUSE:
            raise AddressError(f"Cannot serve at {host}, port {port}: {error.strerror or error}.")
        if time.monotonic() > deadline:
            raise AddressError(
                f"Port {port} is busy: another program serves there. Choose another with --port {port + 1}."
            )
        time.sleep(0.1)


def _refusal(host: str, port: int) -> OSError | None:
    """What the system says to a program that wants to listen there; None if it may."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


class Tenacious(Granian):  # type: ignore[valid-type, misc]  # its name is a variable to mypy
    """Granian that replaces dead workers for as long as it serves; by itself it ends when one dies twice in seconds."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Note that it is time to stop; the loop looks soon.

        Granian's own way sets its event here. That needs the event's lock, which the very thread that was interrupted
        may hold: then it would wait for itself for ever.
        """
        self.interrupt_signal = True
        for worker in self.wrks:  # all may be told at once, as systemd does
            worker.interrupt_by_parent = True

    def _stop_workers(self) -> None:
        super()._stop_workers()
        self.interrupt_children.clear()  # those that have died were replaced: no failure of the server

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while not self.interrupt_signal:
            self.main_loop_interrupt.clear()
            dead = [index for index, worker in enumerate(self.wrks) if not worker.is_alive()]
            self.interrupt_children.clear()
            if dead:
                self._respawn_workers(dead, spawn_target, target_loader)
                time.sleep(BREATH)
            self.main_loop_interrupt.wait(BREATH)


def serve(host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C, SIGTERM or a closed terminal; call `when_ready` once, at the first good answer."""
    open_more_files()
    get_resolver().url_patterns  # noqa: B018 - loads the whole site now: what is broken is seen here, by one process
    address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    server = Tenacious(
        "argmap.rsgi:application",
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        websockets=False,
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
        workers_kill_timeout=GRACE,
    )
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as it is under nohup
        server.on_startup(_stop_with_terminal)
    server.on_startup(lambda: _watch_for_first_answer(server, address, port, when_ready))
    os.register_at_fork(after_in_child=_heed_the_parent)
    server.serve(target_loader=_load, wrap_loader=False)


def open_more_files() -> None:
    """Let the workers have so many connections open, as far as the system allows; often it begins with 1,024."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 256 if most == resource.RLIM_INFINITY else min(CONNECTIONS + 256, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _stop_with_terminal() -> None:
    """Let a closed terminal stop the server; Granian takes that signal for a wish to reload."""
    signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))


def _heed_the_parent() -> None:
    """Let a worker, from its first moment, be stopped by its parent and not by the terminal."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until Granian sets the worker's own way; not the parent's
    # The terminal sends these to every process, but only the parent decides that it is time to stop.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})


def _load() -> Any:
    """Make a worker ready and return the application; runs in the worker, before it starts threads."""
    _heed_the_parent()  # once more: a worker that was spawned, as on macOS, was not forked
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from argmap.rsgi import application  # imported here: Django must be set up in the process that serves

    return application


def _end_with_parent() -> None:
    """End this worker as soon as its parent has ended, in whatever way; an open transaction is undone."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _watch_for_first_answer(server: Any, address: str, port: int, when_ready: Callable[[], None]) -> None:
    """Call `when_ready` from a thread of its own as soon as the server answers that it is well."""

    def watch() -> None:
        while len(server.wrks) < server.workers:  # a thread at work while workers are forked could leave locks shut
            time.sleep(0.02)
        deadline = time.monotonic() + WARM_UP
        while time.monotonic() < deadline:
            if _is_well(address, port):
                when_ready()
                return
            time.sleep(0.05)
        log.error("The server has not answered its health check for %d seconds.", WARM_UP)

    threading.Thread(target=watch, daemon=True).start()


def _is_well(address: str, port: int) -> bool:
    """Whether the server at this address answers its health check."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - the address that means all
    connection = http.client.HTTPConnection(here, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
