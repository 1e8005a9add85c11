"""Photographs somebody sends: checked before they are opened, made small, freed of their origin.

What a camera writes beside the picture (place, time, device) is dropped, for only pixels are kept.
"""

import io
import warnings

from flask import request
from PIL import Image, ImageOps
from werkzeug.datastructures import FileStorage

KIND = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000  # five times what a phone takes; more would fill the memory
EDGE = 1600
QUALITY = 80
MOST = 9

UNREADABLE = "“{name}”不是能读取的照片，请用 JPG、PNG 或 WEBP 格式的照片，或重新拍一张。"
TOO_LARGE = "“{name}”的尺寸过大，没有读取，请缩小后再上传。"
TOO_MANY = "一次最多{most}张照片，请去掉几张。"


class PhotoFault(Exception):  # noqa: N818  (a fault of the file, not of the program)
    """A file that is no photograph we keep; `str()` is the sentence for the person."""


def small(name: str, data: bytes) -> bytes:
    """Give the picture as a JPEG of at most `EDGE` pixels a side; PhotoFault when it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _small(name, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoFault(TOO_LARGE.format(name=name)) from bomb
    except PhotoFault:
        raise
    except Exception as error:
        # Damage surfaces as any error of the decoder's own making.
        raise PhotoFault(UNREADABLE.format(name=name)) from error


def sent(field: str) -> list[FileStorage]:
    """Give the files of one field of the form, empty pickers left out."""
    return [file for file in request.files.getlist(field) if file.filename]


def taken(field: str) -> tuple[list[bytes], list[str]]:
    """Give (pictures, faults) of one field of the form; faults are sentences."""
    files = sent(field)
    if len(files) > MOST:
        return [], [TOO_MANY.format(most=MOST)]
    pictures, faults = [], []
    for file in files:
        try:
            pictures.append(small(str(file.filename), file.read()))
        except PhotoFault as fault:
            faults.append(str(fault))
    return pictures, faults


def _small(name: str, data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise PhotoFault(TOO_LARGE.format(name=name))
        picture.draft("RGB", (EDGE, EDGE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((EDGE, EDGE))
        plain = Image.new("RGB", upright.size, "white")
        seen = upright.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
