"""导入: a sheet from the file to its receipt, for the rooms whose rows are in it."""

from flask import Blueprint

from web.frame.feature import Feature
from web.imports.words import REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(Blueprint("imports", __name__, template_folder="templates"),),
    records={"imports": "导入批次"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
