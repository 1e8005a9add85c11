"""What the steps of an import show: the same pages for every kind of sheet."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, url_for

from web.frame.current import runtime
from web.imports import asking, choosing, meanings, past
from web.imports import columns as chosen
from web.imports.preview import preview
from web.imports.step_words import Words
from web.imports.uploads import Upload
from web.sheets import Kind, Limits, Mapping, RawSheet
from web.sheets.lines import where


@dataclass(frozen=True, kw_only=True)
class StepPages:
    """The pages of one kind of sheet, below the path `at`, for who opens `page` and may send rows.

    `first` is the template of the first step, with what `more` gives. Without a `source` of its own
    whoever imports says it, one of the `sources` (code, name) or a new one, as a rule the `usual`.
    A `straight` one tries at once when all columns it needs are known.
    """

    kind: Kind
    page: str
    at: str
    words: Words
    prefix: str = ""
    first: str = "imports/upload.html"
    more: Callable[[], Table[str, Any]] = dict
    source: str = ""
    sources: Callable[[], Sequence[tuple[str, str]]] = tuple
    usual: str = ""
    straight: bool = False

    def url(self, step: str, token: str | None = None) -> str:
        """Give the address of another step."""
        return url_for(f".{self.prefix}{step}", token=token)

    def columns_of(self, kept: Upload) -> Mapping:
        """Give which column was taken for what."""
        return Mapping.from_dict(kept.more["mapping"], self.kind)

    def first_page(self, errors: dict[str, list[str]], source: str) -> str:
        """Ask for a file."""
        return render_template(
            self.first,
            steps=self,
            errors=errors,
            source=source,
            sources=self.sources(),
            limits=Limits().words,
            **self.more(),
        )

    def mapping_page(
        self,
        token: str,
        kept: Upload,
        sheet: RawSheet,
        columns: Mapping,
        *,
        faults: Sequence[str] = (),
        typed: Any = None,
    ) -> str:
        """Show the first rows, and ask which column is taken for what and what it leaves open."""
        fields = chosen.selects(columns, sheet)
        for field in fields if typed is not None else ():
            field["columns"] = [
                typed.get(f"{field['name']}-{level}", "") for level in range(len(field["columns"]))
            ]
        return self.draw(
            "imports/mapping.html",
            kept,
            token=token,
            sheet=sheet,
            source=columns.source,
            fields=fields,
            faults=faults,
            orders=asking.orders(sheet, columns),
            values=meanings.asked(sheet, columns, self.kind.choices(runtime())),
            empties=asking.empties(columns, kept.more.get("outcome", {}).get("emptied", {})),
            asked=choosing.asked(sheet, choosing.kept(kept.more)),
            unmapped=columns.unmapped(sheet.header),
            preview=preview(sheet, columns),
        )

    def draw(self, template: str, kept: Upload, **values: Any) -> str:
        """Show a page about a file."""
        sheets = kept.more.get("sheets", ())
        place = partial(where, sheets=sheets)
        return render_template(template, steps=self, name=kept.name, where=place, **values)

    def trial_page(self, token: str, kept: Upload, fault: str = "") -> str:
        """Show what would become of each row; a `fault` is of what was said of 历史资料."""
        shown = {name: kept.more.get(name) for name in ("outcome", "preview", "notes")}
        said = asking.said(self.columns_of(kept), kept.more["outcome"]["emptied"])
        shown |= past.asked(self.kind, kept.more, fault) | {"empties": said}
        return self.draw("imports/trial.html", kept, token=token, **shown)
