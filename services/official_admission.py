"""Fees out of the free text of Korea's official services: `어른 3,000원 / 청소년 2,000원 / 어린이 1,000원`, `무료`.

Precision goes first: a text is read whole or not at all.
"""

import re

from pydantic import ValidationError

from services.catalogue_files import Admission


def read_official_admission(text: str) -> Admission | None:
    """Read what a visit costs; None where any of it is unsure."""
    said = " ".join(text.split())
    if _FREE.fullmatch(said):
        return Admission(free=True)
    fees: dict[str, int] = {}
    for part in _BETWEEN_FEES.split(said):
        fee = _FEE.fullmatch(part)
        payer = _PAYERS.get(fee["payer"]) if fee else None
        if fee is None or payer is None or payer in fees:
            return None
        fees[payer] = int(fee["won"].replace(",", ""))
    try:
        return Admission.model_validate(fees) if "adult" in fees else None
    except ValidationError:
        return None


_FREE = re.compile(r"(?:입장료?|관람료?|이용료?)? ?:? ?무료(?: ?(?:입장|관람|이용))?")
_BETWEEN_FEES = re.compile(r" ?/ ?|, ?(?=[가-힣])| (?=[가-힣]+ ?:? ?\d)")
_FEE = re.compile(r"(?P<payer>[가-힣]+) ?:? ?(?P<won>\d{1,3}(?:,\d{3})+|\d+) ?원")
_PAYERS = {
    "성인": "adult",
    "어른": "adult",
    "대인": "adult",
    "일반": "adult",
    "청소년": "youth",
    "중고생": "youth",
    "어린이": "child",
    "소인": "child",
    "아동": "child",
}
