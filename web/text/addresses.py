"""The part of an address that everybody may see: the building, never the door."""

import re
import unicodedata

_NUMBER = "[0-9A-Za-z一二三四五六七八九十百〇零甲乙丙丁]+"
_DOOR = re.compile(
    rf"第?{_NUMBER}(?:\s*[-/、]\s*{_NUMBER})*\s*(?:号房|室|房(?!屋)|户|单元|层|楼|梯|门(?=\s*\d))"
    r"|,?\s*\b(?:apt|apartment|unit|suite|ste|room|rm)\b\.?\s*[\w-]+|(?<=[\s,])#\s*[\w-]+",
    re.IGNORECASE,
)
_BUILDING = re.compile(rf"{_NUMBER}\s*(?:号楼|号院|#楼?|号(?![线路口门桥房])|弄|幢|栋|座)")
_LOOSE_DIGITS = re.compile(r"[\s,;/、\-]*(?:\d[\d\s,/、\-]{2,})?$")


def public_place(address: str) -> str:
    """Give an address up to its last 号, 弄, 幢, 栋 or 座.

    “示例路12弄3号501室” gives “示例路12弄3号”. Without a building it is the
    address before the door, and without digits at its end that could be one. May be empty.
    """
    place = unicodedata.normalize("NFKC", address)
    if door := _DOOR.search(place):
        place = place[: door.start()]
    buildings = list(_BUILDING.finditer(place))
    place = place[: buildings[-1].end()] if buildings else _LOOSE_DIGITS.sub("", place)
    place = place.strip(" ,;、-(")
    return f"{place})" if place.count("(") > place.count(")") else place
