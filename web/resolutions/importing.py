"""批量补录议定事项: the steps of a sheet of resolutions."""

from flask import Blueprint

from web.imports.step_words import Words
from web.imports.steps import Steps
from web.resolutions.sheet import RESOLUTIONS

bp = Blueprint("resolution_sheets", __name__)
Steps(
    kind=RESOLUTIONS,
    page="resolutions",
    at="/resolutions/import",
    words=Words(
        title="批量补录议定事项",
        new="新事项",
        serial="编号",
        kept="不会导入",
        then=("resolutions.index", "去议定事项"),
    ),
    source="督办台账",
).register(bp)
