"""The shapes of trips in /v1."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr

from api.dependencies import Day
from api.shapes.accounts import Body
from models.trip import LinkKind, TripRole
from services.trip_access import Standing
from services.trip_links import INVITATION_DAYS, MOST_DAYS, Link
from services.trip_members import TripPerson
from services.trips import TripDetails, TripSummary

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Title = Annotated[str, Field(max_length=1000, description="1 to 100 characters", examples=["서울 · 경주"])]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="days for which the link is good")]


class NewTrip(Body):
    title: Title
    starts_on: Day
    ends_on: Day


class TripChange(Body):
    """What is to change; the rest stays."""

    version: int | None = Field(default=None, ge=1, description="the one the change was made from")
    title: Title | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class RoleChange(Body):
    role: TripRole


class NewOwner(Body):
    user_id: UUID = Field(description="an editor of the trip")


class NewInvitation(Body):
    kind: Literal[LinkKind.INVITATION]
    role: TripRole = Field(default=TripRole.READER, description="what who joins by it may do")
    days: Days = INVITATION_DAYS


class NewShare(Body):
    kind: Literal[LinkKind.SHARE]
    days: Days | None = Field(default=None, description="without it the link is good until it is revoked")
    with_notes: bool = False
    with_members: bool = False


class Joining(Body):
    token: Annotated[SecretStr, Field(max_length=200, description="the end of an invitation's address")]


class TripSummaryShape(BaseModel):
    id: UUID
    title: str
    starts_on: date
    ends_on: date
    version: int
    role: Standing = Field(description="what one may do with it")
    people: int = Field(description="how many are in it, the owner counted")


class TripListShape(BaseModel):
    items: list[TripSummaryShape]
    next_cursor: str | None


class TripPersonShape(BaseModel):
    user_id: UUID
    display_name: str
    role: Standing
    joined_at: datetime | None = Field(description="null for the owner")


class TripPersonListShape(BaseModel):
    items: list[TripPersonShape]
    next_cursor: None = None


class TripShape(TripSummaryShape):
    owner: TripPersonShape
    members: list[TripPersonShape] = Field(description="in the order in which they joined")


class LinkShape(BaseModel):
    id: UUID
    kind: LinkKind
    role: TripRole | None = Field(description="of an invitation: what who joins by it may do")
    with_notes: bool
    with_members: bool
    expires_at: datetime | None
    created_at: datetime
    token: str
    url: str = Field(description="where the link leads")


class LinkListShape(BaseModel):
    items: list[LinkShape]
    next_cursor: None = None


def summary_json(trip: TripSummary | TripDetails) -> dict[str, Any]:
    return {
        "id": trip.id,
        "title": trip.title,
        "starts_on": trip.starts_on,
        "ends_on": trip.ends_on,
        "version": trip.version,
        "role": trip.role,
        "people": trip.people,
    }


def trip_json(trip: TripDetails) -> dict[str, Any]:
    members = [person_json(one) for one in trip.members]
    return {**summary_json(trip), "owner": person_json(trip.owner), "members": members}


def person_json(person: TripPerson) -> dict[str, Any]:
    return {
        "user_id": person.user_id,
        "display_name": person.display_name,
        "role": person.role,
        "joined_at": person.joined_at,
    }


def link_shape(link: Link, site: str) -> LinkShape:
    return LinkShape(
        id=link.id,
        kind=link.kind,
        role=link.role,
        with_notes=link.with_notes,
        with_members=link.with_members,
        expires_at=link.expires_at,
        created_at=link.created_at,
        token=link.token,
        url=f"{site}{link.path}",
    )
