"""Pictures for proofs: a drawn house front, never a photograph of anybody's home."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (320, 240)
WALLS = ("#d9cfc1", "#cfd8dc", "#e0d4c4", "#c8d2c4")
DOORS = ("#6d4c41", "#37474f", "#4e6e58", "#7b5e57")


def picture(chance: Random) -> bytes:
    """Give a small PNG."""
    image = Image.new("RGB", SIZE, chance.choice(WALLS))
    draw = ImageDraw.Draw(image)
    for column in range(4):
        for row in range(2):
            left, top = 24 + column * 74, 22 + row * 66
            lit = chance.random() < 1 / 3
            draw.rectangle((left, top, left + 48, top + 42), fill="#fff3c4" if lit else "#8fa3ad")
    left = 60 + chance.randrange(140)
    draw.rectangle((left, 158, left + 52, 240), fill=chance.choice(DOORS))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
