"""The worlds that are looked at: something of every kind, on every host."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence

import msgspec

from servers import ArxivEntry, HubRepository, Page, Repository, World, link, packages, submodule
from servers.described import Special, Weights
from tracker.model.evidence import Observation
from tracker.model.locator import archive_of, locate
from tracker.model.paper import (
    Artifact,
    Depth,
    Paper,
    Promise,
    Relation,
    Role,
    Source,
    Titles,
)

INDEX = "https://packages.example.org/simple"
PAGE = "https://a.example.org/project"
_MIT = """MIT License

Copyright (c) 2025 A. Author

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT
OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.
"""
_PINS = "torch==2.1.0\nnumpy==1.26.4\n"
_NC = "# Work\nThis project is released for non-commercial research purposes only.\n"
WHOLE = {"README.md": "# Work", "LICENSE": _MIT, "requirements.txt": _PINS,
          "src/train.py": "import torch\n", "src/infer.py": "import torch\n"}  # fmt: skip
CODE: Mapping[str, Repository] = {
    "whole": Repository(files=WHOLE, tags=("v1.0",), license="MIT"),
    "unlicensed": Repository(files={"README.md": "# Work", "train.py": "import torch\n"}),
    "limited": Repository(files={**WHOLE, "README.md": _NC}, license="MIT"),
    "archived": Repository(files={"README.md": "# W", "infer.py": "1", "LICENSE": _MIT},
                           archived=True),
    "branched": Repository(files={"README.md": "# W", "eval.py": "1"}, license="MIT", branches={
        "dev": WHOLE, "feature/x": {"README.md": _NC, "train.py": "1"}}),
    "packed": Repository(files={"README.md": "# W", "code.zip": b"PK"}),
    "sending": Repository(files={
        "README.md": "# W\nThe code: https://github.com/lab/sending/tree/dev\n"},
        branches={"dev": WHOLE}),
    "made": Repository(files={
        "README.md": "# W\n```\nmake train\n```\n", "Makefile": "train:", "net.py": "1"}),
    "promising": Repository(files={"README.md": "# W\nThe code will be released soon.\n"}),
    "empty": Repository(),
    "copied": Repository(files={
        "README.md": "Built on https://github.com/them/bigproject and others.\n",
        "bigproject/train.py": "1", "bigproject/setup.py": "setup()", "LICENSE": _MIT}),
    "broken": Repository(files={"README.md": "# W", "train.py": "import trainers\n",
                                "requirements.txt": _PINS, "infer.py": "1"}),
    "evaluating": Repository(files={"README.md": "# W", "eval/bench.py": "1", "eval/b.py": "1"}),
    "linked": Repository(files={"README.md": link("docs/README.md"), "docs/README.md": _NC,
                                "run.py": "1", "LICENSES/MIT.txt": _MIT}),
    "nested": Repository(files={"README.md": "# W", "demo.py": "1", "LICENSE": _MIT,
                                "core": submodule("1" * 40)}),
    "parts": Repository(files={**WHOLE, "model/LICENSE": "For academic research only.\n"}),
    "aged": Repository(files=WHOLE, first_commit="2024-02-01T00:00:00+00:00",
                       last_commit="2025-04-01T00:00:00+00:00"),
    "leading": Repository(files={
        "README.md": "# W\nModel: https://huggingface.co/lab/other and"
        " https://github.com/lab/evaluating\n", "train.py": "1"}),
    "forked": Repository(files={
        "README.md": "Built on https://github.com/them/bigproject and others.\n",
        "bigproject/train.py": "1", "bigproject/serve.py": "1", "LICENSE": _MIT}),
    "commanded": Repository(files={
        "README.md": "# W", "net/start.py": "1", "LICENSE": _MIT,
        "pyproject.toml": "[project.scripts]\nnet = 'net.start:main'\n"}),
    "awaiting": Repository(files={
        "README.md": "# W\n## Training\nComing soon.\n", "net/train/loop.py": "1", "demo.py": "1"}),
    "told": Repository(files={
        "README.md": "# W\n## Training\n```\npython main.py\n```\n", "main.py": "1"}),
    "listing": Repository(files={"README.md": "# W\n" + "".join(
        f"- https://arxiv.org/abs/2401.0000{n}\n" for n in range(7))}),
}  # fmt: skip
_CARD = "---\nlicense: mit\nbase_model: lab/base\n---\n# m\nhttps://github.com/lab/other\n"
HUB: Mapping[str, HubRepository] = {
    "models/lab/whole": HubRepository(card=_CARD, files={"model.safetensors": Weights(10)}),
    "models/lab/branched": HubRepository(card="# m", branches={
        "fp16": HubRepository(card=_CARD, files={"model.safetensors": Weights(10)})}),
    "models/lab/base": HubRepository(card="---\nlicense: cc-by-nc-4.0\n---\n# b",
                                     files={"model.safetensors": Weights(10)}),
    "models/lab/gated": HubRepository(card=_CARD, gated="auto", files={
        "model.bin": Weights(9), "NOTICE": "n"}),
    "models/lab/bare": HubRepository(card="# Soon"),
    "models/lab/leading": HubRepository(card="# m\nhttps://huggingface.co/lab/other\n",
                                        files={"a.gguf": b"x"}),
    "models/lab/empty": HubRepository(),
    "models/lab/kept": HubRepository(card="# m", files={"LICENSE": _MIT, "a.gguf": b"x"}),
    "models/lab/stated": HubRepository(card="# m\n" + _NC, files={"LICENSE": _MIT, "a.gguf": b"x"}),
    "datasets/lab/data": HubRepository(card="---\nlicense: cc-by-4.0\n---\n# d",
                                       files={"train.jsonl": "{}"}),
    "datasets/lab/none": HubRepository(card="# d", files={"readme.txt": "soon"}),
    "spaces/lab/demo": HubRepository(card="---\nsdk: gradio\n---\n", files={"app.py": "1"}),
}  # fmt: skip
_RIGHTS = "http://creativecommons.org/licenses/by/4.0/"
_SOURCE = Source(where="abstract")


_POOL: Mapping[str, Sequence[str | Special]] = {
    "README.md": ("# W", _NC, "The code will be released soon.\n", link("docs/README.md"),
                  "## License\nThe code is released under the MIT License.\n",
                  "Built on https://github.com/them/bigproject\n", "## Training\nSoon.\n",
                  "## Training\n```\npython main.py\n```\n"),
    "main.py": ("1",),
    "net/train/loop.py": ("1",),
    "README_zh.md": ("# W", "## License\nCC BY-NC 4.0\n"),
    "LICENSE": (_MIT, "TBD", "For academic research only. All rights reserved.\n"),
    "NOTICE": ("Copyright A. Author", "Licensed under the Apache License, Version 2.0.\n"),
    "LICENSES/MIT.txt": (_MIT,),
    "model/LICENSE": ("For academic research only.\n", _MIT),
    "requirements.txt": (_PINS, "torch\nnumpy\n"),
    "envs/environment.yml": ("dependencies:\n  - torch\n",),
    "setup.py": ("from setuptools import setup\nsetup(name='w', license='MIT', packages=['w'])\n",),
    "train.py": ("import torch\n", "import trainers\nimport utils\n"),
    "src/train_model.py": ("import torch\n",),
    "infer.py": ("import torch\n",),
    "eval/bench.py": ("1",),
    "bigproject/train.py": ("1",),
    "bigproject/setup.py": ("setup()",),
    "core": (submodule("1" * 40),),
    "data/a.csv": ("a,b",),
    "docs/index.html": ("<html></html>",),
}  # fmt: skip
"""Path → what may stand there."""


def generated(seed: int, count: int) -> dict[str, Repository]:
    """Return repositories made by chance from what real ones consist of."""
    chance = random.Random(seed)  # noqa: S311  a mixture, no secret
    made = {}
    for number in range(count):
        paths = chance.sample(list(_POOL), chance.randint(1, 9))
        made[f"made{number}"] = Repository(
            files={path: chance.choice(_POOL[path]) for path in paths},
            archived=chance.random() < 0.2,
            tags=("v1",) if chance.random() < 0.3 else (),
            license=chance.choice((None, "MIT", "NOASSERTION")),
            first_commit="2025-02-01T00:00:00+00:00",
            last_commit=chance.choice((None, "2025-04-01T00:00:00+00:00")),
        )
    return made


def world(code: Mapping[str, Repository]) -> World:
    """Return the world with these repositories, not yet served."""
    wheel = packages.wheel("License-Expression: MIT", files=packages.CODE)
    named = packages.WHEEL
    made = World(
        repositories={
            **{f"github.com/lab/{name}": each for name, each in code.items()},
            **{f"codeberg.org/lab/{name}": each for name, each in CODE.items()},
        },
        hub=HUB,
        papers={"2503.00001": ArxivEntry(title="A paper", rights=_RIGHTS)},
        pages={
            PAGE: Page(body="<html><title>A project</title></html>"),
            **packages.index(INDEX, packages.answer(packages.listed(named, wheel,
                **{"upload-time": "2025-03-05T00:00:00Z"})), {named: wheel}),
        },
    )  # fmt: skip
    made.archives.copies[PAGE] = "20260103040506"
    for name in ("whole", "archived", "aged"):
        made.archives.visits[f"https://github.com/lab/{name}"] = "2026-01-02T00:00:00+00:00"
    return made


BRANCHES: Mapping[str, Role] = {
    "https://github.com/lab/branched/tree/dev": Role.CODE,
    "https://github.com/lab/branched/tree/feature/x/src": Role.CODE,
    "https://github.com/lab/branched/tree/gone": Role.CODE,
    "https://github.com/lab/whole/releases/tag/v1.0": Role.CODE,
    "https://codeberg.org/lab/branched/src/branch/dev": Role.CODE,
    "https://codeberg.org/lab/branched/src/branch/gone": Role.CODE,
    "https://huggingface.co/lab/branched/tree/fp16": Role.MODEL,
    "https://huggingface.co/lab/branched/tree/gone": Role.MODEL,
}
"""Addresses that name a branch or tag, of which some are not there."""


def artifact(role: Role, url: str) -> Artifact:
    """Return an official artifact at an address."""
    return Artifact(role=role, url=url, relation=Relation.OFFICIAL, seen_in="abstract")


def artifacts(code: Mapping[str, Repository]) -> tuple[Artifact, ...]:
    """Return everything of the world as an artifact."""
    kinds = {"models": Role.MODEL, "datasets": Role.DATASET, "spaces": Role.SPACE}
    hub = []
    for key in HUB:
        kind, _, name = key.partition("/")
        folder = "" if kind == "models" else f"{kind}/"
        hub.append(artifact(kinds[kind], f"https://huggingface.co/{folder}{name}"))
    return (
        *(artifact(Role.CODE, f"https://github.com/lab/{name}") for name in code),
        *(artifact(Role.CODE, f"https://codeberg.org/lab/{name}") for name in CODE),
        *hub,
        *(artifact(role, url) for url, role in BRANCHES.items()),
        artifact(Role.PAGE, PAGE),
        artifact(Role.MODEL, PAGE),
        artifact(Role.CODE, f"pkg:pypi/{packages.NAME}"),
        artifact(Role.PAGE, "https://arxiv.org/abs/2503.00001"),
    )


def paper(one: Artifact) -> Paper:
    """Return a paper of this artifact alone, with promises that it may keep."""
    return Paper(
        id="arxiv:2503.00001",
        titles=Titles(en="A paper"),
        artifacts=(one,),
        promises=tuple(
            Promise(quote="We release it.", role=one.role, depth=depth, source=_SOURCE,
                    made_on=dt.date(2025, 3, 1))
            for depth in (Depth.PARTIAL, Depth.TRAINING, Depth.COMPLETE)
        ),
    )  # fmt: skip


def subjects(one: Artifact) -> tuple[str, ...]:
    """Return all that is looked at for the paper of an artifact."""
    place = locate(one.url)
    archive = archive_of(place)
    page = "https://huggingface.co/papers/2503.00001"
    return (place.url, page, *([archive] if archive else []))


def before(look: Observation) -> Observation:
    """Return a look of a month earlier, at another revision, so that something has changed."""
    facts = look.facts
    return msgspec.structs.replace(
        look,
        observed_at=(look.observed_at or dt.datetime.now(dt.UTC)) - dt.timedelta(days=30),
        started_at=None,
        facts=msgspec.structs.replace(
            facts,
            revision=facts.revision and "swh:1:rev:" + "a" * 40,
            releases=facts.releases and (),
        ),
    )
