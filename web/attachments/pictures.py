"""Photographs somebody sends: checked before they are opened, made small, freed of their origin.

What a camera writes beside the picture (place, time, device) is dropped, for only pixels are kept.
"""

from flask import request
from werkzeug.datastructures import FileStorage

from web.attachments.decoding import DECODER, NoPictureError, TooManyPixelsError
from web.frame.bodies import left_out
from web.frame.signing import lost_files

KIND = "image/jpeg"
EDGE = 1600
MOST = 9
TEN_THOUSAND = 10_000

UNREADABLE = "“{name}”不是能读取的照片，请用 JPG、PNG、WEBP 或 HEIC 格式的照片，或重新拍一张。"
TOO_LARGE = (
    "“{name}”有{pixels}万像素，这种格式的照片最多{most}万像素，没有读取；"
    "请缩小后再上传，或用手机相机重新拍一张。"
)
LOST = "“{name}”没有随表单留下，请重新选择；不再需要的，直接再保存一次。"
TOO_MUCH = (
    "“{name}”没有收下：一次提交的文件合起来最多 12 MB。"
    "请压缩或截屏后重新选择；不再需要的，直接再保存一次。"
)
TOO_MANY = "一次最多{most}张照片，请去掉几张。"


class PhotoFault(Exception):  # noqa: N818  (a fault of the file, not of the program)
    """A file that is no photograph we keep; `str()` is the sentence for the person."""


def small(name: str, data: bytes) -> bytes:
    """Give the picture as a JPEG of at most `EDGE` pixels a side; PhotoFault when it is none."""
    try:
        return DECODER.small(data, EDGE)
    except TooManyPixelsError as many:
        pixels, most = -(-many.pixels // TEN_THOUSAND), many.most // TEN_THOUSAND
        raise PhotoFault(TOO_LARGE.format(name=name, pixels=pixels, most=most)) from many
    except NoPictureError as error:
        raise PhotoFault(UNREADABLE.format(name=name)) from error


def sent(field: str) -> list[FileStorage]:
    """Give the files of one field of the form that came whole, empty pickers left out."""
    return [one for one in request.files.getlist(field) if one.filename and not left_out(one)]


def lost(field: str) -> list[str]:
    """Give a sentence for each file of a field that was not taken with its form."""
    return [
        *(LOST.format(name=one.partition("/")[2]) for one in lost_files(field)),
        *(
            TOO_MUCH.format(name=one.filename)
            for one in request.files.getlist(field)
            if left_out(one)
        ),
    ]


def taken(field: str) -> tuple[list[bytes], list[str]]:
    """Give (pictures, faults) of one field of the form; faults are sentences."""
    files = sent(field)
    if len(files) > MOST:
        return [], [TOO_MANY.format(most=MOST)]
    pictures, faults = [], lost(field)
    for file in files:
        try:
            pictures.append(small(str(file.filename), file.read()))
        except PhotoFault as fault:
            faults.append(str(fault))
    return pictures, faults
