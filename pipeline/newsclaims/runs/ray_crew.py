"""Workers on a Ray cluster: an actor a core, and in it the same worker process as on one machine.

Reading order: `RayCrew`, `_RayHand` (the driver's side), `Host` (the actor).

Ray is given no articles to retry: an article that kills its process kills the one that the actor started, and the actor
says so; the ledger is the driver's, as ever. What Ray tells of is a machine that is gone: its shard waits again, and
nobody is blamed. Nodes need newsclaims installed, and a place that all of them and the driver reach.
"""

from __future__ import annotations

import contextlib
import importlib
import queue
import threading
from typing import Any

from newsclaims.errors import UsageError
from newsclaims.runs.ledger import Fall
from newsclaims.runs.messages import Task
from newsclaims.runs.pool import Gone, Hand, Worker
from newsclaims.runs.settings import Settings

_WAIT = 5.0  # seconds that an actor waits for something to tell


class RayCrew:
    """A `Crew` on the cluster at an address ("auto", "ray://host:port"; None starts one here)."""

    def __init__(self, place: str, engine: str, settings: Settings, *, address: str | None) -> None:
        try:
            self._ray: Any = importlib.import_module("ray")
        except ImportError as error:
            raise UsageError(
                "Ray is not installed.", where="--engine ray", mend="pip install 'newsclaims[ray]'."
            ) from error
        try:
            self._ray.init(address=address, ignore_reinit_error=True, log_to_driver=False)
        except (ConnectionError, ValueError) as error:
            mend = "Start it: ray start --head."
            raise UsageError(f"no cluster is there: {error}.", where="--address", mend=mend) from error
        self._about = (place, engine, settings)
        # An actor that is gone stays gone: the driver hires another. One call waits for news while others give orders.
        self._host = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0, max_concurrency=4)(Host)

    def __enter__(self) -> RayCrew:
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def default_jobs(self) -> int:
        """A worker for each core of the cluster but one, which the cluster's own processes need."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)) - 1)

    def hire(self, events: queue.Queue[Any]) -> Hand:
        """A new actor; it is ready when the cluster has room for it."""
        return _RayHand(self._ray, self._host.remote(*self._about), events)

    def old_falls(self) -> list[Fall]:
        """None are known: what a driver that was killed had at work is worked again."""
        return []


class _RayHand(Hand):
    """A worker on the cluster."""

    def __init__(self, ray: Any, host: Any, events: queue.Queue[Any]) -> None:
        super().__init__()
        self._ray, self._host = ray, host
        self._listener = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._listener.start()

    def give(self, task: Task) -> None:
        self.task, self.at = task, None
        self._host.give.remote(task)

    def close(self) -> None:
        self.closing = True
        self._host.close.remote()

    def kill(self) -> None:
        self._host.kill.remote()

    def bury(self) -> None:
        with contextlib.suppress(Exception):  # it is gone already, or the cluster is
            self._ray.kill(self._host)
        self._listener.join(_WAIT)  # whoever still asks when the cluster is left would join it again

    def _listen(self, events: queue.Queue[Any]) -> None:
        try:
            while True:
                for message in self._ray.get(self._host.news.remote()):
                    events.put((self, message))
                    if isinstance(message, Gone):
                        return
        except Exception:  # noqa: BLE001 - whatever Ray says, the actor is not to be had any more
            events.put((self, Gone(0, with_node=True)))


class Host:
    """The actor: keeps one worker process on its node, and hands on what it says."""

    def __init__(self, place: str, engine: str, settings: Settings) -> None:
        self._events: queue.Queue[Any] = queue.Queue()
        self._worker = Worker(place, engine, settings, self._events, None)

    def give(self, task: Task) -> None:
        """Hand a shard to the process."""
        self._worker.give(task)

    def close(self) -> None:
        """Let the process end."""
        self._worker.close()

    def kill(self) -> None:
        """End the process."""
        self._worker.kill()

    def news(self) -> list[Any]:
        """What the process has said since, after a while nothing."""
        with contextlib.suppress(queue.Empty):
            told = [self._events.get(timeout=_WAIT)[1]]
            while not self._events.empty():
                told.append(self._events.get()[1])
            return told
        return []
