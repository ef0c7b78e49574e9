"""The letters of the product, in the reader's language.

None of them repeats a name somebody typed: whoever registers with a stranger's address could write to them with it.
"""

from models.language import Language
from services.i18n import translator
from services.mail import Mail


def verify_letter(language: Language, *, to: str, link: str, minutes: int) -> Mail:
    """Ask whether the address belongs to whoever registered with it."""
    t = translator(language)
    return _letter(
        to,
        t("Confirm your e-mail address for FFFF"),
        t(
            "Someone has registered with FFFF using this e-mail address. If it was you, please confirm it here:"
        ),
        link,
        t("This link works once, for {minutes} minutes.").format(minutes=minutes),
        t("If it was not you, you can ignore this e-mail."),
    )


def reset_letter(language: Language, *, to: str, link: str, minutes: int) -> Mail:
    """Give the way to a new password to whoever reads this address."""
    t = translator(language)
    return _letter(
        to,
        t("Choose a new password for FFFF"),
        t("Someone has asked for a new password for your FFFF account. If it was you, choose one here:"),
        link,
        t("This link works once, for {minutes} minutes.").format(minutes=minutes),
        t("If it was not you, you can ignore this e-mail: your password stays as it is."),
    )


def password_changed_letter(language: Language, *, to: str, reset_link: str) -> Mail:
    """Tell the owner of an account, in case it was somebody else."""
    t = translator(language)
    return _letter(
        to,
        t("Your FFFF password has been changed"),
        t(
            "The password of your FFFF account has just been changed, and all other devices have been signed out."
        ),
        t("If it was you, all is well. If it was not, please choose a new password at once:"),
        reset_link,
    )


def _letter(to: str, subject: str, *paragraphs: str) -> Mail:
    return Mail(to, subject, "\n\n".join((*paragraphs, "FFFF")) + "\n")
