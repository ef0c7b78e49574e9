from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.access_tokens import RefreshTokens
from services.actor import Actor
from services.address_tokens import AddressTokens
from services.api_tokens import ApiTokens
from services.belongings import Belongings
from services.calendar_feeds import CalendarFeeds
from services.calendar_imports import CalendarImports
from services.clusters import Clusters, WideMarkers
from services.exports import Exports
from services.festivals import Festivals
from services.idempotency import Idempotency
from services.identities import Identities
from services.likes import Likes
from services.live import Touched
from services.mailed_tokens import MailedTokens
from services.my_likes import MyLikes
from services.overview import Overview
from services.photos import Photos
from services.places import Places
from services.ratings import Ratings
from services.reports import Reports
from services.schedules import Schedules
from services.search import Search
from services.sessions import Sessions
from services.shared_trips import SharedTrips
from services.trip_links import TripLinks
from services.trip_members import TripMembers
from services.trips import Trips
from services.users import Users
from services.visits import Visits
from services.your_data import YourData


@dataclass(frozen=True, slots=True)
class Services:
    """What can be done within one unit of work: one session, one transaction, one acting user or none."""

    actor: Actor | None
    places: Places
    festivals: Festivals
    search: Search
    clusters: Clusters
    users: Users
    sessions: Sessions
    refresh_tokens: RefreshTokens
    api_tokens: ApiTokens
    mailed_tokens: MailedTokens
    identities: Identities
    likes: Likes
    my_likes: MyLikes
    ratings: Ratings
    visits: Visits
    trips: Trips
    schedules: Schedules
    trip_members: TripMembers
    trip_links: TripLinks
    shared_trips: SharedTrips
    calendar_feeds: CalendarFeeds
    calendar_imports: CalendarImports
    idempotency: Idempotency
    your_data: YourData
    exports: Exports
    belongings: Belongings
    reports: Reports
    photos: Photos


def services_on(
    session: AsyncSession,
    actor: Actor | None,
    touched: Touched,
    overview: Overview,
    wide_markers: WideMarkers,
    link_tokens: AddressTokens,
) -> Services:
    """Bind every service to the session and the acting user of one unit of work."""
    trips, schedules = Trips(session, actor, touched), Schedules(session, actor, touched)
    trip_links = TripLinks(session, actor, touched, link_tokens)
    return Services(
        actor=actor,
        places=Places(session, overview),
        festivals=Festivals(session),
        search=Search(session, overview),
        clusters=Clusters(session, wide_markers),
        users=Users(session, actor),
        sessions=Sessions(session, actor),
        refresh_tokens=RefreshTokens(session),
        api_tokens=ApiTokens(session, actor),
        mailed_tokens=MailedTokens(session),
        identities=Identities(session, actor),
        likes=Likes(session, actor),
        my_likes=MyLikes(session, actor),
        ratings=Ratings(session, actor),
        visits=Visits(session, actor),
        trips=trips,
        schedules=schedules,
        trip_members=TripMembers(session, actor, touched),
        trip_links=trip_links,
        shared_trips=SharedTrips(session, trip_links, trips, schedules),
        calendar_feeds=CalendarFeeds(session, actor),
        calendar_imports=CalendarImports(session, actor, touched),
        idempotency=Idempotency(session, actor),
        your_data=YourData(session, actor),
        exports=Exports(session, actor),
        belongings=Belongings(session, actor, touched),
        reports=Reports(session, actor),
        photos=Photos(session, actor),
    )
