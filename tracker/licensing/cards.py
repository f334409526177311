"""What the front matter of a Hugging Face card declares."""

import re
from collections.abc import Mapping

from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.model.evidence import Declaration, Place

_OLD_ID = re.compile(r"-(\d)-(\d)$")
"""``cc-by-sa-3-0``, as cards wrote it before 2022, under ``licenses``."""
_MOST = 20
"""Licences that one card may list."""


def from_card(front_matter: Mapping[str, object], path: str) -> tuple[Declaration, ...]:
    """Return one declaration for each licence a card names.

    ``license: other`` is the licence of ``license_name``, or else of ``license_link``; where
    neither is known by name the declaration has no expression. The quote is the lines of the
    front matter that say so; the line number is not known here.

    Examples
    --------
    >>> from_card({"license": "other", "license_name": "openmdw-1.1"}, "README.md")[0].expression
    'LicenseRef-OpenMDW-1.1'
    """
    source = Source(path=path, text="")
    name = front_matter.get("license_name") or front_matter.get("license_details")
    link = front_matter.get("license_link")
    value = front_matter.get("license") or front_matter.get("licenses")
    listed = value if isinstance(value, (list, tuple)) else [value]
    declared = []
    for raw in [str(item) for item in listed if item] or ([""] if name or link else []):
        fields: dict[str, object] = {"license": raw}
        expression = normalise(raw) or normalise(_OLD_ID.sub(r"-\1.\2", raw))
        if expression is None:
            fields |= {"license_name": name, "license_link": link}
            expression = next(
                (known for text in (name, link) if text and (known := normalise(str(text)))), None
            )
        quote = "\n".join(f"{key}: {text}" for key, text in fields.items() if text)
        declared.append(source.declare(Place.CARD, None, expression, quote=quote))
    more = [source.in_part(Place.CARD)] if len(declared) > _MOST else []
    return (*declared[:_MOST], *more)
