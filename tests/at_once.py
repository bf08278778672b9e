"""Several runs at the same moment, in threads with connections of their own, and the wait for a lock."""

import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection


def at_once(*runs: Callable[[], Any]) -> list[BaseException]:
    """Run each in a thread of its own, all let go at the same moment; what went wrong."""
    gate, errors = Barrier(len(runs)), []

    def go(run: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            run()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=go, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def somebody_waits() -> None:
    """Returns once somebody waits for a lock."""
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("Nobody waits for a lock.")
