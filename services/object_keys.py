"""Where the objects that rows refer to lie in the store."""

from uuid import UUID

from services.pictures import AVATAR_EDGES, PLACE_EDGES

AVATARS, PHOTOS, EXPORTS = "avatars", "photos", "exports"


def avatar_key(avatar: str, edge: int = max(AVATAR_EDGES)) -> str:
    return f"{AVATARS}/{avatar}-{edge}.webp"


def photo_key(photo_id: UUID, edge: int = max(PLACE_EDGES)) -> str:
    return f"{PHOTOS}/{photo_id}-{edge}.webp"


def export_key(export_id: UUID) -> str:
    return f"{EXPORTS}/{export_id}.zip"


def avatar_keys(avatar: str) -> list[str]:
    """Return the keys of every size."""
    return [avatar_key(avatar, edge) for edge in AVATAR_EDGES]


def photo_keys(photo_id: UUID) -> list[str]:
    """Return the keys of every size."""
    return [photo_key(photo_id, edge) for edge in PLACE_EDGES]


def owner_in(key: str) -> str:
    """Return what the row is known by that an object belongs to: an avatar, or the id of a photo or an export."""
    name = key.rpartition("/")[2].rpartition(".")[0]
    return name if key.startswith(f"{EXPORTS}/") else name.rpartition("-")[0]
