"""Pictures are opened in a process of their own, with so much memory, time and processor."""

import io
import os
import signal
import time
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from tests.expecting import existing
from tests.functional.visits.setting import picture
from web.attachments import pixels
from web.attachments.decoding import DECODER, NoPictureError
from web.attachments.pictures import PhotoFault, small

EDGE = 1600
HERE = Path(__file__).parent
HEIC, LARGE = ((HERE / name).read_bytes() for name in ("photo.heic", "large.heic"))


def spin(*_):
    for _number in count():
        pass


def write(*_):
    Path("somewhere").write_bytes(b"anything")
    return pixels.DONE, b""


HOSTILE = {
    "takes the processor for ever": spin,
    "waits for ever": lambda *_: time.sleep(100),
    "takes memory without end": lambda *_: (pixels.DONE, bytes(bytearray(2**30))[:1]),
    "breaks its reader": lambda *_: os.kill(os.getpid(), signal.SIGKILL),
    "writes a file": write,
    "ends the process": lambda *_: os._exit(0),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_what_a_picture_does_to_its_reader_ends_there(monkeypatch, tmp_path, hostile):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pixels, "PROCESSOR", 1)
    monkeypatch.setattr(pixels, "LONGEST_WAIT", 2)
    assert pixels.alone(picture(), EDGE).startswith(pixels.DONE)
    monkeypatch.setattr(pixels, "answer", hostile)
    assert pixels.alone(picture(), EDGE) == b""


@pytest.mark.parametrize("name", ["takes memory without end", "writes a file"])
def test_without_bounds_it_goes_on(monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pixels, "bound", lambda: None)
    monkeypatch.setattr(pixels, "answer", HOSTILE[name])
    assert pixels.alone(picture(), EDGE).startswith(pixels.DONE)


def test_the_program_is_begun_anew_when_it_is_gone():
    assert DECODER.small(picture(), EDGE)
    running = existing(DECODER.running)
    running.kill()
    running.wait()
    assert DECODER.small(picture(), EDGE)


def test_the_program_knows_nothing_of_a_deployment():
    DECODER.small(picture(), EDGE)
    running = existing(DECODER.running)
    assert Path(f"/proc/{running.pid}/environ").read_bytes() == b""
    held = {str(path.readlink()) for path in Path(f"/proc/{running.pid}/fd").iterdir()}
    assert all(name.startswith(("pipe:", "/dev/null")) for name in held)


def test_a_picture_of_a_telephone_becomes_a_jpeg_without_its_origin():
    made = small("IMG_1.HEIC", HEIC)
    assert b"CanaryMaker" in HEIC
    assert b"CanaryMaker" not in made
    with Image.open(io.BytesIO(made)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (480, 640))  # it was held upright
        assert not seen.getexif()


def test_the_largest_such_picture_fits_in_what_it_is_bound_to():
    with Image.open(io.BytesIO(small("图", LARGE))) as seen:
        assert max(seen.size) == EDGE


@pytest.mark.parametrize("data", [HEIC[:500], HEIC[:300] + bytes(400), b"\0\0\0\x18ftypheic"])
def test_a_damaged_one_is_said_to_be_none(data):
    with pytest.raises(NoPictureError):
        DECODER.small(data, EDGE)
    with pytest.raises(PhotoFault, match="“图”不是能读取的照片"):
        small("图", data)
