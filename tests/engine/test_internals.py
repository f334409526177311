"""What the engine uses of Jupyter by private names stands in two modules that are known for it."""

import ast
import tomllib
from pathlib import Path

from ipykernel import iostream, ipkernel, kernelapp, zmqshell
from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner
from jupyter_client.session import Session
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager

import tracker.engine

ROOT = Path(__file__).parents[2]
KEPT = {"ipykernel_internals.py", "jupyter_internals.py"}
THEIRS = (
    ipkernel, ipkernel.IPythonKernel, iostream.OutStream, kernelapp.IPKernelApp,
    zmqshell.ZMQInteractiveShell, KernelClient, KernelManager, LocalProvisioner, Session,
    PapermillNotebookClient, NotebookExecutionManager,
)  # fmt: skip


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_private_names_of_jupyter_are_used_in_these_modules_alone() -> None:
    theirs = {name for each in THEIRS for name in dir(each) if private(name)}
    theirs |= {"_orig_sys_module_state"}  # made by an instance
    used: dict[str, set[str]] = {}
    for path in Path(tracker.engine.__file__).parent.glob("*.py"):
        nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
        names = {each.attr for each in nodes if isinstance(each, ast.Attribute)}
        names |= {
            each.name for each in nodes if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        if found := names & theirs:
            used[path.name] = found
    assert set(used) == KEPT, used


def test_what_private_names_are_used_of_has_an_upper_bound() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    bounded = {each.partition(">")[0] for each in wanted if "<" in each}
    assert {"ipykernel", "jupyter_client", "nbclient"} <= bounded
