"""How far readers agree: on accept or reject, and field by field."""

from __future__ import annotations

from typing import Any

import msgspec


class Agreement(msgspec.Struct, frozen=True):
    """Two readers on one `field` (or `verdict`): how many claims both judged, and in how many they say the same.

    `kappa` is Cohen's, for the verdict and fields with a fixed list of values; None for open ones, and where both said
    one and the same of all, so that chance alone would have them agree.
    """

    readers: tuple[str, str]
    field: str
    both: int
    agreed: int
    kappa: float | None


def agreement(connection: Any) -> list[Agreement]:
    """Every pair of readers who judged the same claims, `verdict` first, then the fields in their order.

    In a field those count that both readers accept the claim or changed the field.
    """
    raise NotImplementedError
