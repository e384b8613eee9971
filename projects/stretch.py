"""What a server process remembers of a project's newest events, once for all who listen."""

from bisect import bisect_right
from typing import NamedTuple

from projects.messages import Happening, Sight, tell

ROOM = 2**23  # bytes of events that are remembered of a project
PIECE = 2**16  # bytes of events that one message carries at most, unless one event is larger


class News(NamedTuple):
    """Events in their order, which are all up to and with the number `last`."""

    events: list[Happening]
    last: int


class Stretch:
    """The newest events of one project: all after the number `floor`, up to and with `last`.

    `turn` is the number of the last event that may have changed who sees what.
    """

    def __init__(self, last: int) -> None:
        self.floor = self.last = self.turn = last
        self.events: list[Happening] = []
        self.size = 0
        self._pieces: dict[tuple[Sight, int], tuple[int, bytes]] = {}

    def extend(self, news: News) -> None:
        """Take in what has happened since; forget the oldest when it becomes too much."""
        fresh = [event for event in news.events if event.seq > self.last]
        self.events += fresh
        self.size += sum(len(event.content) for event in fresh)
        self.last = max(self.last, news.last)
        self.turn = max([self.turn, *(event.seq for event in fresh if event.turns)])
        self._pieces.clear()
        gone = 0
        while self.size > ROOM and gone < len(self.events) - 1:
            self.size -= len(self.events[gone].content)
            self.floor = self.events[gone].seq
            gone += 1
        del self.events[:gone]

    def piece(self, sight: Sight, after: int) -> tuple[int, bytes]:
        """What is told to such eyes after a number, and the number that it leads to."""
        known = self._pieces.get((sight, after))
        if known is None:
            known = self._pieces[sight, after] = self._cut(sight, after)
        return known

    def _cut(self, sight: Sight, after: int) -> tuple[int, bytes]:
        begin = end = bisect_right(self.events, after, key=lambda event: event.seq)
        size = 0
        while end < len(self.events) and (size == 0 or size + len(self.events[end].content) <= PIECE):
            size += len(self.events[end].content)
            end += 1
        last = self.last if end == len(self.events) else self.events[end - 1].seq
        return last, tell(sight, self.events[begin:end], after, last).framed
