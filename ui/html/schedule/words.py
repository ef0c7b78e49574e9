"""What `assets/js/schedule.js` and its neighbours say."""

from ui.visitor import Visitor


def words(visitor: Visitor) -> dict[str, str]:
    """Return the sentences as attributes of `#schedule`."""
    return {"data_word_failed": visitor.t("That did not reach us, so nothing was changed.")}
