"""Build the base-map files of this folder from Natural Earth (needs shapely >= 2.1; run by hand only).

    python assets/geo/build.py PROVINCES.geojson NEIGHBOURS.geojson

Writes korea.json, regions.json, boundaries.json and korea.svg beside this script;
labels.json is written by hand and never touched.  Natural Earth draws some province
borders as they were decades ago, so CESSIONS moves those areas to today's region with
outlines drawn by hand, and ISLETS adds islands too small for the source.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from shapely import coverage_is_valid, coverage_simplify, set_precision, union_all
from shapely.affinity import affine_transform, scale
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from shapely.ops import linemerge, polygonize, unary_union
from shapely.strtree import STRtree

Pair = tuple[float, float]

OUT = Path(__file__).resolve().parent
REGION_OF = {
    "KR-11": "seoul", "KR-26": "busan", "KR-27": "daegu", "KR-28": "incheon",
    "KR-29": "gwangju", "KR-30": "daejeon", "KR-31": "ulsan", "KR-50": "sejong",
    "KR-41": "gyeonggi", "KR-42": "gangwon", "KR-43": "chungbuk", "KR-44": "chungnam",
    "KR-45": "jeonbuk", "KR-46": "jeonnam", "KR-47": "gyeongbuk", "KR-48": "gyeongnam",
    "KR-49": "jeju",
}  # fmt: skip
LAND_OF = {"China": "cn", "North Korea": "kp", "Russia": "ru", "Japan": "jp"}
CLIP = box(118, 28, 140, 45)
# Bounds of korea.svg in degrees (web mercator); x = (lng - W) / (E - W) * SVG_WIDTH,
# y = (merc(N) - merc(lat)) / (merc(N) - merc(S)) * SVG_HEIGHT.
SVG_W, SVG_S, SVG_E, SVG_N = 124.4, 32.9, 131.2, 38.8
SVG_WIDTH = 680.0
FINE, FINE_GRID = 0.001, 0.0005  # tolerance and grid of the provinces, in degrees
COARSE, COARSE_GRID = 0.004, 0.001  # and of the neighbours
NEAR = 0.1  # degrees between islands that a silhouette may still bridge
SPECKS = (0.0008, 0.0012, 0.0018, 0.0027, 0.004, 0.006)  # share of its bounds below which an
# island is left out of a silhouette: the first that fits
FAR = 0.3  # degrees from the main land beyond which an island is left out of main_bbox

# Areas that belong to another region today: (receiver, givers, hand-drawn outline).
CESSIONS: list[tuple[str, tuple[str, ...], list[Pair]]] = [
    # Ganghwa, Gyodong, Seokmo and the islands of Ongjin county
    ("incheon", ("gyeonggi",), [(126.2, 37.58), (126.5, 37.58), (126.53, 37.7), (126.53, 37.825),
                                (126.2, 37.87)]),
    ("incheon", ("gyeonggi",), [(124.5, 37.6), (125.8, 37.6), (125.8, 38.1), (124.5, 38.1)]),
    ("incheon", ("gyeonggi",), [(126.0, 37.1), (126.52, 37.1), (126.52, 37.31), (126.0, 37.31)]),
    # Geomdan
    ("incheon", ("gyeonggi",), [(126.56, 37.5), (126.74, 37.55), (126.72, 37.61), (126.66, 37.635),
                                (126.56, 37.63)]),
    # Uljin
    ("gyeongbuk", ("gangwon",), [(129.1, 37.045), (129.16, 37.05), (129.226, 37.077), (129.29, 37.11),
                                 (129.37, 37.146), (129.6, 37.2), (129.6, 36.5), (129.0, 36.5),
                                 (129.0, 37.0)]),
    # Gwangsan and the south of Gwangju
    ("gwangju", ("jeonnam",), [(126.65, 35.1), (126.645, 35.14), (126.67, 35.19), (126.71, 35.205),
                               (126.75, 35.235), (126.8, 35.25), (126.86, 35.256), (126.91, 35.25),
                               (126.96, 35.215), (127.01, 35.19), (127.02, 35.155), (126.99, 35.13),
                               (126.96, 35.09), (126.92, 35.07), (126.87, 35.055), (126.82, 35.05),
                               (126.77, 35.07), (126.73, 35.09), (126.69, 35.08)]),
    # Gangseo with Gadeokdo, then Gijang
    ("busan", ("gyeongnam",), [(128.79, 34.96), (128.79, 35.08), (128.8, 35.115), (128.81, 35.15),
                               (128.85, 35.17), (128.885, 35.175), (128.905, 35.19), (128.945, 35.225),
                               (128.99, 35.24), (129.06, 35.22), (129.06, 34.96)]),
    ("busan", ("gyeongnam",), [(129.09, 35.25), (129.115, 35.31), (129.155, 35.345), (129.19, 35.362),
                               (129.23, 35.385), (129.4, 35.36), (129.4, 35.1), (129.15, 35.1)]),
    ("busan", ("ulsan",), [(129.15, 35.25), (129.31, 35.25), (129.3, 35.33), (129.27, 35.385),
                           (129.22, 35.395), (129.15, 35.36)]),
    # The ridge of Gajisan and Duseo
    ("ulsan", ("gyeongbuk", "gyeongnam"),
     [(128.985, 35.615), (129.01, 35.65), (129.06, 35.685), (129.12, 35.715), (129.2, 35.715),
      (129.26, 35.69), (129.3, 35.67), (129.36, 35.685), (129.42, 35.665), (129.5, 35.65),
      (129.46, 35.58), (129.2, 35.55), (129.0, 35.55)]),
    # Daejeon, then Sejong, drawn anew: the source has both several kilometres off
    ("chungnam", ("daejeon", "sejong"), [(127, 36), (127.7, 36), (127.7, 37), (127, 37)]),
    ("chungbuk", ("chungnam",), [(127.5, 36.27), (127.62, 36.27), (127.62, 36.5), (127.5, 36.5)]),
    ("daejeon", ("chungnam", "chungbuk"),
     [(127.265, 36.375), (127.3, 36.41), (127.34, 36.445), (127.375, 36.47), (127.405, 36.49),
      (127.44, 36.495), (127.475, 36.475), (127.49, 36.44), (127.51, 36.41), (127.545, 36.395),
      (127.56, 36.365), (127.545, 36.325), (127.515, 36.3), (127.505, 36.26), (127.485, 36.215),
      (127.455, 36.19), (127.42, 36.2), (127.395, 36.225), (127.365, 36.205), (127.33, 36.2),
      (127.31, 36.225), (127.3, 36.255), (127.265, 36.265), (127.25, 36.295), (127.265, 36.33)]),
    ("sejong", ("chungnam", "chungbuk", "daejeon"),
     [(127.14, 36.725), (127.175, 36.735), (127.21, 36.715), (127.245, 36.69), (127.285, 36.665),
      (127.3, 36.635), (127.325, 36.615), (127.315, 36.58), (127.345, 36.56), (127.375, 36.54),
      (127.405, 36.515), (127.405, 36.49), (127.375, 36.47), (127.34, 36.445), (127.31, 36.42),
      (127.275, 36.41), (127.235, 36.42), (127.205, 36.44), (127.175, 36.465), (127.15, 36.485),
      (127.165, 36.515), (127.19, 36.545), (127.175, 36.585), (127.185, 36.625), (127.16, 36.65),
      (127.14, 36.69)]),
    # Dalseong, then Gunwi
    ("daegu", ("gyeongbuk", "gyeongnam"),
     [(128.5, 35.95), (128.43, 35.93), (128.4, 35.9), (128.43, 35.865), (128.455, 35.83),
      (128.4, 35.79), (128.385, 35.74), (128.39, 35.69), (128.36, 35.65), (128.375, 35.615),
      (128.42, 35.62), (128.46, 35.64), (128.525, 35.685), (128.565, 35.71), (128.63, 35.69),
      (128.68, 35.74), (128.71, 35.8), (128.6, 35.9)]),
    ("daegu", ("gyeongbuk",),
     [(128.56, 36.06), (128.53, 36.12), (128.47, 36.16), (128.45, 36.22), (128.435, 36.28),
      (128.49, 36.31), (128.56, 36.32), (128.62, 36.29), (128.68, 36.25), (128.75, 36.22),
      (128.82, 36.17), (128.865, 36.12), (128.85, 36.06), (128.78, 36.03), (128.74, 35.98),
      (128.66, 35.98), (128.6, 36.0), (128.57, 36.03)]),
]  # fmt: skip

# Small islands the source leaves out, drawn by hand: (region, ring).
ISLETS: list[tuple[str, list[Pair]]] = [
    ("gyeongbuk", [(131.8608, 37.2416), (131.8622, 37.2436), (131.8637, 37.2424), (131.8629, 37.2402),
                   (131.8614, 37.2401)]),
    ("gyeongbuk", [(131.8664, 37.2394), (131.8668, 37.2416), (131.8686, 37.2408), (131.8694, 37.2387),
                   (131.8679, 37.2376)]),
    ("busan", [(129.036, 35.09), (129.05, 35.0935), (129.068, 35.086), (129.089, 35.07),
               (129.0925, 35.054), (129.079, 35.049), (129.064, 35.064), (129.044, 35.077)]),
    ("jeju", [(126.2652, 33.1198), (126.2668, 33.1228), (126.2694, 33.1222), (126.2712, 33.1181),
              (126.2701, 33.1132), (126.2676, 33.1124), (126.2658, 33.1156)]),
    ("jeju", [(126.9435, 33.4985), (126.9402, 33.5092), (126.9456, 33.5198), (126.9563, 33.5232),
              (126.9658, 33.5168), (126.9692, 33.5042), (126.9668, 33.4922), (126.9556, 33.4905)]),
]  # fmt: skip

# Discs added to the boundaries for islands and edges that the source leaves out:
# (region, latitude, longitude, radius in degrees of latitude).
REACH: list[tuple[str, float, float, float]] = [
    ("jeju", 33.955, 126.32, 0.05),  # Chujado
    ("jeonnam", 34.69, 125.195, 0.05),  # Hongdo
    ("jeonnam", 34.03, 127.31, 0.05),  # Geomundo
    ("jeonnam", 34.85, 126.05, 0.35),  # Sinan
    ("jeonnam", 34.3, 126.8, 0.25),  # Wando
    ("jeonnam", 34.24, 125.97, 0.12),  # Jodo
    ("jeonbuk", 35.81, 126.42, 0.1),  # Gogunsan
    ("jeonbuk", 36.12, 125.98, 0.05),  # Eocheongdo
    ("chungnam", 36.62, 125.56, 0.05),  # Gyeongnyeolbiyeoldo
    ("chungnam", 36.33, 126.47, 0.12),  # Wonsando, Sapsido
    ("chungnam", 36.24, 126.08, 0.05),  # Oeyeondo
    ("incheon", 37.2, 126.15, 0.15),  # Deokjeokdo, Guleopdo
    ("incheon", 37.26, 126.32, 0.1),  # Jawoldo, Daeijakdo
    ("incheon", 37.53, 126.42, 0.1),  # Sindo, Jangbongdo
    ("incheon", 37.4, 126.64, 0.06),  # Songdo
    ("incheon", 37.66, 125.7, 0.06),  # Yeonpyeongdo
    ("incheon", 37.9, 124.7, 0.12),  # Baengnyeongdo
    ("gyeongnam", 34.63, 128.4, 0.16),  # Hansando, Yokjido, Maemuldo
    ("gyeongnam", 34.72, 128.67, 0.08),  # Haegeumgang
    ("gyeongbuk", 37.5, 130.87, 0.09),  # Ulleungdo
    ("gyeongbuk", 37.241, 131.865, 0.04),  # Dokdo
    ("incheon", 37.385, 126.42, 0.05),  # Muuido
    ("incheon", 37.67, 126.2, 0.06),  # Boreumdo
    ("incheon", 37.555, 126.74, 0.04),  # Gyeyang
    ("seoul", 37.65, 126.97, 0.04),  # Bukhansan
    ("gyeonggi", 38.17, 127.1, 0.1),  # Yeoncheon
    ("gyeonggi", 37.25, 127.72, 0.06),  # Gangcheon
    ("gyeonggi", 37.57, 127.7, 0.08),  # Yangdong
    ("chungbuk", 36.543, 127.86, 0.05),  # Songnisan
    ("chungbuk", 37.2, 128.13, 0.05),  # Baegun
    ("chungbuk", 37.09, 128.47, 0.05),  # Yeongchun
    ("gyeongbuk", 36.96, 128.49, 0.04),  # Sobaeksan
    ("gyeongbuk", 36.82, 128.25, 0.06),  # Dongno
    ("gyeongbuk", 37.04, 129.0, 0.06),  # Seokpo
    ("gyeongnam", 35.8, 128.12, 0.05),  # Haeinsa
    ("gyeongnam", 35.74, 127.72, 0.06),  # Bukseong
    ("gyeongnam", 35.57, 128.88, 0.06),  # Eoreumgol
    ("gyeongnam", 35.47, 129.08, 0.06),  # Tongdosa
    ("jeonnam", 35.42, 126.86, 0.06),  # Baegyangsa
    ("jeonnam", 35.31, 127.45, 0.06),  # Sandong
    ("jeonbuk", 36.0, 127.68, 0.06),  # Muju
    ("chungnam", 36.9, 127.23, 0.06),  # Ipjang
    ("chungnam", 36.13, 127.57, 0.06),  # Jewon
]


def parts(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons a geometry is made of."""
    return [p for p in getattr(geometry, "geoms", [geometry]) if isinstance(p, Polygon) and p.area > 0]


