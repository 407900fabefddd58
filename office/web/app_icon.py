"""The mark of the portal as a picture, drawn from the shape in ``static/mark.svg``.

Phones that install the desk want PNG icons; the drawing itself exists once.
"""

import re
from cmath import exp
from functools import cache
from io import BytesIO
from math import radians
from xml.etree import ElementTree

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw

SIZES = (192, 512)
PAPER = "#fcfbf8"
# Room around the mark, so that a round mask of a phone cuts nothing off.
SHARE = 0.62
FINER = 4
STEPS = 16
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
COMMAND = re.compile(r"([MmHhVvLlCcSsZz])([^MmHhVvLlCcSsZz]*)")
NEEDS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4}
Point = complex


@cache
def draw_mark(size: int) -> bytes:
    """A square PNG with ``size`` pixels a side."""
    svg = ElementTree.parse(str(finders.find("mark.svg"))).getroot()  # noqa: S314 - our own file
    edge = float(svg.get("viewBox", "").split()[2])
    fine = size * FINER
    image = Image.new("RGB", (fine, fine), PAPER)
    pen = ImageDraw.Draw(image)
    scale, inset = fine * SHARE / edge, fine * (1 - SHARE) / 2
    for points, colour in _shapes(svg):
        placed = [(p.real * scale + inset, p.imag * scale + inset) for p in points]
        pen.polygon(placed, fill=colour)
    out = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _shapes(svg: ElementTree.Element) -> list[tuple[list[Point], str]]:
    found = []
    for child in svg:
        path = child[0] if child.tag.endswith("g") else child
        points = outline(path.get("d", ""))
        found.append((_moved(points, child.get("transform", "")), path.get("fill", "")))
    return found


def _moved(points: list[Point], transform: str) -> list[Point]:
    """By ``translate(x y) rotate(degrees cx cy)``, the one form the mark uses."""
    if not transform:
        return points
    x, y, degrees, cx, cy = (float(n) for n in NUMBER.findall(transform))
    centre = complex(cx, cy)
    turn = exp(1j * radians(degrees))
    return [(p - centre) * turn + centre + complex(x, y) for p in points]


def outline(path: str) -> list[Point]:
    """One closed path of SVG (M L H V C S, absolute or relative) as points."""
    points: list[Point] = []
    handle: Point | None = None
    for command, data in COMMAND.findall(path):
        numbers = [float(n) for n in NUMBER.findall(data)]
        need = NEEDS.get(command.lower(), 1)
        for start in range(0, len(numbers), need):
            at = points[-1] if points else 0j
            part = numbers[start : start + need]
            origin = at if command.islower() else 0j
            if command in "HhVv":
                points.append(_straight(command, part[0], at))
                handle = None
                continue
            ends = [complex(*part[i : i + 2]) + origin for i in range(0, len(part), 2)]
            if command in "Ss":
                ends.insert(0, at if handle is None else 2 * at - handle)
            points += _curve(at, ends) if len(ends) == 3 else ends
            handle = ends[1] if len(ends) == 3 else None
    return points


def _straight(command: str, number: float, at: Point) -> Point:
    if command == "H":
        return complex(number, at.imag)
    if command == "V":
        return complex(at.real, number)
    return at + (number if command == "h" else 1j * number)


def _curve(at: Point, ends: list[Point]) -> list[Point]:
    first, second, end = ends
    return [
        (1 - t) ** 3 * at
        + 3 * (1 - t) ** 2 * t * first
        + 3 * (1 - t) * t**2 * second
        + t**3 * end
        for t in (step / STEPS for step in range(1, STEPS + 1))
    ]
