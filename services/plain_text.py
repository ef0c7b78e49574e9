import unicodedata

_JOINER = "\u200d"
"""Holds the parts of an emoji together; all else that cannot be seen is left out."""


def one_line(text: str) -> str:
    """Return what somebody wrote as it is shown: composed, on one line, without what cannot be seen."""
    seen = (
        char for char in text if char.isspace() or char == _JOINER or unicodedata.category(char)[0] != "C"
    )
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def several_lines(text: str) -> str:
    """Return what somebody wrote with its line breaks, each line as `one_line` has it."""
    return "\n".join(map(one_line, text.strip().splitlines()))
