from enum import StrEnum


class Theme(StrEnum):
    """What a place is about, in the order in which themes are shown."""

    HERITAGE = "heritage"
    TEMPLES = "temples"
    NATURE = "nature"
    COAST = "coast"
    MUSEUMS = "museums"
    FOOD = "food"
    KCULTURE = "kculture"
    FAMILY = "family"
    NIGHT = "night"
    TRAILS = "trails"
    FESTIVALS = "festivals"
