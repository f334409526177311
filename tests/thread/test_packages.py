"""From the registry to the table, for a package of the index that pip asks by itself."""

import json
from urllib.parse import urlsplit

from servers import packages
from servers.plugin import NewWorld
from thread.conftest import Folder
from tracker.transport.package_index import default_index

PAPER = "arxiv:2503.13288"
URL = "pkg:pypi/phi-decoding"
REGISTRY = f"""
papers:
  - id: {PAPER}
    titles: {{en: φ-Decoding}}
    artifacts:
      - role: code
        url: {URL}
        relation: official
        seen_in: README
"""


def test_without_any_configuration_a_package_is_looked_at_and_its_index_never_named(
    folder: Folder, world: NewWorld
) -> None:
    index = default_index()
    assert index
    empty = packages.wheel("License-Expression: MIT")
    told = packages.answer(packages.listed(packages.WHEEL, empty))
    here = world(pages=packages.index(index, told, {packages.WHEEL: empty}))
    (folder.root / "registry.yaml").write_text(REGISTRY)
    environment = {**here.environment(), "PIP_CONFIG_FILE": "/dev/null"}
    allowed = {**environment, "TRACKER_ALLOWED_NETWORKS": "10.0.0.0/8 intranet.example.org"}
    done = folder.run("run", "--json", "--summary", "report.md", "--commit-tables", env=allowed)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["papers"]
    assert "empty package" in row["code"]["text"]
    assert row["license"]["text"] == "MIT"
    report = (folder.root / "report.md").read_text().replace("\\_", "_")
    assert "TRACKER_ALLOWED_NETWORKS allowed 2 private hosts or networks to be asked" in report
    host = str(urlsplit(index).hostname)
    kept = [
        path.read_text(errors="replace") for path in folder.root.rglob("*") if path.is_file()
        and "cache" not in path.parts
    ]  # fmt: skip
    assert not [text for text in (*kept, done.stdout, done.stderr) if host in text]
    assert "intranet.example.org" not in "".join((*kept, done.stderr))


def test_a_package_that_is_asked_for_by_hand_is_judged_as_code(
    folder: Folder, world: NewWorld
) -> None:
    index = "https://packages.example.net/simple"
    empty = packages.wheel("License-Expression: MIT")
    told = packages.answer(packages.listed(packages.WHEEL, empty))
    here = world(pages=packages.index(index, told, {packages.WHEEL: empty}))
    done = folder.run("check", URL, env={**here.environment(), "PIP_INDEX_URL": index})
    assert done.returncode == 0, done.stderr
    assert "installs no module" in " ".join(done.stdout.split())
    assert "packages.example.net" not in done.stdout + done.stderr


def test_a_setting_that_is_neither_host_nor_network_is_told_before_anything_is_asked(
    folder: Folder, world: NewWorld
) -> None:
    here = world()
    told = {**here.environment(), "TRACKER_ALLOWED_NETWORKS": "10.0.0.0/99"}
    done = folder.run("run", env=told)
    assert done.returncode != 0
    assert "TRACKER_ALLOWED_NETWORKS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not here.requests
