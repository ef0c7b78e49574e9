"""TourAPI on loopback, as `./run --with-stand-ins` starts it too."""

from embedded.stand_ins.tourapi import FAULTS, KEY, Fault, StandInTourApi
from embedded.stand_ins.tourapi_places import Row, a_row, sample_rows

__all__ = ["FAULTS", "KEY", "Fault", "Row", "StandInTourApi", "a_row", "sample_rows"]
