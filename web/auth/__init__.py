"""Logging in and out."""

from web.auth.views import bp
from web.frame.feature import Feature

FEATURE = Feature(
    blueprints=(bp,),
)
