"""Repeated keys and unknown references, against the slow and obvious way."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.caseload.record.keys import repeated, unknown

TEXT = st.text("abé", max_size=12)
CHUNKS = st.lists(st.lists(st.none() | TEXT, max_size=20), max_size=4)


@given(CHUNKS)
def test_keys_that_repeat_are_exactly_those_counted_twice(chunks: list[list[str | None]]) -> None:
    counted = Counter(key for chunk in chunks for key in chunk if key is not None)
    keys = pa.chunked_array(chunks, pa.string())
    assert sorted(repeated(keys).to_pylist()) == sorted(k for k, n in counted.items() if n > 1)


@given(CHUNKS, st.integers(0, 5))
def test_a_slice_of_a_column_is_looked_at_alone(chunks: list[list[str | None]], skip: int) -> None:
    keys = pa.chunked_array(chunks, pa.string()).slice(skip)
    counted = Counter(key for key in keys.to_pylist() if key is not None)
    assert sorted(repeated(keys).to_pylist()) == sorted(k for k, n in counted.items() if n > 1)


@given(st.lists(TEXT), st.lists(TEXT))
def test_unknown_references_are_those_not_in_the_list(held: list[str], known: list[str]) -> None:
    found = unknown(pa.chunked_array([held], pa.string()), pa.chunked_array([known], pa.string()))
    assert found.to_pylist() == [each not in known for each in held]
