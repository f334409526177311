"""An environment full of what nobody is to see, and a cell that looks for it."""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

_CLOUDS = ("AWS", "AZURE", "GCP", "GOOGLE", "OPENAI", "ANTHROPIC", "HF", "WANDB", "KAGGLE", "SLACK")
_WHATS = ("TOKEN", "SECRET", "API_KEY", "PASSWORD", "SECRET_ACCESS_KEY", "CREDENTIALS", "SESSION")
_OTHERS = (
    "GITHUB_TOKEN", "GH_TOKEN", "HUGGING_FACE_HUB_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS",
    "NETRC", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "PIP_CLIENT_CERT",
    "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_PUBLISH_TOKEN", "TWINE_PASSWORD",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
    "JUPYTER_TOKEN", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN", "DOCKER_AUTH_CONFIG",
    "SSH_AUTH_SOCK", "GPG_AGENT_INFO", "GIT_ASKPASS", "PGPASSWORD", "DATABASE_URL", "REDIS_URL",
    "PYTHON_KEYRING_BACKEND", "LC_SECRET", "MPL_TOKEN", "OMP_SECRET", "TRACKER_TOKEN",
)  # fmt: skip
SECRETS = {
    name: f"https://me:inde-{number}-x@127.0.0.1:1"
    for number, name in enumerate((*(f"{cloud}_{what}" for cloud in _CLOUDS for what in _WHATS),
                                   *_OTHERS))
}  # fmt: skip
assert len(SECRETS) > 100
NEEDED = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "TZ": "UTC", "MPLBACKEND": "agg"}
_LOOK = """\
import json, os
told = {**os.environ, "/proc": open("/proc/self/environ", "rb").read().decode("latin-1")}
print("SEEN" + json.dumps(told))"""


def notebook(path: Path) -> None:
    """Write a notebook whose one cell prints the environment of its kernel."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        new_notebook(cells=[new_code_cell(_LOOK)], metadata={"kernelspec": kernel}), path
    )


def slip_in(path: Path) -> None:
    """Let a notebook print the environment of its kernel first of all."""
    made = nbformat.read(path, as_version=4)
    made.cells.append(new_code_cell(_LOOK))
    nbformat.write(made, path)


def printed(path: Path) -> dict[str, str]:
    """Return the environment that an executed notebook has printed."""
    made = nbformat.read(path, as_version=4)
    texts = [output.get("text", "") for cell in made.cells for output in cell.get("outputs", ())]
    (seen,) = (text for text in texts if text.startswith("SEEN"))
    told: dict[str, str] = json.loads(seen.removeprefix("SEEN"))
    return told
