"""A file read in pieces is the file, and no more of it is fetched than is read."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import TransportFault
from tracker.hosts.packages.ranges import RangedFile

_DATA = hashlib.shake_256(b"file").digest(200_000)


@given(
    steps=st.lists(st.tuples(st.integers(0, 210_000), st.integers(-1, 70_000)), max_size=8),
    size=st.integers(0, len(_DATA)),
)
def test_it_reads_as_the_whole_file_does(steps: list[tuple[int, int]], size: int) -> None:
    data = _DATA[:size]
    whole, pieces = io.BytesIO(data), RangedFile(size, lambda begin, end: data[begin:end])
    for place, length in steps:
        assert whole.seek(place) == pieces.seek(place)
        assert whole.read(length) == pieces.read(length)
        assert min(whole.tell(), size) == min(pieces.tell(), size)
    assert pieces.seek(-min(size, 9), io.SEEK_END) == size - min(size, 9)
    assert pieces.read() == data[-min(size, 9) :] or not size


def test_no_more_is_fetched_than_there_is_reason_to_read() -> None:
    fetched: list[int] = []

    def fetch(begin: int, end: int) -> bytes:
        fetched.append(end - begin)
        return bytes(end - begin)

    file = RangedFile(10**12, fetch)
    file.seek(0)
    with pytest.raises(TransportFault):
        file.read()
    assert not fetched

    def everywhere() -> None:
        for place in range(0, 10**9, 10**6):
            file.seek(place)
            file.read(10)

    with pytest.raises(TransportFault):
        everywhere()
    assert sum(fetched) <= 4_000_000
