"""The shapes of likes in /v1."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.shapes.places import PlaceSummaryShape, summary_json
from models.language import Language
from services.likes import LikedPlace


class HeartShape(BaseModel):
    liked: bool
    count: int = Field(description="how many travellers like the place")


class LikedPlaceShape(PlaceSummaryShape):
    liked_at: datetime


class LikedPlaceListShape(BaseModel):
    items: list[LikedPlaceShape]
    next_cursor: str | None


def liked_json(liked: LikedPlace, language: Language | None, now: datetime) -> dict[str, Any]:
    """A liked place as JSON; `now` is Korea's wall clock."""
    return {**summary_json(liked.place, language, now), "liked_at": liked.liked_at}
