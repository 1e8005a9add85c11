"""批量补录走访: the steps of a sheet of visits."""

from flask import Blueprint

from web.imports.step_words import Words
from web.imports.steps import Steps
from web.visits.sheet import VISITS

bp = Blueprint("visit_sheets", __name__)
Steps(
    kind=VISITS,
    page="visits",
    at="/visits/import",
    words=Words(
        title="批量补录走访",
        new="新走访",
        serial="走访",
        kept="里与专项检查的检查项同名、写“是”“否”“不适用”的，作为检查结果；其余不会导入",
        then=("visits.index", "去走访"),
    ),
    source="走访台账",
).register(bp)
