"""Rounds in which every contender has its turn, and a verdict on the ratio of two of them."""

import gc
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Contender:
    """`prepare` is not timed; what it returns is given to `run`."""

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None


@dataclass(frozen=True, slots=True)
class Target:
    """`first` / `second` as a median over rounds must not be above `limit`, or below it if `at_least`."""

    first: str
    second: str
    limit: float
    at_least: bool = False


#: seconds of each round by the name of the contender
Times = dict[str, list[float]]


def interleaved(contenders: Sequence[Contender], *, rounds: int, warm_ups: int = 1) -> Times:
    """Wall seconds; the order turns with every round, so that nobody always comes after the same one."""
    times: Times = {contender.name: [] for contender in contenders}
    for number in range(-warm_ups, rounds):
        start = number % len(contenders)
        for contender in (*contenders[start:], *contenders[:start]):
            seconds = timed(contender)
            if number >= 0:
                times[contender.name].append(seconds)
    return times


def timed(contender: Contender) -> float:
    prepared = contender.prepare()
    gc.collect()  # nobody pays for the garbage of the one before
    begin = perf_counter()
    contender.run(prepared)
    return perf_counter() - begin


def ratio(times: Times, first: str, second: str) -> float:
    """The median of the ratios of single rounds: a slow minute of the machine falls on both."""
    return median(a / b for a, b in zip(times[first], times[second], strict=True))


def report(title: str, times: Times, targets: Sequence[Target], *, unit: str = "s") -> int:
    """Print the figures; 1 if a target is missed, else 0."""
    scale = {"s": 1, "ms": 1000}[unit]
    print(f"\n{title}\n{machine()}")
    for name, seconds in times.items():
        low, mid, high = (scale * each for each in (min(seconds), median(seconds), max(seconds)))
        print(f"  {name:<44} {mid:9.3f} {unit}   ({low:.3f}–{high:.3f}, rounds: {len(seconds)})")
    return max([_verdict(times, target) for target in targets], default=0)


def _verdict(times: Times, target: Target) -> int:
    found = ratio(times, target.first, target.second)
    met = found >= target.limit if target.at_least else found <= target.limit
    sign = "≥" if target.at_least else "≤"
    word = "met" if met else "MISSED"
    print(f"  {target.first} / {target.second} = {found:.2f}, target {sign} {target.limit:.2f}: {word}")
    return 0 if met else 1


def machine() -> str:
    """What a figure cannot be read without: processor, cores, and who else was at work."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[0]
    return (
        f"  {names[0] if names else platform.processor()}, cores: {os.cpu_count()},"
        f" Python {platform.python_version()}, load {load:.1f}"
    )
