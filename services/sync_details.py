"""Asking TourAPI for what its lists leave out, place by place: texts, hours, admission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import structlog

from models.language import Language
from services.catalogue_files import FactName
from services.database import Database
from services.errors import Unavailable
from services.found_places import (
    LONGEST_DESCRIPTION,
    FoundDetails,
    Particulars,
    facts_of,
    hours_of,
    phone_in,
    stay_in,
    website_in,
)
from services.official_admission import read_official_admission
from services.place_keeping import keep_details
from services.sources.tourapi import (
    SOURCE,
    KeyRefused,
    QuotaUsedUp,
    RequestRefused,
    TourApi,
    TourApiRests,
    TourApiUnavailable,
)
from services.sources.tourapi_answers import Common, Introduction, Listed
from services.sync_states import Due, due_details, remember_answers

log = structlog.get_logger()

SyncProgress = Callable[[Language, int, int], None]
"""Told after every page or every few places: the language, how many are behind, how many there are."""

_AT_ONCE = 10
"""Places whose details are stored in one transaction."""


@dataclass(frozen=True, slots=True)
class DetailReport:
    """How many places have got something new, and why it stopped before all were asked."""

    changed: int
    stopped: Unavailable | None = None


async def sync_details(
    database: Database, api: TourApi, language: Language, *, today: date, progress: SyncProgress
) -> DetailReport:
    """Ask until nothing is due or nothing is answered any more; what has been told by then is kept.

    In Korean everything is asked, in another language only the description.

    Raises:
        DatabaseUnavailable
    """
    async with database.transaction() as session:
        due = await due_details(session, language)
    changed = 0
    for start in range(0, len(due), _AT_ONCE):
        some = due[start : start + _AT_ONCE]
        answers = await _ask(api, language, some, today)
        async with database.transaction() as session:
            changed += await keep_details(session, language, list(answers.told.values()), source=SOURCE)
            await remember_answers(session, language, told=list(answers.told), failed=answers.failed)
        done = start + len(answers.told) + len(answers.failed)
        progress(language, done, len(due))
        log.info("sync_details", language=language.value, done=done, due=len(due))
        if answers.stopped:
            return DetailReport(changed, answers.stopped)
    return DetailReport(changed)


@dataclass(slots=True)
class _Answers:
    """What came of asking for a few places, by content id; `stopped` is why the next are not asked."""

    told: dict[str, FoundDetails] = field(default_factory=dict[str, FoundDetails])
    failed: list[str] = field(default_factory=list[str])
    stopped: Unavailable | None = None


async def _ask(api: TourApi, language: Language, some: Sequence[Due], today: date) -> _Answers:
    answers = _Answers()
    failure: Unavailable | None = None
    for due in some:
        details = None
        try:
            details = await _details(api, language, due, today)
        except (TourApiRests, QuotaUsedUp, KeyRefused) as end:
            answers.stopped = end
            return answers
        except (TourApiUnavailable, RequestRefused) as error:
            # It may be this one place that cannot be told of, so the next are asked first.
            log.warning("sync_detail_failed", content_id=due.content_id, reason=error.code)
            failure = error
        if details:
            answers.told[due.content_id] = details
        else:
            answers.failed.append(due.content_id)
    if failure and not answers.told:
        answers.stopped = failure
    return answers


async def _details(api: TourApi, language: Language, due: Due, today: date) -> FoundDetails | None:
    """Ask for one place; None when the service has nothing of this id, or tells of another."""
    common = await api.common(language, due.content_id)
    if common is None or common.listed.content_id != due.content_id:
        return None
    description = common.overview[:LONGEST_DESCRIPTION]
    if language is not Language.KO:
        return FoundDetails(due.place_id, description)
    kind = common.listed.kind
    introduction = await api.introduction(language, due.content_id, kind.value) if kind else None
    told = particulars_of(common, introduction, today)
    facts = {
        FactName.OPENING_HOURS: told.tells_hours,
        FactName.LAST_ADMISSION: told.last_admission_minutes,
        FactName.ADMISSION: told.admission,
        FactName.PHONE: told.phone,
        FactName.WEBSITE: told.website,
    }
    source, day = named_source(common.listed), day_of(common.listed)
    return FoundDetails(due.place_id, description, told, facts_of(source, day, facts))


def named_source(row: Listed) -> str:
    """Return by what name the page of a place tells where its facts come from."""
    return f"TourAPI {row.content_id}"


def day_of(row: Listed) -> date | None:
    """Return as of which day the service says what it says: that of its last change."""
    return row.modified_at.date() if row.modified_at else None


def particulars_of(common: Common, introduction: Introduction | None, today: date) -> Particulars:
    """Read what the service writes in free text; of what cannot be read for sure only the hours stay text."""
    website, phone = website_in(common.homepage or ""), phone_in(common.listed.phone)
    if introduction is None:
        return Particulars(website=website, phone=phone)
    return Particulars(
        website=website,
        phone=phone or phone_in(introduction.enquiries),
        stay_minutes=stay_in(introduction.stay),
        admission=read_official_admission(introduction.admission),
        **hours_of(introduction.hours, introduction.closed, today),
    )
