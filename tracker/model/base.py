"""What all values of the model share."""

import msgspec


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen record; unknown fields are refused, defaults are not written."""