def multi(polygons: Iterable[Polygon]) -> MultiPolygon:
    """Gather polygons into one multipolygon, largest first, exterior rings anticlockwise."""
    return MultiPolygon([orient(p) for p in sorted(polygons, key=lambda p: -p.area)])


def read(path: str, key: str, names: dict[str, str]) -> dict[str, BaseGeometry]:
    """Read the named features of a GeoJSON file by our own ids."""
    features = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
    found = {names[f["properties"][key]]: shape(f["geometry"])
             for f in features if f["properties"][key] in names}  # fmt: skip
    if missing := set(names.values()) - set(found):
        raise SystemExit(f"{path}: no feature for {sorted(missing)}")
    return found


def cede(regions: dict[str, BaseGeometry]) -> None:
    """Move the areas of CESSIONS (islands whole if most of them is inside) and add ISLETS."""
    for receiver, givers, ring in CESSIONS:
        area = Polygon(ring)
        for giver in givers:
            islands = [p for p in parts(regions[giver]) if p.intersection(area).area > p.area / 2]
            moved = unary_union([area, *islands]).intersection(regions[giver])
            regions[receiver] = regions[receiver].union(moved)
            regions[giver] = regions[giver].difference(moved)
    for region, ring in ISLETS:
        regions[region] = regions[region].union(Polygon(ring))


