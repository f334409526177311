"""A host that hands back what it was given gets it printed nowhere."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from servers.described import HubRepository, Repository
from servers.plugin import NewWorld
from soak import part
from thread.conftest import Folder
from tracker.jobs import publish

GIVEN = {
    "GITHUB_TOKEN": "ghp_4f+/Zq9secretOfARun0123456789",
    "HF_TOKEN": "hf_7Yx=secretOfARunTooAndOnAndOn",
    "HUGGING_FACE_HUB_TOKEN": "hf_olderNameOfTheSameVariable",
    "PIP_INDEX_URL": "http://me:inde%2Fx-pass-word@127.0.0.1:1/simple",
    "OPENAI_API_KEY": "sk-proj-0123456789abcdef",
}
SECRETS = (*(GIVEN[name] for name in GIVEN if name != "PIP_INDEX_URL"), "inde/x-pass-word")


def _forms(secret: str) -> tuple[str, ...]:
    return (secret, quote(secret, safe=""), base64.b64encode(f"user:{secret}".encode()).decode())


@pytest.mark.soak
@pytest.mark.parametrize(
    ("words", "columns"), part([((), "40"), ((), "200"), (("--json",), "200")], 2)
)
def test_check_prints_no_secret_that_a_host_knows(
    folder: Folder, world: NewWorld, words: tuple[str, ...], columns: str
) -> None:
    told = " ".join(form for secret in SECRETS for form in _forms(secret))
    there = world(
        repositories={
            "github.com/o/r": Repository(
                files={
                    "README.md": f"# A\n\n## License\n\nMIT License {SECRETS[0]} {told}\n",
                    f"train-{SECRETS[2]}.py": "",
                    f"eval-{SECRETS[3]}.py": "",
                }
            )
        },
        hub={
            "models/o/m": HubRepository(
                card=f"---\nlicense: other\nlicense_name: {SECRETS[1]}\n"
                f"license_link: {quote(SECRETS[4], safe='')}\n---\n# {told}\n"
            )
        },
    )
    there.github.forge.token, there.huggingface.token = SECRETS[:2]
    env = {**there.environment(), **GIVEN, "COLUMNS": columns, "STAMINA_ACTIVE": "0"}
    del env["PIP_INDEX_URL"]
    env["UV_INDEX_URL"] = GIVEN["PIP_INDEX_URL"]
    seen = ""
    for place in ("https://huggingface.co/o/m", "https://github.com/o/r"):
        done = folder.run("check", place, *words, env=env)
        assert done.returncode == 0, done.stderr
        said = done.stdout + done.stderr
        bare = "".join(said.split())
        for secret in SECRETS:
            for form in _forms(secret):
                assert form not in said
                assert form[:12] not in bare
        seen += said
    assert "***" in seen


def test_a_summary_holds_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", GIVEN["HF_TOKEN"])
    publish.report(tmp_path / "summary.md", f"| it said {_forms(GIVEN['HF_TOKEN'])} |\n")
    text = (tmp_path / "summary.md").read_text()
    assert not [form for form in _forms(GIVEN["HF_TOKEN"]) if form[8:] in text]


def test_no_error_repeats_a_secret(folder: Folder) -> None:
    token = GIVEN["HF_TOKEN"]
    for words in (
        ("check", token),
        ("diff", token),
        ("license", token),
        (token,),
        ("run", "--copy-to", f"http://me:{quote(token, safe='')}@127.0.0.1:1/x"),
    ):
        done = folder.run(*words, env={"HF_TOKEN": token, "http_proxy": "http://127.0.0.1:1"})
        assert done.returncode != 0, words
        assert "Traceback" not in done.stderr
        said = "".join((done.stdout + done.stderr).split())
        for form in _forms(token):
            assert form not in said, words


def test_the_password_of_a_copy_is_not_printed_by_itself(folder: Folder, tmp_path: Path) -> None:
    """What stands on the command line alone is known, too."""
    (tmp_path / "file").write_text("in the way")
    done = folder.run("run", "--copy-to", "ftp://me:pw@127.0.0.1:1/x", "--offline")
    assert done.returncode == 3
    assert "cannot copy to ftp://127.0.0.1:1/x" in done.stderr
    assert "pw" not in done.stderr
