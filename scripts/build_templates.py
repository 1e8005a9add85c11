"""Write the Word templates that the office edits; the same sources give the same bytes.

Run ``python -m scripts.build_templates`` after a change in ``web/documents/layout.toml`` or
``web/documents/agenda_template.py`` and commit the file.
"""

from web.documents.agenda_docx import TEMPLATE
from web.documents.agenda_template import template

if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
