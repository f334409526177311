"""The commands of a README, and which of the files that they name nobody shipped. Pure.

A file is called absent only where nothing else can have put it there: no other project that was
named or downloaded before, no step that makes it, no folder that the listing does not show.

Long, because how a command line is read serves both questions, and its words are data here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

from tracker.hosts.texts import prose
from tracker.hosts.texts.lines import Block, Line, Paragraph
from tracker.hosts.texts.prose import Section
from tracker.hosts.texts.readme import is_about_training
from tracker.model.evidence import Passage
from tracker.model.locator import fault, locate
from tracker.verdicts.depth.uses import OF_TRAINING, words

PASSAGES = 8
"""Missing files that are kept."""

_LOOKED_UP = 40
"""Names of one README that are looked for in the listing."""
_WORD = re.compile(r"\S+")
_RUNS = re.compile(r"python[\d.]*|bash|sh|source|torchrun|deepspeed")
_RUN_BY_TWO = frozenset((("accelerate", "launch"), ("streamlit", "run")))
_SCRIPT = re.compile(r"[\w./-]+\.(?:py|sh)")
_OPTION = re.compile(r"-[\w-]+(?P<value>=[\w.:,]+)?")
_VALUE = re.compile(r"[\w.:,]+")
_INSTALL = re.compile(r"(?:-r|--requirement|-f|--file)[ =]([\w./-]+\.(?:txt|ya?ml))(?=\s|$)")
_MADE_UP = re.compile(r"path[/_]to|your|example|xxx|^/|\.\.", re.IGNORECASE)
_NO_SHELL = frozenset(
    ("json", "yaml", "yml", "toml", "xml", "html", "diff", "dockerfile", "bibtex", "latex", "tex",
     "c", "cpp", "cuda", "rust", "go", "java", "javascript", "js", "typescript", "ts", "csv")
)  # fmt: skip
"""Languages of blocks that hold no commands."""

_FETCHES = re.compile(
    r"\bgit (?:clone|checkout|switch|submodule|pull|lfs|apply)\b|\bsvn co|\bwget\b|\bcurl\b|"
    r"\bdownload\b|\bgdown\b|\baria2c\b|\baxel\b|\brsync\b|\bscp\b|\bgsutil\b|\baws s3\b|\bdvc\b|"
    r"\bunzip\b|\btar \S*x|\b7z x\b|\bmake\b|\bcmake\b|\bsnakemake\b|\bcookiecutter\b|"
    r"\bcatkin\w*|\bcolcon\b|\bbazel\b|\bninja\b|\bmeson\b|\bnpm\b|\byarn\b|"
    r"\b(?:docker|podman|singularity|apptainer)\b|\bssh\b"
)
"""A step after which files may lie there that are in no listing, or work is done elsewhere."""
_CLONES = re.compile(r"\bgit clone\b")
_MAKES = re.compile(r"\s*(?:\$ )?make (?:\w+=\S+ )*([\w.-]+)", re.ASCII)
_MAKEFILES = frozenset(("Makefile", "makefile", "GNUmakefile"))
_THEIRS = re.compile(
    r"\b(?:their|original|upstream)\b[^.]{0,40}"
    r"\b(?:repo(?:sitory)?|code(?:base)?|instructions?|readme|source|toolkit|implementation)\b|"
    r"官方(?:仓库|代码)",
    re.IGNORECASE,
)
"""Names another project without its address."""
_URL = re.compile(r"https?://[^\s<>\"'`\\|\])}]+")
_FOLDER = re.compile(r"(?:^|[\s;&|(])(?:cd|pushd)\s+([^\s;&|)]+)")
_WRITES = re.compile(
    r"(?:>>?|\btee(?: -a)?|\btouch|\bmkdir(?: -p)?|(?:^|\s)(?:-o|-O|--?(?:out|output|write|save|"
    r"dest|dst|target|generate|export|to)[\w-]*))[ =]\s*([\w./-]+)"
)
"""A name that a command writes to."""
_COPIES = re.compile(
    r"(?:^|[;&|$]|\bsudo)\s*(?:cp|mv|ln)\s[^;&|]*?(?<![\w./-])([\w./-]++)\s*+(?:$|[;&|])"
)
_NAME = r"`?([\w./-]{1,200}\.(?:py|sh|txt|ya?ml))\b"
_WROTE = r"(?:saved|created|written|generated|produced|made|copied|renamed|downloaded)"
_MADE = re.compile(
    r"\b(?:save|create|write|put|copy|paste|generate|produce|rename|make|download)s?\b"
    r"(?:(?!\b(?:with|using|by|via|run|running|through)\b)[^.]){0,80}?\s" + _NAME + "|"
    rf"\b{_WROTE}\b(?:(?!\b(?:with|using|by|via|run)\b)[^.]){{0,40}}?\s{_NAME}|"
    rf"{_NAME}`?(?:\s\w+){{0,3}}\s{_WROTE}\b|"
    r"(?:新建|创建|保存|生成|写入|下载|复制)[^。]{0,40}?" + _NAME,
    re.IGNORECASE | re.ASCII,
)
"""Says that a person or a step makes a file."""
_TITLED = re.compile(r"^\s*(?:#|//|--)\s*([\w./-]+\.(?:py|sh|txt|ya?ml))\s*$")


def installed(texts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the files that commands of READMEs install from, as they name them."""
    return frozenset(
        name.removeprefix("./")
        for piece in prose.pieces(texts)
        if isinstance(piece, Block)
        for line in piece.texts
        for name in _INSTALL.findall(line)
    )


