from enum import StrEnum


class ProviderName(StrEnum):
    """Who can vouch for a visitor besides us."""

    GOOGLE = "google"
    KAKAO = "kakao"
    NAVER = "naver"

    @property
    def brand(self) -> str:
        """The name as its owner writes it, in every language."""
        return self.value.capitalize()
