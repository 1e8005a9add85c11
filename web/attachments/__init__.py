"""Photographs and proofs on their way in and out."""

from web.attachments.views import bp
from web.frame.feature import Feature

FEATURE = Feature(blueprints=(bp,))
