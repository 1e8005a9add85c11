"""Pictures opened within bounds of memory: how many pixels of each kind, and one at a time.

What a picture takes while it is opened has little to do with the size of its file, so its pixels
are counted before any is read. Memory as measured, with the most pixels of each kind: JPEG 110 MB,
for it is made smaller while it is read; JPEG in several passes 155 MB; PNG 130 MB; WEBP 160 MB, for
its reader keeps four copies.
"""

import io
import os
import warnings
from threading import Lock

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MILLION = 1_000_000
# Telephones of today write JPEG of 12 to 64 million pixels, in one pass.
MOST_PIXELS = {"JPEG": 80 * MILLION, "PNG": 25 * MILLION, "WEBP": 8 * MILLION}
MOST_IN_PASSES = 16 * MILLION
LONGEST = 65_535  # pixels a side: what a JPEG can say
TILE = 100

Image.MAX_IMAGE_PIXELS = None  # counted here by kind, before any is read
# A JPEG may come in passes without saying so; its reader asks here how much memory it may take.
os.environ.setdefault("JPEGMEM", "130M")
_turn = Lock()


class TooManyPixelsError(ValueError):
    """A picture that would take more memory than there is for it; `most` pixels are taken."""

    def __init__(self, pixels: int, most: int) -> None:
        super().__init__(f"{pixels} pixels, at most {most}")
        self.pixels, self.most = pixels, most


def opened(data: bytes, edge: int) -> Image.Image:
    """Give a picture upright, on white, with at most `edge` pixels a side.

    Raise TooManyPixelsError, or whatever else a decoder thinks of for data that are no picture.
    Whoever comes while another one is being opened waits.
    """
    with _turn, warnings.catch_warnings():
        # A hostile file has sixty thousand things to warn of.
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            pixels = picture.width * picture.height
            many = "progressive" in picture.info
            most = MOST_IN_PASSES if many else MOST_PIXELS[picture.format or ""]
            if pixels > most:
                raise TooManyPixelsError(pixels, most)
            if max(picture.size) > LONGEST:
                raise ValueError("no picture is that long")
            return _upright(picture, edge)


def _upright(picture: Image.Image, edge: int) -> Image.Image:
    longest = max(picture.size)
    wanted = [max(1, side * edge // longest) for side in picture.size]
    picture.draft("RGB", (wanted[0], wanted[1]))
    small = _reduced(picture, max(1, max(picture.size) // edge))
    small.thumbnail((edge, edge))
    if "exif" in picture.info:
        small.info["exif"] = picture.info["exif"]
        ImageOps.exif_transpose(small, in_place=True)
    return small


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """Make a picture smaller and plain, a tile at a time: a whole copy may not fit in memory."""
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    step = TILE * factor
    for top in range(0, height, step):
        for left in range(0, width, step):
            box = (left, top, min(left + step, width), min(top + step, height))
            small.paste(_plain(picture.crop(box)).reduce(factor), (left // factor, top // factor))
    return small


def _plain(tile: Image.Image) -> Image.Image:
    """Give a tile as colours on white, whatever it was made of."""
    if tile.mode.startswith("I"):  # of 65,536 greys, of which converting would drop the upper ones
        tile = tile.point(lambda grey: grey / 256).convert("L")
    plain = Image.new("RGB", tile.size, "white")
    seen = tile.convert("RGBA")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain
