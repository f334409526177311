"""Warm kernels: each notebook gets a kernel of its own, forked from a process that is ready.

A kernel spends nearly all of its start importing. Here one process, the *zygote*, imports once what
kernels import, and forks; the rest is Jupyter as it is: a provisioner gives the forked kernel to a
kernel manager, and the real protocol runs over private sockets. ``papermill --engine warm`` uses
it, and so does ``tracker run``. Where a fork cannot be used, papermill's own way is taken.
"""

from typing import Any


class WarmEngine:
    """Papermill's engine ``warm``.

    Takes what papermill's own engine takes, and `preload`: names of modules for the zygote to
    import. papermill imports this class whenever it is imported itself, so it is kept light.

    Examples
    --------
    ::

        papermill --engine warm check_paper.ipynb out.ipynb
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run every cell of `nb` and return it, as papermill's own engine does."""
        from tracker.engine.execution import execute  # noqa: PLC0415  see the class

        return execute(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the name of the kernel that `nb` asks for."""
        from papermill.utils import nb_kernel_name  # noqa: PLC0415  see the class

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language that `nb` is written in."""
        from papermill.utils import nb_language  # noqa: PLC0415  see the class

        return str(nb_language(nb, language))
