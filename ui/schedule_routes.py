"""What is done on the schedule page: each form answers its script with JSON, and a browser without scripts with a page."""

from collections.abc import Awaitable, Callable, Sequence

from htpy import a, button, form, input
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from edge.assets import Assets
from services.rate_limits import CHANGES
from services.schedules import Outcome
from services.sessions import Traveller
from services.unit_of_work import Services
from ui.document import PageInfo, plain_document
from ui.failures import own_path_of_referer, shows_failures, wants_json
from ui.forms import own_form, own_path
from ui.html.frame import framed
from ui.html.messages import message_page
from ui.schedule_answers import Answer, all_changed, changed, turned_back
from ui.schedule_form import draft_of, edit_of, moves_of, removal_of
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_NEVER_KEPT = {"Cache-Control": "no-store"}


@shows_failures
async def add_entry(request: Request) -> Response:
    """Make an entry."""
    fields, traveller = await _asked(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        (outcome,) = await services.schedules.apply([draft_of(fields)])
    return _answer(request, fields, changed(outcome, Visitor.of(request)))


@shows_failures
async def change_entry(request: Request, schedule_id: str) -> Response:
    """Change the fields of an entry that the form has, since the version that it names."""
    fields, traveller = await _asked(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        (outcome,) = await services.schedules.apply([edit_of(schedule_id, fields)])
    return _answer(request, fields, changed(outcome, Visitor.of(request)))


@shows_failures
async def remove_entry(request: Request, schedule_id: str) -> Response:
    """Remove an entry."""
    fields, traveller = await _asked(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        (outcome,) = await services.schedules.apply([removal_of(schedule_id, fields)])
    return _answer(request, fields, changed(outcome, Visitor.of(request)))


@shows_failures
async def move_entries(request: Request) -> Response:
    """Move entries in one step: a fix of a warning, or an order of a day that was accepted."""
    fields, traveller = await _asked(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        outcomes = await services.schedules.apply(moves_of(fields.get("changes", "")))
    return _answer(request, fields, all_changed(outcomes, Visitor.of(request)))


@shows_failures
async def undo(request: Request) -> Response:
    """Take back one's last step."""
    visitor = Visitor.lenient(request)
    return await _turn_back(
        request, lambda services: services.schedules.undo(), visitor.t("There is nothing to undo.")
    )


@shows_failures
async def redo(request: Request) -> Response:
    """Make the step again that was undone last."""
    visitor = Visitor.lenient(request)
    return await _turn_back(
        request, lambda services: services.schedules.redo(), visitor.t("There is nothing to redo.")
    )


async def _turn_back(
    request: Request, turn: Callable[[Services], Awaitable[Sequence[Outcome]]], nothing: str
) -> Response:
    fields, traveller = await _asked(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        outcomes = await turn(services)
    return _answer(request, fields, turned_back(outcomes, Visitor.of(request), nothing=nothing))


# --- what comes and what goes -------------------------------------------------------------------------------------------


async def _asked(request: Request) -> tuple[dict[str, str], Traveller]:
    fields, traveller = await own_form(request), traveller_of(request)
    await platform_of(request).limits.spend(CHANGES, str(traveller.session_id))
    return fields, traveller


def _answer(request: Request, fields: dict[str, str], answer: Answer) -> Response:
    visitor, back = Visitor.lenient(request), way_back(request, fields)
    if wants_json(request):
        return JSONResponse(answer.shape(visitor), headers=_NEVER_KEPT)
    if answer.overwritten or answer.notice:
        return _said(request, answer, visitor, back)
    return RedirectResponse(back, 303)


def way_back(request: Request, fields: dict[str, str]) -> str:
    """Return the page of ours to which a form leads when there are no scripts."""
    return own_path(fields.get("back"), "") or own_path_of_referer(request)


def _said(request: Request, answer: Answer, visitor: Visitor, back: str) -> Response:
    """Show without scripts what a toast would say, with the way back to what somebody else had set."""
    assets: Assets = request.state.assets
    overwritten = answer.overwritten
    content = message_page(
        assets,
        picture="empty",
        title=visitor.t("Saved"),
        text=" ".join(filter(None, (overwritten and overwritten.sentence, answer.notice))),
        links=[
            a(".primary", href=back)[visitor.t("Back to the schedule")],
            overwritten
            and form(method="post", action=overwritten.address)[
                (input(type="hidden", name=name, value=value) for name, value in overwritten.fields.items()),
                input(type="hidden", name="back", value=back),
                button(".secondary", type="submit")[visitor.t("Take theirs instead")],
            ],
        ],
    )
    info = PageInfo(f"{visitor.t('Schedule')} · FFFF", visitor.t("Schedule"), indexed=False)
    return plain_document(request, visitor, info, framed(content, visitor, assets, current="/schedule"))