def meet_north(lands: dict[str, BaseGeometry], south: BaseGeometry, country: BaseGeometry) -> None:
    """Make North Korea end exactly where the provinces begin, and close all gaps inland."""
    north = lands["kp"]
    gap = country.difference(south).intersection(box(126.7, 37.9, 128.45, 38.7))
    whole = unary_union([north, gap]).difference(south)
    lands["kp"] = MultiPolygon([p for p in parts(whole) if p.area > 1e-3])
    for polygon in parts(unary_union([south, *lands.values()])):
        for hole in map(Polygon, polygon.interiors):
            owner = max(lands, key=lambda i: lands[i].boundary.intersection(hole.boundary).length)
            lands[owner] = lands[owner].union(hole)


def soften(line: LineString, fixed: Polygon) -> LineString:
    """Round the corners of a line by one pass of corner cutting, keeping its ends and the frame."""
    points = list(line.coords)
    closed = points[0] == points[-1]
    if len(points) < 3:
        return line
    rim = fixed.exterior
    out: list[Pair] = [] if closed else [points[0]]
    count = len(points) - 1
    for i in range(0 if closed else 1, count):
        before, here, after = points[i - 1 if i else count - 1], points[i], points[i + 1]
        if rim.distance(Point(here)) < 1e-6:
            out.append(here)
            continue
        for other in (before, after):
            reach = 0.25
            out.append((here[0] + (other[0] - here[0]) * reach, here[1] + (other[1] - here[1]) * reach))
    out.append(out[0] if closed else points[-1])
    return LineString(out)


