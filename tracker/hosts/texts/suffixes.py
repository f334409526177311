"""Endings of files: which are assets, whose paths tell nothing, and which are no prose, as data."""

import re

ASSETS = frozenset(
    (
        # images
        ".avif", ".bmp", ".eps", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".psd", ".svg",
        ".tga", ".tif", ".tiff", ".webp",
        # fonts and style
        ".css", ".eot", ".less", ".map", ".otf", ".scss", ".ttf", ".woff", ".woff2",
        # sound and film
        ".avi", ".flac", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".vtt", ".wav",
        ".webm",
        # three-dimensional scenes
        ".dae", ".fbx", ".frag", ".glb", ".glsl", ".gltf", ".mtl", ".obj", ".ply", ".srdf", ".stl",
        ".urdf", ".usd", ".vert",
        # office documents
        ".doc", ".docx", ".odt", ".pdf", ".pptx", ".xls", ".xlsx",
        # bulk data
        ".arrow", ".csv", ".feather", ".h5", ".hdf5", ".jsonl", ".mat", ".npy", ".npz", ".parquet",
        ".pickle", ".pkl", ".tfrecord", ".tsv",
        # left by machines
        ".lock", ".pyc",
    )
)  # fmt: skip
"""Endings of files whose paths tell nothing of a release."""
NOT_PROSE = ASSETS | frozenset(
    (".c", ".cc", ".cpp", ".cu", ".go", ".h", ".hpp", ".htm", ".html", ".ipynb", ".java", ".js",
     ".json", ".lua", ".php", ".py", ".rb", ".rs", ".sh", ".tex", ".toml", ".ts", ".tsx", ".yaml",
     ".yml", ".zip", ".gz")
)  # fmt: skip
"""Endings of files in which nobody states a licence."""
_SUFFIX = re.compile(r"\.[a-z0-9_+-]{1,16}")


def suffix(path: str) -> str:
    """Return the lower-case suffix of a path, or ``""``."""
    stem, dot, rest = path.rpartition("/")[2].rpartition(".")
    ending = dot + rest.lower()
    return ending if stem and _SUFFIX.fullmatch(ending) else ""