def absent(texts: Mapping[str, bytes], paths: Iterable[str]) -> tuple[Passage, ...]:
    """Return the scripts and environment files that commands of READMEs name and nobody shipped.

    Parameters
    ----------
    paths
        The whole listing; one with submodules cannot tell.
    """
    files = frozenset(paths)
    there = _endings(
        path for path in files if path.endswith((".py", ".sh", ".txt", ".yml", ".yaml"))
    )
    folders = _endings(_folders(files))
    missing: dict[str, Passage] = {}
    for line in _own_commands(texts, folders):
        for name in (*_run(line.text), *_INSTALL.findall(line.text)):
            plain = name.removeprefix("./")
            if plain not in there and not _MADE_UP.search(plain):
                passage = Passage(path=line.path, line=line.number, about=plain)
                missing.setdefault(plain, passage)
    made = _made(texts) if missing else frozenset()
    passages = (missing[name] for name in missing if not _may_be_there(name, files, made))
    return tuple(passages)[:PASSAGES]


def training_scripts(texts: Mapping[str, bytes], paths: Iterable[str]) -> tuple[Passage, ...]:
    r"""Return the files of the listing that READMEs run below a heading about training.

    Examples
    --------
    >>> text = b"## Training\n```\npython main.py --lr 1\n```"
    >>> [passage.about for passage in training_scripts({"README.md": text}, ["main.py"])]
    ['main.py']
    """
    all_files = frozenset(paths)
    files = [path for path in all_files if path.endswith((".py", ".sh"))]
    lines = _own_commands(texts, _endings(_folders(all_files)), training=True)
    names = {name.removeprefix("./"): line for line in lines for name in _run(line.text)}
    passages = {}
    for name, line in list(names.items())[:_LOOKED_UP]:
        meant = [path for path in files if path == name or path.endswith(f"/{name}")]
        if meant:
            path = min(meant, key=lambda path: (path.count("/"), path))
            passages[path] = Passage(path=line.path, line=line.number, about=path)
    for makefile in sorted(_MAKEFILES & all_files)[:1]:
        for made in islice(_making_a_training(texts), 1):
            passages[makefile] = Passage(path=made.path, line=made.number, about=makefile)
    return tuple(passages.values())[:PASSAGES]


def _making_a_training(texts: Mapping[str, bytes]) -> Iterator[Line]:
    """Yield the lines by which READMEs have ``make`` train, where no other project is named."""
    for path, data in texts.items():
        if not prose.is_closed(path, data):
            continue
        for section in prose.sections({path: data}):
            blocks = [piece for piece in section.content if isinstance(piece, Block)]
            pieces = [section.heading, *section.content]
            named = any(_names_another(piece) for piece in pieces if isinstance(piece, Paragraph))
            if named or any(_CLONES.search(text) for block in blocks for text in block.texts):
                continue
            for block in blocks:
                for line in block.lines():
                    if (match := _MAKES.match(line.text)) and words(match[1]) & OF_TRAINING:
                        yield line


def _endings(paths: Iterable[str]) -> frozenset[str]:
    """Return paths as they may be called from any folder above them."""
    return frozenset(
        "/".join(parts[start:])
        for path in paths
        for parts in [path.split("/")]
        for start in range(len(parts))
    )


