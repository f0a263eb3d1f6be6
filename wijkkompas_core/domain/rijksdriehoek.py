"""From the Dutch grid (Rijksdriehoek, EPSG:28992) to longitude and latitude (WGS84).

The polynomials of Schreutelkamp and Strang van Hees ("Benaderingsformules voor de transformatie tussen RD- en
WGS84-kaartcoördinaten", 2001): within half a metre in the Netherlands.
"""

X0, Y0, LAT0, LON0 = 155_000.0, 463_000.0, 52.15517440, 5.38720621
_LAT = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_LON = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip
WEST, EAST, SOUTH, NORTH = 3.0, 7.5, 50.5, 53.8
"""Around the Netherlands with its sea along the coast, in degrees."""


def naar_wgs84(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in metres."""
    dx, dy = (x - X0) * 1e-5, (y - Y0) * 1e-5
    lat = LAT0 + sum(k * dx**p * dy**q for p, q, k in _LAT) / 3600
    lon = LON0 + sum(k * dx**p * dy**q for p, q, k in _LON) / 3600
    return round(lon, 7), round(lat, 7)


def in_nederland(lon: float, lat: float) -> bool:
    """Whether a point in degrees lies in or right around the European Netherlands."""
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def is_rijksdriehoek(x: float, y: float) -> bool:
    """Whether two numbers can be a point in metres in the Netherlands, and so are no degrees."""
    return -7_000 <= x <= 300_000 and 289_000 <= y <= 640_000
