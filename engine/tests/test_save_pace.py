"""When the state of a training is saved."""

from itertools import pairwise

import pytest

from polyvia_engine import state
from polyvia_engine.state import SavePace


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(state, "time", clock)
    return clock


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("cost", [0.001, 1.0, 5.7, 60.0])
def test_saving_takes_at_most_its_share(clock: Clock, cost: float, share: float) -> None:
    """A training of steps of 0.4 s: after the first save, whose cost is a guess, no save comes too early."""
    pace = SavePace({"seconds": 30, "share": share}, size=1_400_000_000)
    saves: list[float] = []
    while len(saves) < 5:
        clock.now += 0.4
        if pace.due:
            saves.append(clock.now)
            clock.now += cost
            pace.saved(cost)
    waits = [later - earlier for earlier, later in pairwise(saves)]
    assert min(waits) >= 30
    assert all(cost / wait <= share + 1e-9 for wait in waits)
    # Nor much later than that, or than asked for.
    assert max(waits) <= max(30 + cost, cost / share) + 0.8


def test_before_the_first_save_its_size_is_the_guess(clock: Clock) -> None:
    small, large = (SavePace({"seconds": 30, "share": 0.02}, size) for size in (1_000_000, 1_400_000_000))
    clock.now = 30
    assert small.due
    assert not large.due
    clock.now = 343  # 7 s at 200 MB/s are 2 % of 350 s
    assert large.due


def test_zero_seconds_of_the_whole_time_is_every_step(clock: Clock) -> None:
    pace = SavePace({"seconds": 0, "share": 1}, size=1_400_000_000)
    pace.saved(60)
    assert pace.due
