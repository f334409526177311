"""How a release is announced in Chinese. Pure."""

import re

from tracker.hosts.texts.promises import things

RELEASE = (
    r"(?:开源|開源|发布|發布|公开|公開|放出|上传|上傳|上线|推出|释放|释出|开放(?!性)"
    r"|分享(?!经验)|提供|更新(?:到|至)|公布|公佈|发出|给出|放(?:到|在|至)(?=[^，。]{0,8}(?:仓库"
    r"|[Gg]it|[Hh]ug)))"
)
_FUTURE = (
    r"(?:将会?|會|(?<![机社协大不])会(?![议员场话])|即将|即將|(?<!期)待|后续(?!工作|研究)|後續"
    r"|稍后|稍後|近期|近日|尽快|尽早|計劃|计划"
    r"|(?<!数据)准备|打算|拟|预计"
    r"|不久|陆续|逐步|马上|下周|下[个個]?月|本周|本月|月底|月末|年内|明年|完成后|整理后|整理完"
    r"|录用后|接收后|接受后)"
)
_ANNOUNCED = re.compile(
    rf"(?P<future>{_FUTURE})(?P<between>[^。！？；\n]{{0,36}}?)(?P<release>{RELEASE})(?P<after>了"
    rf"|的|项目"
    rf"|社区|协议|许可|软件|框架|可商用)?"
)
_OF_READERS = re.compile(r"[您你]|用户|使用者|开发者")
_LATER = re.compile(
    r"后续|之后|随后|未来|近期|近日|会|即将|待|计划|陆续|录用|接收|完成|稍后|尽快|下周|下个?月|月底"
)
"""Without one of these "将" before an object only brings it forward: done, not announced."""
_GOVERNS_LISTS = re.compile(r"将|会|會|待|計劃|计划")
_RELEASE_FIRST = re.compile(
    rf"(?P<release>{RELEASE})(?:计划|時間|时间|日期)?[^。！？；\n]{{0,10}}(?:敬请期待|筹备中"
    rf"|准备中|进行中)"
)
_WEAK = re.compile(r"提供|分享|更新|推出|给出|发出")
_PAST = re.compile(r"已经?$|已于")
AT_WORK = re.compile(
    r"(?:正在|还在|仍在)?(?:整理|准备|筹备|清洗|审核)(?:中|当中)|正在(?:整理|准备|筹备)"
)
_NOT = re.compile(r"不会|不再|暂不|不能|无法|没有计划|不予|不便|未能")
_DOWNLOADS = re.compile(
    r"[^，。；]{0,20}(?:代码|源码|模型|权重|数据|demo|演示|下载|版本)", re.IGNORECASE
)
_CLOSE = 14
"""Characters between the word for the future and a weak verb, at most."""


def announces(sentence: str) -> tuple[int, int] | None:
    """Return where a sentence announces a release; None where it does not.

    Examples
    --------
    >>> announces("我们将于近日开源代码。") is not None
    True
    >>> announces("我们已经开源代码。") is None
    True
    """
    at = 0
    while match := _ANNOUNCED.search(sentence, at):
        at = match.start() + 1  # the next word for the future may be the one that counts
        if _is_future(match) and _is_verb(match) and _is_of_authors(match):
            return match.start(), match.end("release")
    first = _RELEASE_FIRST.search(sentence)
    return first.span() if first else None


def _is_future(match: re.Match[str]) -> bool:
    """Whether it is not denied, not done, and not "将" that only brings an object forward."""
    between, text = match["between"], match.string
    if (
        _NOT.search(between)
        or _PAST.search(text[: match.start("release")])
        or match["after"] == "了"
    ):
        return False
    forward = match["future"] == "将" and bool(things.roles(between))
    return not forward or _LATER.search(text) is not None


def _is_verb(match: re.Match[str]) -> bool:
    """Whether the word for releasing is the verb, and belongs to the word for the future."""
    between = match["between"]
    if (between and match["after"]) or between.endswith(("的", "以", "该", "进行了")):
        return False
    return not re.search("[，、]", between) or _GOVERNS_LISTS.match(match["future"]) is not None


def _is_of_authors(match: re.Match[str]) -> bool:
    """Whether it is not the reader, or a program, that does it."""
    text, end = match.string, match.end("release")
    if _OF_READERS.search(text[max(0, match.start() - 3) : match.start()]):
        return False
    if not _WEAK.match(match["release"]):
        return True
    around = text[max(0, match.start() - 8) : end + 4]
    close = len(match["between"]) <= _CLOSE and not _OF_READERS.search(around)
    return close and _DOWNLOADS.match(text, end) is not None
