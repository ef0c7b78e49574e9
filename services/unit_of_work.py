from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.clusters import Clusters, WideMarkers
from services.overview import Overview
from services.places import Places
from services.search import Search


@dataclass(frozen=True, slots=True)
class Services:
    """What can be done within one unit of work: one session, one transaction."""

    places: Places
    search: Search
    clusters: Clusters


def services_on(session: AsyncSession, overview: Overview, wide_markers: WideMarkers) -> Services:
    """Bind every service to the session of one unit of work."""
    return Services(
        places=Places(session, overview),
        search=Search(session, overview),
        clusters=Clusters(session, wide_markers),
    )
