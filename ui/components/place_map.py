from nicegui import ui

from settings import Settings

_KOREA = (36.1, 127.9)


def place_map(settings: Settings) -> ui.leaflet:
    """The living map: it takes the place of the still one in `#map` and is then filled by `assets/js/map.js`.

    Our own base map is drawn from files; a tile layer lies under it only where the operator has set one.
    """
    leaflet = ui.leaflet(
        center=_KOREA,
        zoom=7,
        options={
            "minZoom": 6,
            "maxZoom": 18,
            "zoomControl": False,
            "attributionControl": True,
            "zoomSnap": 0.5,
        },
    )
    leaflet.clear_layers()
    if settings.map_tile_url:
        leaflet.tile_layer(
            url_template=settings.map_tile_url, options={"attribution": settings.map_tile_attribution}
        )
    tiles = "true" if settings.map_tile_url else "false"
    leaflet.on(
        "init",
        js_handler=f"() => import('ffff/map').then((map) => map.attach(getElement({leaflet.id}), {tiles}))",
    )
    return leaflet
