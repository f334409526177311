"""The environment of the kernels that the tracker starts: what a kernel needs, and nothing else.

A list of what is secret would never be whole, so this one says what is not. A kernel of a run is
handed its evidence and asks nobody; no name, password or key of anybody is of use to it.
"""

from collections.abc import Mapping
from typing import Final

from tracker.notebooks.handover import CASES_VARIABLE
from tracker.notebooks.look import RUN_VARIABLE

PASSED: Final = frozenset(
    (
        # whose process it is, and where
        *("HOME", "LOGNAME", "PATH", "SHELL", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER"),
        *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"),
        *("COMSPEC", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "USERPROFILE", "WINDIR"),
        # its language
        *("LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY"),
        *("LC_NUMERIC", "LC_TIME"),
        # its Python
        *("CONDA_DEFAULT_ENV", "CONDA_PREFIX", "DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONHOME"),
        *("PYTHONIOENCODING", "PYTHONNOUSERSITE", "PYTHONPATH", "PYTHONPYCACHEPREFIX"),
        *("PYTHONSAFEPATH", "PYTHONUNBUFFERED", "PYTHONUSERBASE", "PYTHONUTF8", "PYTHONWARNINGS"),
        "VIRTUAL_ENV",
        # Jupyter and what draws; not every JUPYTER_…, one of which is a token
        *("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_DATA_DIR"),
        *("JUPYTER_NO_CONFIG", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS", "JUPYTER_PREFER_ENV_PATH"),
        *("JUPYTER_RUNTIME_DIR", "MATPLOTLIBRC", "MPLBACKEND", "MPLCONFIGDIR"),
        # how many threads it computes with
        *("BLIS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS"),
        *("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"),
        # what the run tells it
        *(CASES_VARIABLE, RUN_VARIABLE),
    )
)


def surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a kernel gets.

    Examples
    --------
    >>> surroundings({"LANG": "C.UTF-8", "AWS_SECRET_ACCESS_KEY": "wJalr", "JUPYTER_TOKEN": "x"})
    {'LANG': 'C.UTF-8'}
    """
    return {name: value for name, value in environ.items() if name in PASSED}
