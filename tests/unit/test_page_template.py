import hashlib
from pathlib import Path

import nicegui

NICEGUI_TEMPLATE = "82070de3799672b88ed615a512e7d9505902b263a8598d55154143481489837f"


def test_the_page_template_of_nicegui_is_the_one_ours_was_made_from() -> None:
    theirs = Path(nicegui.__file__).parent / "templates" / "index.html"
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == NICEGUI_TEMPLATE, (
        "NiceGUI's page template has changed. Compare its old and new templates/index.html, carry what changed over to "
        "ui/templates/index.html, try every page in a browser, and put the new hash here."
    )
