"""How arXiv itself writes the identifiers of its papers."""


def canonical(name: str) -> str:
    """Return an identifier, without version, as arXiv writes it.

    Those up to March 2007 have no subject class in it, and no capitals; in the wild they have both.

    Examples
    --------
    >>> [canonical(name) for name in ("math.AG/0301001", "HEP-TH/9901001", "2503.14476")]
    ['math/0301001', 'hep-th/9901001', '2503.14476']
    """
    archive, slash, number = name.partition("/")
    return f"{archive.partition('.')[0].lower()}/{number}" if slash else name
