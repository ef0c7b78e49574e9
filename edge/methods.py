"""Which methods an address knows, for whoever has asked with another one."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Match, Route
from starlette.types import Scope


def methods_at(app: FastAPI, scope: Scope) -> set[str]:
    """Return the methods that the routes of this address answer to instead of the one it was asked with."""
    routes = (context.original_route for context in iter_route_contexts(app.routes))
    there = [route for route in routes if isinstance(route, Route)]
    return {
        method
        for route in there
        if route.matches(scope)[0] is Match.PARTIAL
        for method in route.methods or ()
    }