def _folders(files: Iterable[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(folders)


def _may_be_there(name: str, files: frozenset[str], made: frozenset[str]) -> bool:
    """Whether a step makes a file, or its folder, or a link in the listing may lead to it."""
    parts = name.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return not made.isdisjoint((*above, parts[-1])) or not files.isdisjoint(above[:-1])


def _made(texts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the files and folders that a step of READMEs makes, whichever step."""
    names: set[str] = set()
    for piece in prose.pieces(texts):
        if isinstance(piece, Block):
            names.update(_TITLED.findall(piece.texts[0]) if piece.texts else ())
            for line in piece.texts:
                names.update(_WRITES.findall(line))
                names.update(_COPIES.findall(line))
        else:
            for sentence in prose.sentences_of(piece):
                for match in _MADE.finditer(sentence.text):
                    names.update(filter(None, match.groups()))
    return frozenset(name.removeprefix("./").rstrip("/") for name in names) - {"", "."}


def _own_commands(
    texts: Mapping[str, bytes], folders: frozenset[str], *, training: bool = False
) -> Iterator[Line]:
    """Yield the lines of blocks that speak of this project, in the folders that it has.

    Parameters
    ----------
    training
        Whether only those below a heading about training, at whatever depth, are meant.
    """
    for path, data in texts.items():
        if not prose.is_closed(path, data):
            continue
        away: list[int] = []
        within = 0
        for section in prose.sections({path: data}):
            level = section.heading.level
            away = [above for above in away if above < level]
            if is_about_training(section.heading.title):
                within = within or level
            elif level <= within:
                within = 0
            if away:
                continue
            lines, elsewhere = _of_section(section, folders)
            yield from lines if within or not training else ()
            if elsewhere and level > 1:
                away.append(level)


def _of_section(section: Section, folders: frozenset[str]) -> tuple[list[Line], bool]:
    """Return the lines of one section until it goes elsewhere, and whether it does."""
    lines: list[Line] = []
    elsewhere = bool(section.heading.level) and _names_another(section.heading)
    for piece in section.content:
        if elsewhere:
            break
        if isinstance(piece, Paragraph):
            elsewhere = _names_another(piece)
        elif piece.language in _NO_SHELL:
            continue
        elif any(map(_FETCHES.search, piece.texts)):
            elsewhere = True
        else:
            for line in piece.lines():
                if elsewhere := _leaves(line.text, folders):
                    break
                lines.append(line)
    return lines, elsewhere


def _names_another(piece: Paragraph) -> bool:
    """Whether a text names another repository: the commands below it may be meant for that."""
    if _THEIRS.search(piece.text):
        return True
    urls = map(itemgetter(0), _URL.finditer(piece.text))
    return any(not fault(url) and locate(url).kind == "repository" for url in urls)


def _leaves(line: str, folders: frozenset[str]) -> bool:
    """Whether a command goes to a folder that the listing does not have."""
    names = (name.removeprefix("./").rstrip("/") for name in _FOLDER.findall(line))
    return any(name not in ("", ".", "..", "-") and name not in folders for name in names)


def _run(line: str) -> Iterator[str]:
    """Yield the scripts that the commands of a line run: the first word after options.

    A word after an option may be its value; it is, if a script comes later.

    Examples
    --------
    >>> list(_run("cd x && python -u --lr 1 train.py --a b; bash eval.sh | accelerate launch a.py"))
    ['train.py', 'eval.sh', 'a.py']
    """
    words = list(_WORD.finditer(line))
    scripts: list[int | None] = [None] * (len(words) + 2)
    for at in range(len(words) - 1, -1, -1):
        if _SCRIPT.fullmatch(words[at][0]):
            scripts[at] = at
        elif option := _OPTION.fullmatch(words[at][0]):
            valued = (
                not option["value"] and _beside(words, at) and _VALUE.fullmatch(words[at + 1][0])
            )
            later = scripts[at + 2] if valued else None
            scripts[at] = scripts[at + 1] if later is None else later
    at = 0
    while at < len(words):
        script = scripts[start] if (start := _after_command(words, at)) else None
        if script is not None:
            yield words[script][0]
        at = at + 1 if script is None else script + 1


def _after_command(words: Sequence[re.Match[str]], at: int) -> int | None:
    """Return where the words of a command begin, if the word at `at` is one that runs scripts."""
    name = words[at][0]
    name = name[max(map(name.rfind, ";&|")) + 1 :]
    if _RUNS.fullmatch(name):
        return at + 1
    by_two = _beside(words, at) and (name, words[at + 1][0]) in _RUN_BY_TWO
    return at + 2 if by_two else None


def _beside(words: Sequence[re.Match[str]], at: int) -> bool:
    """Whether one space alone stands between a word and the next."""
    return at + 1 < len(words) and words[at + 1].start() == words[at].end() + 1
