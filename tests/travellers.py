"""Travellers with an account, for tests that need somebody to act."""

from models.language import Language
from services.actor import Actor
from services.platform import Platform


async def a_traveller(platform: Platform, name: str, *, is_verified: bool = True) -> Actor:
    """Make an account without a password and return who acts with it."""
    async with platform.open_unit() as services:
        user_id = await services.users.add(
            email=f"{name.lower()}@travellers.example",
            display_name=name,
            language=Language.EN,
            is_verified=is_verified,
        )
    return Actor(user_id)


async def travellers(platform: Platform, number: int) -> list[Actor]:
    """Make so many accounts."""
    return [await a_traveller(platform, f"Traveller{one}") for one in range(number)]
