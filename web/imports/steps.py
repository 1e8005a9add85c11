"""导入的各步: 选文件, 看前二十行并对应各列, 试导入, 导入; the same for every kind of sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from web.frame.access import page
from web.frame.bodies import one_file, takes
from web.frame.current import me, now, runtime
from web.imports import asking, choosing, handed_back, meanings, past
from web.imports import columns as chosen
from web.imports.kept import GONE, kept_file, sheet_of, uploads
from web.imports.preview import preview
from web.imports.sources import source_of
from web.imports.step_pages import StepPages
from web.imports.taking_over import Progress, permitted
from web.imports.uploads import Upload
from web.imports.work import AT_ONCE, KINDS, READ, beside, go_on, left, start, try_out
from web.sheets import Choice, ImportFault, Limits, Mapping, MappingFault, RawSheet

Answer = Response | str | tuple[str, int]
READ_AT_ONCE = 4_000_000  # bytes


@dataclass(frozen=True, kw_only=True)
class Steps(StepPages):
    """The steps of one kind of sheet."""

    def register(self, bp: Blueprint) -> None:
        """Add the steps to a blueprint, each called by its name after `prefix`."""
        for name, path, view, method in (
            ("index", "", self.index, "GET"),
            ("upload", "", self.upload, "POST"),
            ("look", "/<token>", self.look, "GET"),
            ("try_out", "/<token>", self.try_out, "POST"),
            ("set_past", "/<token>/past", self.set_past, "POST"),
            ("past", "/<token>/past", self.onward, "GET"),
            ("trial", "/<token>/trial", self.trial, "GET"),
            ("refused", "/<token>/refused", self.refused, "GET"),
            ("changes", "/<token>/changes", self.changes, "GET"),
            ("go", "/<token>/go", self.go, "POST"),
            ("gone_to", "/<token>/go", self.onward, "GET"),
            ("progress", "/<token>/progress", self.progress, "GET"),
        ):
            endpoint, guarded = f"{self.prefix}{name}", self._guarded(view)
            bp.add_url_rule(f"{self.at}{path}", endpoint, guarded, methods=[method])
        bp.record_once(lambda state: state.app.extensions.setdefault(KINDS, []).append(self.kind))

    def index(self) -> Answer:
        """Choose a file."""
        return self.first_page({}, self.source or self.usual)

    def upload(self) -> Answer:
        """Keep the file when it can be read as a sheet."""
        file = one_file("sheet")
        source = self.source or source_of(request.form, self.sources())
        errors = {} if source else {"other": [f"请写明来源，例如“{self.usual}”。"]}
        if file is None or not file.filename:
            errors["sheet"] = ["请选择要导入的表格。"]
        if errors or file is None:
            return self.first_page(errors, source), 422
        token = uploads().keep(me().login, str(file.filename), file.stream, now=now())
        kept = kept_file(token)
        if kept.data.stat().st_size > current_app.config.get("READ_AT_ONCE", READ_AT_ONCE):
            self._read_beside(token, kept, source)
            return redirect(self.url("progress", token=token), 303)
        try:
            sheet = self._sheet(kept)
        except ImportFault as fault:
            uploads().drop(token)
            return self.first_page({"sheet": [str(fault)]}, source), 422
        columns = self._begun(token, kept, sheet, source)
        if not self.straight or sheet.questions:
            return redirect(self.url("look", token=token), 303)
        if lacking := columns.lacking():
            words = f"表里没有“{'、'.join(lacking)}”列，请在下面指定，或照样表的列名填写。"
            return self.mapping_page(token, kept, sheet, columns, faults=[words]), 422
        return self._tried(token, kept, sheet, columns)

    def look(self, token: str) -> Answer:
        """Show the first rows and which column is taken for what; or how the import goes."""
        if uploads().progress(token):
            return redirect(self.url("progress", token=token), 303)
        kept = kept_file(token)
        return self.mapping_page(token, kept, self._sheet(kept), self.columns_of(kept))

    def try_out(self, token: str) -> Answer:
        """Say what would become of each row; nothing is stored but the choice of columns."""
        if uploads().progress(token):
            abort(404, GONE)
        kept = kept_file(token)
        sheet, columns = self._sheet(kept), self.columns_of(kept)
        choice = choosing.chosen(request.form)
        try:
            if choice not in (Choice(), choosing.kept(kept.more)):
                header, sheet = sheet.header, self._sheet(kept, choice)
                self._begun(token, kept, sheet, columns.source, choice=choice.as_dict())
                if sheet.header != header:
                    uploads().note(token, kept, tried=False)
                    return redirect(self.url("look", token=token), 303)
            columns = chosen.chosen(request.form, columns)
            if not sheet.questions:
                asking.check(sheet, columns)
                meanings.check(sheet, columns, self.kind.choices(runtime()), request.form)
            return self._tried(token, kept, sheet, columns)
        except ImportFault as fault:
            faults = fault.reasons if isinstance(fault, MappingFault) else [str(fault)]
            typed = request.form
            return self.mapping_page(token, kept, sheet, columns, faults=faults, typed=typed), 422

    def set_past(self, token: str) -> Answer:
        """Say which rows are 历史资料, and try once more."""
        kept = kept_file(token)
        if uploads().progress(token) or not kept.more.get("tried"):
            return redirect(self.url("look", token=token), 303)
        if fault := past.note(token, kept, request.form):
            return self.trial_page(token, kept, fault), 422
        return self._tried(token, kept, self._sheet(kept), self.columns_of(kept))

    def refused(self, token: str) -> Response:
        """Give the refused rows back, each with its reasons."""
        return handed_back.refused_rows(token, kept_file(token))

    def changes(self, token: str) -> Response:
        """Give every value the sheet changes."""
        return handed_back.changed_values(token, kept_file(token), self.words.serial)

    def go(self, token: str) -> Answer:
        """Import; pressing twice does it once. What was said anew is tried first."""
        kept = kept_file(token)
        facts = uploads().progress(token)
        if not kept.more.get("tried") and not facts:
            return redirect(self.url("look", token=token), 303)
        if not facts and past.differs(kept.more, request.form):
            return self.set_past(token)
        if not facts:
            columns, actor, most = self.columns_of(kept), me().actor, _at_once()
            start(runtime(), token, kept, mapping=columns, actor=actor, at_once=most)
        return redirect(self.url("progress", token=token), 303)

    def progress(self, token: str) -> str:
        """Show how far it is, then the receipt, or the way on; go on with what a server left."""
        kept = kept_file(token)
        if state := left(runtime(), token):
            go_on(runtime(), token, self.kind, state)
        state = uploads().progress(token)
        then = self.url("trial" if kept.more.get("tried") else "look", token=token)
        return self.draw("imports/progress.html", kept, token=token, state=state, then=then)

    def onward(self, token: str) -> Answer:
        """Lead to what came of trying it out, a page of its own that may be loaded anew."""
        return redirect(self.url("trial", token=token), 303)

    def trial(self, token: str) -> Answer:
        """Show what came of trying it out."""
        kept = kept_file(token)
        if uploads().progress(token) or not kept.more.get("tried"):
            return redirect(self.url("look", token=token), 303)
        return self.trial_page(token, kept)

    def _first_mapping(self, sheet: RawSheet, source: str) -> Mapping:
        """Give what the last sheet was read with; where nobody is asked, only what a guess lacks.

        Else a column that the last sheet did not have would be left out, and nobody would see it.
        """
        known = chosen.guessed(self.kind, sheet, source) if self.straight else None
        if known is not None and not known.lacking():
            return known
        return chosen.first_mapping(self.kind, sheet, source, runtime().data)

    def _guarded(self, view: Callable[..., Answer]) -> Callable[..., Answer]:
        """Declare the page of a step; nobody gets further who may not send what the rows ask."""

        @page(self.page)
        def guarded(**values: str) -> Answer:
            if not permitted(runtime(), self.kind, me().actor):
                abort(403)
            return view(**values)

        return takes(Limits().upload)(guarded) if view == self.upload else guarded

    def _tried(self, token: str, kept: Upload, sheet: RawSheet, columns: Mapping) -> Answer:
        first = msgspec.to_builtins(preview(sheet, columns)) if self.straight else None
        more = {"mapping": columns.as_dict(), "preview": first, "notes": sheet.notes}
        uploads().note(token, kept, **more, tried=False)
        actor, most = me().actor, _at_once()
        try_out(runtime(), token, kept, mapping=columns, actor=actor, sheet=sheet, at_once=most)
        if uploads().progress(token):
            return redirect(self.url("progress", token=token), 303)
        if not kept_file(token).more["tried"]:
            return self.mapping_page(token, kept_file(token), sheet, columns)
        return self.onward(token)

    def _read_beside(self, token: str, kept: Upload, source: str) -> None:
        """Read a long file beside the request; then its columns are chosen."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

        def work(_: Progress) -> None:
            with app.app_context():
                self._begun(token, kept, self._sheet(kept), source)
                uploads().forget(token)

        beside(uploads(), token, kept, work, facts={"task": READ})

    def _begun(
        self, token: str, kept: Upload, sheet: RawSheet, source: str, **more: Any
    ) -> Mapping:
        """Keep what was read, with a first mapping; give it."""
        columns = self._first_mapping(sheet, source)
        facts = {"rows": len(sheet.rows), "header": sheet.header, "sheets": sheet.sheets}
        uploads().note(token, kept, mapping=columns.as_dict(), outcome={}, **facts, **more)
        return columns

    def _sheet(self, kept: Upload, choice: Choice | None = None) -> RawSheet:
        return sheet_of(kept, choice or choosing.kept(kept.more), self.kind.names)


def _at_once() -> int:
    most: int = current_app.config.get("IMPORT_AT_ONCE", AT_ONCE)
    return most