def snapped(line: LineString, grid: float) -> LineString:
    """Round a line to a grid, its two ends to the finest one."""
    points = list(line.coords)
    grids = [FINE_GRID, *[grid] * (len(points) - 2), FINE_GRID]
    return LineString([(round(x / g) * g, round(y / g) * g) for (x, y), g in zip(points, grids, strict=True)])


def weave(areas: dict[str, BaseGeometry], lands: Iterable[str], frame: Polygon) -> dict[str, MultiPolygon]:
    """Rebuild all areas from one set of softened lines, so that neighbours share every point."""
    coarse = unary_union([areas[i].boundary for i in lands])
    fine = unary_union([areas[i].boundary for i in areas if i not in lands])
    arcs = linemerge(unary_union([coarse.difference(fine), fine]))
    soft = []
    for arc in getattr(arcs, "geoms", [arcs]):
        if arc.intersection(fine).length > 0:
            soft.append(snapped(soften(soften(arc, frame), frame).simplify(FINE), FINE_GRID))
        else:
            soft.append(snapped(soften(arc, frame).simplify(COARSE), COARSE_GRID))
    ids = list(areas)
    tree = STRtree([areas[i] for i in ids])
    found: dict[str, list[Polygon]] = {i: [] for i in ids}
    for face in polygonize(union_all(soft, grid_size=FINE_GRID)):
        shares = [(face.intersection(areas[ids[k]]).area, ids[k]) for k in tree.query(face)]
        area, owner = max(shares, default=(0.0, ""))
        if area > face.area / 2:
            found[owner].append(face)
    return {i: multi(parts(unary_union(p))) for i, p in found.items()}


