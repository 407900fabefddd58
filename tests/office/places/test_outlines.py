"""Outlines of places: read, simplified, stored; errors are a plain sentence."""

import json

import pytest
from django.core.management import CommandError, call_command

from office.models import AuditEntry, Outline
from office.places.services.outlines import OutlineError, import_outlines, read_outlines
from tests.paths import SHARED

pytestmark = pytest.mark.django_db
REAL = SHARED / "divisions/feixian_outline.geojson"
SQUARE = [[117.6, 35.0], [118.2, 35.0], [118.2, 35.5], [117.6, 35.5], [117.6, 35.0]]


def geojson(ring=SQUARE, code="371325", kind="Polygon"):
    shape = [ring] if kind == "Polygon" else [[ring]]
    feature = {
        "type": "Feature",
        "properties": {"adcode": code},
        "geometry": {"type": kind, "coordinates": shape},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    return text.encode()


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_both_kinds_of_surfaces_are_read(kind):
    rings = read_outlines(geojson(kind=kind))["371325"]

    assert [list(point) for point in rings[0]] == SQUARE


def test_points_on_a_straight_line_are_left_out_and_corners_stay():
    along = [[117.6 + n / 1000, 35.0] for n in range(1, 600)]
    rings = read_outlines(geojson([SQUARE[0], *along, *SQUARE[1:]]))["371325"]

    assert [list(point) for point in rings[0]] == SQUARE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"features": 3}',
        b'{"features": [{"properties": {}, "geometry": {}}]}',
        b"[" * 100_000,
        geojson(SQUARE[:2]),
        geojson([[500_000, 3_900_000]] * 5),
        geojson([["x", "y"]] * 5),
        geojson([[35.0, 117.6]] * 5),
        geojson(kind="Polygon").replace(b"Polygon", b"LineString"),
    ],
)
def test_what_is_no_outline_is_refused_with_a_sentence(content):
    with pytest.raises(OutlineError, match=r"。$"):
        read_outlines(content)


def test_a_second_import_replaces_the_first_and_both_are_on_record(county):
    for source in ("旧图", "新图"):
        outlines = read_outlines(geojson())
        count = import_outlines(outlines=outlines, source=source, by=county.office)
        assert count == 1

    assert Outline.objects.get().source == "新图"
    assert AuditEntry.objects.filter(action="import_outline").count() == 2


def test_outlines_of_unknown_places_are_refused(county):
    with pytest.raises(OutlineError, match="先导入行政区划"):
        import_outlines(
            outlines=read_outlines(geojson(code="110000")), source="图", by=None
        )


def test_the_command_imports_and_says_how_many(county, tmp_path, capsys):
    file = tmp_path / "outline.geojson"
    file.write_bytes(geojson())
    call_command("import_outline", file, source="县民政局", approval="鲁SG（示例）")

    assert "写入 1 个轮廓" in capsys.readouterr().out
    assert Outline.objects.get().approval == "鲁SG（示例）"
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_outline", tmp_path / "none", source="x")


def test_the_real_outline_is_thinned_and_stays_closed():
    content = REAL.read_bytes() if REAL.is_file() else geojson()
    (ring,) = read_outlines(content)["371325"]

    assert ring[0] == ring[-1]
    assert 5 <= len(ring) < 600
