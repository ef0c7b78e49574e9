"""What the scripts of the schedule page say, as attributes of `#schedule`."""

from ui.visitor import Visitor


def schedule_words(visitor: Visitor) -> dict[str, str]:
    """Return the words of `assets/js/schedule*.js`; {braces} are filled in by them."""
    words = {
        "new": visitor.t("New entry"),
        "edit": visitor.t("Edit entry"),
        "undo": visitor.t("Undo"),
        "removed": visitor.t("{name} was removed."),
        "no_time": visitor.t("{day}, without a time"),
        "from": visitor.t("{day}, from {start}"),
        "at": visitor.t("{day}, {start} to {end}"),
        "saved": visitor.t("Saved."),
        "failed": visitor.t("That did not reach us, so nothing was changed."),
        "sign_in": visitor.t("Sign in"),
        "theirs": visitor.t("Take theirs instead"),
        "gone": visitor.t("Someone else has removed this entry. Save to create it again as shown here."),
        "changed": visitor.t(
            "Someone else has changed this entry in the meantime. What you typed is still here."
        ),
        "keys": visitor.t("Enter opens it, Space picks it up, Delete removes it."),
        "picked": visitor.t(
            "{name} picked up: {when}. Arrow keys move it, with Shift they change its length, S puts it on the shelf, Enter puts it down, Escape puts it back."
        ),
        "dropped": visitor.t("{name} put down: {when}"),
        "put_back": visitor.t("{name} is back where it was."),
        "no_warnings": visitor.t("No problems there."),
        "here": visitor.t("{name} is here"),
        "next_day": visitor.t("Ends the following day."),
        "suggestions": visitor.t("Matching places"),
        "loading": visitor.t("Looking for the best order…"),
    }
    return {f"data_word_{name}": sentence for name, sentence in words.items()}
