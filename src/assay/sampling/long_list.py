"""What sampling needs to know about the cases of an area."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol


class LongList(Protocol):
    """Every case in an area that started in the chosen window, as columns of one length.

    Text is "" where nothing is recorded. A row that is not restricted always has a sentence
    type, a risk level, a start date, and something to tell the person by. `sex` is
    called `gender`, as on case lists, and is "male", "female" or "not recorded as male or
    female".
    """

    @property
    def file(self) -> str:
        """Name of the file."""

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, in hex."""

    @property
    def rows(self) -> Sequence[int]:
        """Row numbers as a spreadsheet shows them."""

    @property
    def crn(self) -> Sequence[str]:
        """Case reference numbers."""

    @property
    def pnc(self) -> Sequence[str]:
        """Police National Computer numbers."""

    @property
    def family_name(self) -> Sequence[str]:
        """Family names."""

    @property
    def first_name(self) -> Sequence[str]:
        """First names."""

    @property
    def date_of_birth(self) -> Sequence[dt.date | None]:
        """Dates of birth."""

    @property
    def gender(self) -> Sequence[str]:
        """Recorded sex."""

    @property
    def sentence_type(self) -> Sequence[str]:
        """Sentence types, in the words of the specifications."""

    @property
    def rosh_level(self) -> Sequence[str]:
        """Risk of serious harm: "low", "medium", "high", "very high"."""

    @property
    def start_date(self) -> Sequence[dt.date | None]:
        """First days of the sentence or licence."""

    @property
    def cluster(self) -> Sequence[str]:
        """Clusters."""

    @property
    def ldu(self) -> Sequence[str]:
        """Local delivery units."""

    @property
    def responsible_officer(self) -> Sequence[str]:
        """Names of responsible officers."""

    @property
    def aliases(self) -> Mapping[str, str]:
        """Our column name to the file's header, where the two differ."""

    @property
    def extra(self) -> Sequence[str]:
        """Headers of the file that were not used."""
