"""Pictures opened within bounds: of pixels by their kind, and each in a process of its own.

What a picture takes while it is opened has little to do with the size of its file, so its pixels
are counted before any is read. Memory as measured, with the most pixels of each kind: JPEG 110 MB,
for it is made smaller while it is read; JPEG in several passes 155 MB; PNG 130 MB; WEBP 160 MB, for
its reader keeps four copies; HEIC 215 MB.

Run as a program (`decoding` does), this forks for each picture that comes in: what a file may do to
its reader ends with that process, which has so much memory, time and processor and no more.
"""

import io
import os
import resource
import signal
import struct
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MILLION = 1_000_000
# Telephones of today write JPEG of 12 to 64 million pixels, in one pass.
MOST_PIXELS = {"JPEG": 80 * MILLION, "PNG": 25 * MILLION, "WEBP": 8 * MILLION} | {
    "HEIF": 25 * MILLION
}
MOST_IN_PASSES = 16 * MILLION
LONGEST = 65_535  # pixels a side: what a JPEG can say
TILE = 100

Image.MAX_IMAGE_PIXELS = None  # counted here by kind, before any is read
# A JPEG may come in passes without saying so; its reader asks here how much memory it may take.
os.environ.setdefault("JPEGMEM", "130M")
pi_heif.options.DECODE_THREADS = 1  # each would have a stack of its own
pi_heif.register_heif_opener()

MEMORY = 320 * 1024**2  # beyond what the program takes before it has seen a picture
PROCESSOR, LONGEST_WAIT = 15, 30  # seconds
HEAD = struct.Struct(">4sI")  # of what goes in and out: a word and how many bytes follow
DONE, MANY, NONE = b"done", b"many", b"none"
QUALITY = 80


class TooManyPixelsError(ValueError):
    """A picture of more than `most` pixels."""

    def __init__(self, pixels: int, most: int) -> None:
        super().__init__(f"{pixels} pixels, at most {most}")
        self.pixels, self.most = pixels, most


def opened(data: bytes, edge: int) -> Image.Image:
    """Give a picture upright, on white, with at most `edge` pixels a side.

    Raise TooManyPixelsError, or whatever else a decoder thinks of for data that are no picture.
    """
    with warnings.catch_warnings():
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


def answer(data: bytes, edge: int) -> tuple[bytes, bytes]:
    """Give a word and what goes with it: a small JPEG, or (pixels, most) of too many."""
    try:
        out = io.BytesIO()
        opened(data, edge).save(out, "JPEG", quality=QUALITY, optimize=True)
    except TooManyPixelsError as many:
        return MANY, struct.pack(">QQ", many.pixels, many.most)
    except Exception:  # noqa: BLE001  (damage surfaces as any error of the decoder's own making)
        return NONE, b""
    return DONE, out.getvalue()


def bound() -> None:
    """Bind this process for good: to so much memory, processor and time, and to no file at all."""
    taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    for what, most in {
        resource.RLIMIT_AS: taken + MEMORY,
        resource.RLIMIT_CPU: PROCESSOR,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(what, (most, most))
    signal.alarm(LONGEST_WAIT)


def alone(data: bytes, edge: int) -> bytes:
    """Give the answer of a process that has seen nothing but this picture; nothing if it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            bound()
            word, more = answer(data, edge)
            with os.fdopen(writing, "wb") as out:
                out.write(HEAD.pack(word, len(more)) + more)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as given:
        said = given.read()
    _, status = os.waitpid(child, 0)
    return b"" if status else said


def _asked() -> Iterator[tuple[int, bytes]]:
    while head := sys.stdin.buffer.read(HEAD.size):
        word, length = HEAD.unpack(head)
        yield int.from_bytes(word, "big"), sys.stdin.buffer.read(length)


def main() -> None:
    """Answer for pictures one after the other, until nobody can ask any more."""
    Image.init()  # what each process would otherwise look for anew
    for edge, data in _asked():
        sys.stdout.buffer.write(alone(data, edge) or HEAD.pack(NONE, 0))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
