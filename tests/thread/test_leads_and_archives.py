"""A run lists what it saw and was not told of, and what the archives hold; it adds nothing."""

import json

from servers import ArxivEntry, HubRepository, Repository
from tests.thread.conftest import Folder
from tests.thread.test_thread import OPEN_RS, NewWorld

_SITE = "https://github.com/knoveleng/open-rs"
_NEW = "https://huggingface.co/knoveleng/Unheard-Of"


def test_a_run_counts_or_lists_leads_and_tells_of_copies_and_the_registry_stays_as_it_is(
    fresh: Folder, world: NewWorld
) -> None:
    card = "# M\nhttps://arxiv.org/abs/2503.16219\n"
    there = world(
        repositories={"github.com/knoveleng/open-rs": Repository(files={"a.py": ""})},
        hub={"models/knoveleng/Unheard-Of": HubRepository(card=card)},
        papers={"2503.16219": ArxivEntry(title="Open-RS", github_repo=_SITE)},
    )
    there.archives.visits[_SITE] = "2026-01-02T00:00:00+00:00"
    registry = (fresh.root / "registry.yaml").read_text()
    done = fresh.run("run", "--json", OPEN_RS, env=there.environment())
    assert done.returncode == 0, done.stderr
    [row] = json.loads(done.stdout)["papers"]
    leads = row["verdicts"]["elsewhere"]
    assert leads["answers"] == ["seen, not registered"]
    assert [piece["url"] for piece in leads["evidence"]] == [_NEW]
    (count,) = [line for line in done.stderr.splitlines() if "Seen, not registered" in line]
    assert count.startswith("Seen, not registered: 1; `")
    assert count.endswith("tracker run --offline --leads` lists them.")
    assert _NEW not in done.stderr
    asked = fresh.run("run", "--offline", "--leads", OPEN_RS)
    assert f"tracker add {_NEW} --to {OPEN_RS}" in asked.stderr
    copies = {each["subject"]: each["archived"] for each in row["verdicts"]["artifacts"]}
    assert copies[_SITE]["answers"] == ["another revision"]
    assert (fresh.root / "registry.yaml").read_text() == registry
    assert there.archives.saved == []
    again = fresh.run("add", _NEW, "--to", OPEN_RS, "--relation", "official", "--offline")
    assert again.returncode == 0, again.stderr
    assert _NEW in (fresh.root / "registry.yaml").read_text()


def test_archive_asks_to_save_the_repositories_of_a_paper(fresh: Folder, world: NewWorld) -> None:
    there = world()
    done = fresh.run("archive", OPEN_RS, "--json", env=there.environment())
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert _SITE in there.archives.saved
    assert {each["request"] for each in told} == {"accepted"}
    there.fault("archive.softwareheritage.org", "503")
    refused = fresh.run("archive", _SITE, env=there.environment())
    assert refused.returncode == 4
    assert "Traceback" not in refused.stderr


def test_classify_judges_what_it_can_read_and_names_the_rest(fresh: Folder) -> None:
    good, bad = fresh.root / "good.json", fresh.root / "bad.json"
    good.write_text(
        '{"platform": "hf-hub", "status": 401, "headers": {"X-Error-Code": "GatedRepo"}}'
    )
    bad.write_text("{")
    done = fresh.run("classify", str(bad), str(good), "--json")
    assert done.returncode == 3
    [judged] = json.loads(done.stdout)
    assert (judged["file"], judged["reach"]) == (str(good), "gated")
    assert "bad.json" in done.stderr
    assert "Traceback" not in done.stderr
