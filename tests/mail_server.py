"""A real mail server of a test's own, to which the program sends."""

import socket
from asyncio import AbstractServer
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class MailServer(Controller):
    """Listens on a port that is its own from the beginning, so that no test beside it can take it."""

    def __init__(self, handler: Any):
        self._socket = socket.create_server(("127.0.0.1", 0))
        hostname, port = self._socket.getsockname()
        super().__init__(handler, hostname=hostname, port=port)

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextmanager
def mail_server(handler: Any, settings: Any) -> Iterator[None]:
    """Run a server that does as its handler says, and let the program send to it."""
    server = MailServer(handler)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = server.hostname, server.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        yield
    finally:
        server.stop()
