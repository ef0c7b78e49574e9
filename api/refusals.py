"""What is wrong with one part of a request: the kinds of errors that Pydantic tells, as sentences of ours."""

from collections.abc import Mapping
from typing import Any

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.i18n import Translate

_DAY = "This must be a day such as 2026-11-28."
_TIME = "This must be a time such as 09:30."
_NUMBER = "This must be a number."
_WHOLE_NUMBER = "This must be a whole number."
_OBJECT = "This must be an object."
_OTHERWISE = "This is not in the right format."

REFUSALS: Mapping[str, str] = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field.",
    "json_invalid": "The body is not JSON.",
    "string_type": "This must be text.",
    "string_too_short": "This needs at least {min_length} characters.",
    "string_too_long": "This can have at most {max_length} characters.",
    "too_short": "At least {min_length} of these are needed.",
    "too_long": "At most {max_length} of these are allowed.",
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than": "This must be less than {lt}.",
    "less_than_equal": "This can be at most {le}.",
    "enum": "This must be one of these: {expected}.",
    "literal_error": "This must be one of these: {expected}.",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "uuid_type": "This must be a UUID.",
    "uuid_parsing": "This must be a UUID.",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "list_type": "This must be a list.",
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
}
"""Templates by Pydantic's name of the error; `{…}` is what it tells about it."""

RULES = (
    "must be latitude,longitude in degrees",
    "must be west,south,east,north in degrees",
    "must have west below east and south below north, in degrees",
    f"must be between {FIRST_DAY.year} and {LAST_DAY.year}",
    "must be a day such as 2026-11-28",
)
"""What our own readers of parameters say."""

ALL_SENTENCES = (*REFUSALS.values(), *RULES, _OTHERWISE)


def refusal(error: Mapping[str, Any], t: Translate) -> str:
    """Return the sentence for one error of Pydantic."""
    if error["type"] == "value_error":
        return t(str(error["ctx"]["error"]))
    told = {name: _listed(value) for name, value in error.get("ctx", {}).items()}
    return t(REFUSALS.get(error["type"], _OTHERWISE)).format(**told)


def _listed(value: object) -> str:
    """Write `'a', 'b' or 'c'` so that it stands in any language."""
    return str(value).replace(" or ", ", ")