def rounded(value: Any, digits: int) -> Any:
    """Round all numbers of nested sequences."""
    if isinstance(value, (int, float)):
        return round(value, digits)
    return [rounded(v, digits) for v in value]


def write(name: str, text: str) -> None:
    """Write one output file and print its sizes."""
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{name:16} {len(text.encode()):7} bytes, {len(gzip.compress(text.encode(), 9)):6} gzip")


def compact(value: Any) -> str:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def merc(lat: float) -> float:
    """Return the web-mercator northing of a latitude, in degrees."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def main_parts(region: MultiPolygon, far: float) -> list[Polygon]:
    """Return the largest polygon and those no farther from it, step by step, than the distance."""
    rest = list(region.geoms)
    near = [rest.pop(0)]
    while more := [p for p in rest if any(p.distance(q) < far for q in near)]:
        near += more
        rest = [p for p in rest if p not in more]
    return near


def padded(geometry: BaseGeometry) -> list[float]:
    """Return the bounds of a geometry with a little room around them."""
    w, s, e, n = geometry.bounds
    dx, dy = 0.02 + (e - w) * 0.03, 0.02 + (n - s) * 0.03
    return [round(w - dx, 3), round(s - dy, 3), round(e + dx, 3), round(n + dy, 3)]


def number(tenths: int) -> str:
    """Write a number of tenths as short as SVG allows."""
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def joined(tenths: Iterable[int]) -> str:
    """Join numbers of tenths, leaving out the blanks that SVG does not need."""
    out = ""
    for value in tenths:
        text = number(value)
        spare = (
            not out or text[0] == "-" or (text[0] == "." and "." in out.rsplit("-", 1)[-1].rsplit(" ", 1)[-1])
        )
        out += text if spare else " " + text
    return out


def curve(ring: Sequence[Pair]) -> str:
    """Draw a closed ring as a smooth curve through the middles of its sides, exact in tenths."""
    corners: list[tuple[int, int]] = []
    for x, y in ring[:-1]:
        corner = (round(x * 5) * 2, round(y * 5) * 2)
        if not corners or corner != corners[-1]:
            corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    middles = [((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)
               for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]  # fmt: skip
    path = "M" + joined(middles[-1])
    last = middles[-1]
    path += "q" + joined(
        (corners[0][0] - last[0], corners[0][1] - last[1], middles[0][0] - last[0], middles[0][1] - last[1])
    )
    steps: list[int] = []
    for a, b in zip(middles, middles[1:], strict=False):
        steps += [b[0] - a[0], b[1] - a[1]]
    return path + "t" + joined(steps) + "z"


def fitted(area: MultiPolygon) -> list[Polygon]:
    """Return the polygons moved and scaled into a 100 x 100 box with a margin of 6."""
    w, s, e, n = area.bounds
    squeeze = math.cos(math.radians((s + n) / 2))
    size = 88 / max((e - w) * squeeze, n - s)
    x, y = 50 - (w + e) / 2 * size * squeeze, 50 + (s + n) / 2 * size
    return parts(affine_transform(area, [size * squeeze, 0, 0, -size, x, y]))


def silhouette(region: MultiPolygon) -> str:
    """Return the outline of a region as path data for a 100 x 100 box, at most 600 characters."""
    near = main_parts(region, NEAR)
    w, s, e, n = MultiPolygon(near).bounds
    for speck in SPECKS:
        near = [p for p in near if p.area > speck * (e - w) * (n - s)]
        flat = fitted(MultiPolygon(near))
        for step in range(3, 30 if speck == SPECKS[-1] else 17):
            path = ""
            for i, part in enumerate(flat):
                ring = coverage_simplify([part], step * (0.15 if i == 0 else 0.4))[0].exterior
                if len(ring.coords) < 9:  # the curve of few corners lies well inside them
                    ring = scale(ring, 1.25, 1.25)
                path += curve([(c[0], c[1]) for c in ring.coords])
            if len(path) <= 600:
                return path
    raise SystemExit("a silhouette does not fit")


def boundary(region_id: str, region: MultiPolygon) -> list[Any]:
    """Return the polygons within about four kilometres of a region, for checks on coordinates."""
    discs = [scale(Point(lng, lat).buffer(r, 6), 1 / math.cos(math.radians(lat)), 1)
             for i, lat, lng, r in REACH if i == region_id]  # fmt: skip
    area = unary_union([region.simplify(0.003).buffer(0.04, 3), *discs]).simplify(0.002)
    area = multi(Polygon(p.exterior) for p in parts(set_precision(area, 0.001)))
    return list(rounded(mapping(area)["coordinates"], 3))


def svg(areas: dict[str, MultiPolygon]) -> str:
    """Return the static map in web-mercator proportion."""
    unit = SVG_WIDTH / (SVG_E - SVG_W)
    height = round((merc(SVG_N) - merc(SVG_S)) * unit, 1)
    ids = list(areas)
    frame = box(SVG_W - 0.3, SVG_S - 0.3, SVG_E + 0.8, SVG_N + 0.3)
    simple = dict(zip(ids, coverage_simplify([areas[i] for i in ids], 0.007), strict=True))

    def path(geometry: BaseGeometry) -> str:
        """Return relative path data for the rings that are big enough to see."""
        out = ""
        for polygon in parts(geometry):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [(round((x - SVG_W) * unit * 10), round((merc(SVG_N) - merc(y)) * unit * 10))
                          for x, y in ring.coords[:-1]]  # fmt: skip
                points = [p for i, p in enumerate(points) if p != points[i - 1]]
                if len(points) > 2:
                    steps = [b[k] - a[k] for a, b in zip(points, points[1:], strict=False) for k in (0, 1)]
                    out += "M" + joined(points[0]) + "l" + joined(steps) + "z"
        return out

    lands = path(unary_union([simple[i] for i in LAND_OF.values()]).intersection(frame))
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SVG_WIDTH:g} {height:g}" role="img">',
        f'<rect width="{SVG_WIDTH:g}" height="{height:g}" fill="var(--map-sea,#CFE3EA)"/>',
        f'<path fill="var(--map-neighbour,#E4E1D8)" d="{lands}"/>',
        '<g fill="var(--map-land,#EFE8D8)" stroke="var(--map-border,#BDB29A)" stroke-width=".8" stroke-linejoin="round">',
        *(f'<path id="{i}" d="{path(simple[i])}"/>' for i in REGION_OF.values()),
        "</g>",
        "</svg>",
    ]
    return "\n".join(rows) + "\n"


def main(provinces_path: str, neighbours_path: str) -> None:
    """Build every file."""
    regions = read(provinces_path, "iso_3166_2", REGION_OF)
    lands = read(neighbours_path, "name_en", LAND_OF)
    country = read(neighbours_path, "name_en", {"South Korea": "kr"})["kr"]
    cede(regions)
    meet_north(lands, unary_union(list(regions.values())), country)
    lands = {i: g.intersection(CLIP) for i, g in lands.items()}
    frame = box(*unary_union(list(lands.values())).bounds)
    areas = weave({**lands, **regions}, list(lands), frame)
    for name, area in areas.items():
        assert area.is_valid and not area.is_empty, name
    assert coverage_is_valid(list(areas.values()))

    features = []
    for kind, ids in (("land", LAND_OF), ("province", REGION_OF)):
        for i in ids.values():
            features.append({
                "type": "Feature",
                "properties": {"kind": kind, "id": i},
                "geometry": {"type": "MultiPolygon", "coordinates": rounded(mapping(areas[i])["coordinates"], 4)},
            })  # fmt: skip
    write(
        "korea.json",
        compact({"type": "FeatureCollection", "attribution": "Natural Earth", "features": features}),
    )

    facts: dict[str, dict[str, Any]] = {}
    for i in REGION_OF.values():
        region = areas[i]
        near = MultiPolygon(main_parts(region, FAR))
        centre = (
            near.geoms[0].representative_point()
            if not near.geoms[0].contains(near.centroid)
            else near.centroid
        )
        facts[i] = {"bbox": padded(region)}
        if len(near.geoms) < len(region.geoms):
            facts[i]["main_bbox"] = padded(near)
        facts[i] |= {"center": [round(centre.y, 3), round(centre.x, 3)], "silhouette": silhouette(region)}
    write("regions.json", compact(facts))
    write("boundaries.json", compact({i: boundary(i, areas[i]) for i in REGION_OF.values()}))
    write("korea.svg", svg(areas))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2])
