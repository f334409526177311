"""The README as the package index shows it: hatchling calls this when it builds the package.

On an index a relative link leads nowhere. Where `[project.urls]` names the source, links and
pictures lead to the files of that version there, and the line that installs a checkout names the
package. Where it does not, as in a checkout of which no home is known, the words of links stay and
the pictures go: no address and no name is made up that anybody could take.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")
_PICTURES = (".png", ".svg")
_FROM_CHECKOUT = "pip install ."


def packaged(readme: str, *, name: str, version: str, source: str | None) -> str:
    """Return the README for an index.

    Parameters
    ----------
    source
        Address of the repository on GitHub, which has a tag for each version; None: not known.

    Examples
    --------
    >>> at = "https://github.com/o/r"
    >>> packaged("[How](docs/cli.md)", name="p", version="1", source=at)
    '[How](https://github.com/o/r/blob/v1/docs/cli.md)'
    >>> packaged("![It](docs/page.png)[How](docs/cli.md)", name="p", version="1", source=None)
    'How'
    """

    def led(link: re.Match[str]) -> str:
        target = link["target"]
        if _ELSEWHERE.match(target):
            return link[0]
        if source is None:
            return "" if link["picture"] else link["words"]
        kind = "raw" if target.endswith(_PICTURES) else "blob"
        address = f"{source.rstrip('/')}/{kind}/v{version}/{target}"
        return f"{link['picture']}[{link['words']}]({address})"

    text = _LINK.sub(led, readme)
    return text.replace(_FROM_CHECKOUT, f"pip install {name}=={version}") if source else text


class Readme(MetadataHookInterface):
    """Puts the README into the metadata of what is built."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README to the `project` table."""
        text = packaged(
            (Path(self.root) / "README.md").read_text(encoding="utf-8"),
            name=metadata["name"],
            version=metadata["version"],
            source=metadata.get("urls", {}).get("Source"),
        )
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
