"""The collector of cyclic garbage, switched off where it only costs time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """For a stretch of seconds that makes very many objects and no cycles; also a decorator.

    The objects live to the end of the stretch, and the collector would walk over all of them again and again:
    a seventh of the time of a document, a quarter of that of a large import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect(0)  # all that is left is young; a full walk would cost as much again
