from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.clusters import Clusters
from services.opening_days import OpeningDays
from services.places import Places
from services.search import Search


@dataclass(frozen=True, slots=True)
class Services:
    """What can be done within one unit of work: one session, one transaction."""

    places: Places
    search: Search
    clusters: Clusters


def services_on(session: AsyncSession, opening_days: OpeningDays) -> Services:
    """Bind every service to the session of one unit of work."""
    return Services(
        places=Places(session),
        search=Search(session, opening_days),
        clusters=Clusters(session),
    )
