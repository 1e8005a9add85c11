"""How much of a file is read before it is refused."""

from dataclasses import dataclass

MB = 1_000_000
FORM = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one uploaded file: sizes in bytes, texts in characters.

    `ratio` is what a part may grow to against its packed size, once it is bigger than
    `ratio_after`. `tags` and `records` (rows, shared strings) count the whole workbook,
    `record_tags` one record. `rows` and `columns` are those of the sheet that is read.

    A sheet of 500,000 rows with texts of 200 characters is 240 MB as xlsx. Its rows wait on the
    disk: memory does not grow with the file.
    """

    size: int = 256_000_000
    entries: int = 2_000
    expanded: int = 1_500_000_000
    ratio: int = 200
    ratio_after: int = 1_000_000
    tags: int = 160_000_000
    records: int = 10_000_000
    record_tags: int = 200_000
    rows: int = 500_000
    columns: int = 200
    cell: int = 32_767

    @property
    def upload(self) -> int:
        """How long a request with the file may be, the form around it included."""
        return self.size + FORM

    @property
    def words(self) -> str:
        """What whoever chooses a file must know."""
        return f"最大 {self.size // MB} MB，最多 {self.rows:,} 行、{self.columns} 列"
