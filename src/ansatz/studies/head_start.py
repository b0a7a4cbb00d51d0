"""A head start for streams, so that a budget in minutes begins with learning and not with starting processes.

opener = HeadStart(partial(LiveStream, config.stream))
trainer = Trainer(config, out, open_stream=opener)
opener.prepare(trainer.position)          # waits for the first batch
trainer.train(minutes=10)
"""

from collections.abc import Callable, Iterator
from typing import Self

from ansatz.data.stream import Batch, BatchStream

OpenStream = Callable[[tuple[int, int]], BatchStream]


class HeadStart:
    """Opens a stream ahead of its use, once for each `prepare`, and is that stream for whoever opens it."""

    def __init__(self, open_stream: OpenStream) -> None:
        self._open = open_stream
        self.position = (0, 0)

    def prepare(self, position: tuple[int, int]) -> None:
        """Open the stream at a position and make its first batch."""
        self.position = position
        self._stream = self._open(position)
        self._stream.__enter__()
        try:
            self._batches = iter(self._stream)
            self._first = next(self._batches), self._stream.position
        except BaseException:  # Ctrl-C too: its processes must not live on
            self._stream.__exit__(None, None, None)
            raise

    def __call__(self, position: tuple[int, int]) -> Self:
        assert position == self.position, "prepare the stream at the position where it will be opened"
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.__exit__(*error)

    def __iter__(self) -> Iterator[Batch]:
        batch, self.position = self._first
        yield batch
        for batch in self._batches:
            self.position = self._stream.position
            yield batch
