"""What every list of /v1 understands: how many, from where on, and which fields."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel

from services.errors import Invalid

Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before")]
Fields = Annotated[
    str | None, Query(max_length=500, pattern=r"^[a-z_]+(,[a-z_]+)*$", description="fields to select")
]


class UnknownField(Invalid):
    code = "unknown_field"
    message = "There is no field “{field}” here. Fields: {known}."
    field = "fields"


def selected(items: list[dict[str, Any]], fields: str | None, shape: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the items with only the fields asked for.

    Raises:
        UnknownField: the shape has no such field.
    """
    if fields is None:
        return items
    wanted = fields.split(",")
    for field in wanted:
        if field not in shape.model_fields:
            raise UnknownField(field=field, known=", ".join(shape.model_fields))
    return [{field: item[field] for field in wanted if field in item} for item in items]
