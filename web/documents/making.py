"""What a paper is made with, by digest: the file it is filled in and the code that lays it out."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from web.documents.agenda_docx import TEMPLATE

FOLDER: Final = Path(__file__).parent
PAGE: Final = (FOLDER / "templates" / "agenda.html", FOLDER / "layout.toml")


def template_digest(kind: str, template: bytes | None = None) -> str:
    """Give the SHA-256 of what a file is filled in (None: ours); empty where code alone does it."""
    match kind:
        case "docx":
            return sha256(TEMPLATE.read_bytes() if template is None else template).hexdigest()
        case "pdf":
            return sha256(b"".join(part.read_bytes() for part in PAGE)).hexdigest()
    return ""


@lru_cache(maxsize=1)
def layout_digest() -> str:
    """Give the SHA-256 of everything in this folder: another one, and papers may look otherwise."""
    parts = (*FOLDER.glob("*.py"), *FOLDER.glob("*.toml"), *FOLDER.glob("templates/*"))
    hashed = sha256()
    for part in sorted(parts):
        hashed.update(sha256(part.name.encode() + b"\0" + part.read_bytes()).digest())
    return hashed.hexdigest()
