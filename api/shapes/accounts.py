"""The shapes of accounts in /v1: what may be sent, and what a user sees of their own."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from models.language import Language
from models.session import SessionKind
from services.accounts import TokenPair
from services.api_tokens import OwnToken
from services.sessions import Device
from services.users import Profile

Email = Annotated[str, Field(max_length=300, examples=["min@example.com"])]
DisplayName = Annotated[str, Field(max_length=300, description="1 to 60 characters", examples=["김민"])]
NewPassword = Annotated[
    SecretStr,
    Field(
        max_length=1000,
        description="8 characters to 72 bytes in UTF-8, not a common one",
        examples=["four words of mine"],
    ),
]
Password = Annotated[SecretStr, Field(max_length=1000, examples=["four words of mine"])]


class Body(BaseModel):
    """What is sent; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Registration(Body):
    email: Email
    password: NewPassword
    display_name: DisplayName
    lang: Language | None = Field(
        default=None, description="the language of the account, else that of the request"
    )


class Credentials(Body):
    email: Email
    password: Password


class Refresh(Body):
    refresh_token: Annotated[SecretStr, Field(max_length=1000)]


class ProfileChange(Body):
    """What is to change; the rest stays."""

    display_name: DisplayName | None = None
    lang: Language | None = None


class PasswordChange(Body):
    current_password: Password
    new_password: NewPassword


class NewApiToken(Body):
    name: Annotated[str, Field(max_length=300, description="1 to 60 characters", examples=["Backup"])]


class UserShape(BaseModel):
    id: UUID
    email: str
    email_verified: bool
    has_password: bool = Field(description="false for an account that signs in elsewhere only")
    display_name: str
    lang: Language
    created_at: datetime


class TokenPairShape(BaseModel):
    user: UserShape
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (the name of a scheme)
    expires_in: int = Field(description="seconds for which the access token is good", examples=[900])
    refresh_token: str = Field(description="works once; its answer carries the next one")


class ApiTokenShape(BaseModel):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class NewApiTokenShape(ApiTokenShape):
    token: str = Field(description="shown this once", examples=["ffff_…"])


class ApiTokenListShape(BaseModel):
    items: list[ApiTokenShape]
    next_cursor: None = None


class DeviceShape(BaseModel):
    id: UUID
    kind: SessionKind
    device: str = Field(description="what the device calls itself")
    created_at: datetime
    last_seen_at: datetime
    current: bool = Field(description="whether this very call was made through it")


class DeviceListShape(BaseModel):
    items: list[DeviceShape]
    next_cursor: None = None


def user_shape(profile: Profile) -> UserShape:
    return UserShape(
        id=profile.id,
        email=profile.email,
        email_verified=profile.is_verified,
        has_password=profile.has_password,
        display_name=profile.display_name,
        lang=profile.language,
        created_at=profile.created_at,
    )


def token_pair_shape(pair: TokenPair) -> TokenPairShape:
    return TokenPairShape(
        user=user_shape(pair.user),
        access_token=pair.access_token,
        expires_in=pair.expires_in,
        refresh_token=pair.refresh_token,
    )


def api_token_shape(token: OwnToken) -> ApiTokenShape:
    return ApiTokenShape(
        id=token.id, name=token.name, created_at=token.created_at, last_used_at=token.last_used_at
    )


def device_shape(device: Device) -> DeviceShape:
    return DeviceShape(
        id=device.session_id,
        kind=device.kind,
        device=device.device,
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
        current=device.is_this_one,
    )
