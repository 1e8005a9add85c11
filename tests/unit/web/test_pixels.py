"""Whatever picture is sent, opening it takes no more memory than there is for pictures."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from web.attachments.decoding import DECODER
from web.attachments.pictures import PhotoFault, small
from web.attachments.pixels import MILLION, MOST_IN_PASSES, MOST_PIXELS, opened

EDGE = 1600
BOUND = 190  # MB; 160 as measured, and what another machine may add
MEASURE = """
import io, sys
from PIL import Image
from web.attachments.pixels import answer

def most():  # not ru_maxrss, in which a child begins with what its parent had
    with open("/proc/self/status") as given:
        return next(int(line.split()[1]) for line in given if line.startswith("VmHWM"))

def ours(data):
    word, _ = answer(data, 1600)
    print(word.decode(), file=sys.stderr)

def plainly(data):
    Image.open(io.BytesIO(data)).convert("RGBA")

tiny = io.BytesIO()
for kind in ("PNG", "JPEG", "WEBP"):
    Image.new("RGB", (8, 8)).save(tiny, kind)
    ours(tiny.getvalue())
data, before = sys.stdin.buffer.read(), most()
way = ours if sys.argv[1] == "ours" else plainly
way(data)
print((most() - before) // 1024)
"""


def megabytes(data, way="ours"):
    """Give the memory a fresh program takes for a picture, and what it says of it."""
    asked = [sys.executable, "-c", MEASURE, way]
    done = subprocess.run(asked, input=data, capture_output=True, check=True)
    return int(done.stdout), done.stderr.decode().split()[-1:]


def file(kind, mode, pixels, **how):
    """Give a picture of one colour, three wide by two high, with that many pixels."""
    unit = int((pixels / 6) ** 0.5)
    out = io.BytesIO()
    Image.new(mode, (3 * unit, 2 * unit)).save(out, kind, **how)
    return out.getvalue()


def in_passes(pixels, colours=4):
    """Give a JPEG that comes a colour after the other and does not say so where it begins."""
    grey = file("JPEG", "L", pixels)
    at = 2
    parts: list[bytes] = []
    while not parts or parts[-1][1] != 0xDA:
        parts.append(grey[at : at + 2 + struct.unpack(">H", grey[at + 2 : at + 4])[0]])
        at += len(parts[-1])
    high, wide = struct.unpack(">HH", next(p for p in parts if p[1] == 0xC0)[5:9])
    each = range(1, colours + 1)
    frame = b"".join(bytes([one, 0x11, 0]) for one in each)
    head = struct.pack(">HBHHB", 8 + len(frame), 8, high, wide, colours)
    kept = [p for p in parts[1:-1] if p[1] != 0xC0]
    scans = [
        b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes([one, 0, 0, 63, 0]) + grey[at:-2]
        for one in each
    ]
    return b"\xff\xd8\xff\xc0" + head + frame + b"".join(kept + scans) + b"\xff\xd9"


def png(wide, high, *more):
    """Give a PNG of deep colours with opacity, sixteen bits each, with more parts in it."""
    pixel = b"\x12\x34" * 3 + b"\xff\xff"
    packer = zlib.compressobj()
    rows = [packer.compress(b"\0" + pixel * wide) for _ in range(high)]
    head = struct.pack(">IIBBBBB", wide, high, 16, 6, 0, 0, 0)
    body = (b"IHDR", head), *more, (b"IDAT", b"".join(rows) + packer.flush()), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in body
    )


def origin():
    """Give what a camera might say beside the picture: sixty thousand lies."""
    each = (struct.pack("<HHII", n, 7, 4_000_000, 8) for n in range(60_000))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + b"".join(each) + b"\0" * 4_000_000


FULL = {kind: most - 50_000 for kind, most in MOST_PIXELS.items()}
ANIMATED = {"save_all": True, "append_images": [Image.new("RGBA", (9, 9), "red")]}
TAKEN = {
    "a JPEG": lambda: file("JPEG", "RGB", FULL["JPEG"]),
    "a JPEG too small to be read smaller": lambda: file("JPEG", "CMYK", 6 * MILLION),
    "a progressive JPEG": lambda: file("JPEG", "CMYK", MOST_IN_PASSES - 50_000, progressive=True),
    "a JPEG in passes": lambda: in_passes(MOST_IN_PASSES - 50_000),
    "a PNG": lambda: file("PNG", "RGBA", FULL["PNG"]),
    "a PNG of a palette": lambda: file("PNG", "P", FULL["PNG"]),
    "a deep PNG": lambda: png(6000, 4000),
    "a deep grey PNG": lambda: file("PNG", "I;16", FULL["PNG"]),
    "a PNG that moves": lambda: file("PNG", "RGBA", FULL["PNG"], **ANIMATED),
    "a PNG said much of": lambda: png(90, 60, (b"eXIf", origin())),
    "a WEBP": lambda: file("WEBP", "RGBA", FULL["WEBP"], lossless=True),
    "a lossy WEBP": lambda: file("WEBP", "RGB", FULL["WEBP"], method=0),
}
REFUSED = {
    "a JPEG": lambda: file("JPEG", "L", 1.1 * MOST_PIXELS["JPEG"]),
    "a progressive JPEG": lambda: file("JPEG", "L", 1.1 * MOST_IN_PASSES, progressive=True),
    "a PNG": lambda: file("PNG", "1", 1.1 * MOST_PIXELS["PNG"]),
    "a PNG to fill the memory": lambda: file("PNG", "1", 200 * MILLION),
    "a WEBP": lambda: file("WEBP", "RGB", 1.1 * MOST_PIXELS["WEBP"], method=0),
}


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_the_most_pixels_of_each_kind_fit_in_memory(make):
    took, said = megabytes(make())
    assert took < BOUND
    assert said == ["done"]


def test_what_takes_most_fits_in_what_its_process_is_bound_to():
    assert DECODER.small(TAKEN["a WEBP"](), EDGE)


def test_memory_is_measured():
    assert megabytes(file("PNG", "RGBA", 60 * MILLION), "plainly")[0] > BOUND


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_more_pixels_are_refused_in_words(make):
    with pytest.raises(
        PhotoFault, match=r"“图”有\d+万像素，这种格式的照片最多\d+万像素"
    ) as refused:
        small("图", make())
    assert "请缩小后再上传" in str(refused.value)


@pytest.mark.parametrize("make", [lambda: in_passes(50 * MILLION), lambda: png(70_000, 1)])
def test_what_no_camera_makes_is_no_photograph(make):
    took, said = megabytes(make())
    assert took < BOUND
    assert said == ["none"]


def test_a_picture_stays_upright_and_on_white():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    shot = Image.new("RGBA", (4000, 2000), (255, 0, 0, 255))
    shot.paste((0, 0, 0, 0), (0, 0, 2000, 2000))
    out = io.BytesIO()
    shot.save(out, "PNG", exif=exif)
    seen = opened(out.getvalue(), EDGE)
    assert seen.size == (800, 1600)
    assert seen.getpixel((400, 200)) == (255, 255, 255)
    assert seen.getpixel((400, 1400)) == (255, 0, 0)


def test_deep_greys_keep_their_lightness():
    out = io.BytesIO()
    Image.new("I;16", (40, 30), 0x4000).save(out, "PNG")
    assert opened(out.getvalue(), EDGE).getpixel((20, 15)) == (64, 64, 64)


def test_a_small_picture_stays_as_large_as_it_is():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "WEBP")
    assert opened(out.getvalue(), EDGE).size == (300, 200)
