"""What can be released, and which of several things in a phrase it is about. Pure.

Of a compound the last noun counts ("dataset construction code" is code), and what a preposition
brings in does not ("code for the model" is code).
"""

import re
from collections.abc import Iterator

from tracker.model.paper import Depth, Role

_SIZE = r"(?<![\w.])\d{1,4}(?:\.\d{1,2})?(?:B|M(?!\s+\w))(?:[- ](?:chat|instruct|base|it))?\b"
_WORDS = {
    Role.CODE: (
        r"\b(?:source[- ])?codes?(?:[- ]?bases?)?\b|\b(?:scripts?|implementations?|pipelines?"
        r"|librar(?:y|ies)|packages?|toolkits?|toolbox|notebooks?|sdk|nodes?"
        r"|simulators?|simulations?|sim2(?:sim|real)|recipes?|docker(?: ?(?:file|image))?)\b"
        r"|代码|程式码|程式碼|原始碼|源码|脚本|工具包|工具链|程序|コード|スクリプト|ソース"
        r"|ライブラリ|코드|스크립트|소스|라이브러리"
    ),
    Role.MODEL: (
        r"\b(?:models?|weights?|checkpoints?|ckpts?|lo-?ras?|adapters?|tokenizers?|parameters)\b|"
        rf"{_SIZE}|模型|權重|权重|检查点|モデル|重み|ウェイト|チェックポイント|모델|가중치"
        rf"|체크포인트|웨이트"
    ),
    Role.DATASET: (
        r"\b(?:meta)?data(?:[- ]?(?:sets?|bases?))?\b|\b(?:corpus|corpora|benchmarks?|annotations?"
        r"|captions?|pairs|trajectories|demonstrations|knowledge bases?|knowledge graphs?"
        r"|(?:test|train(?:ing)?|dev|eval(?:uation)?|validation)[- ]?(?:sets?|splits?)"
        r"|test ?cases)\b"
        r"|数据集?|數據集?|資料集|語料|语料|基准|评测集|測試集|测试集|训练集|标注|知识库|知识图谱"
        r"|题库"
        r"|データ(?:セット)?|コーパス|ベンチマーク|アノテーション|데이터(?:\s?셋|세트)?|코퍼스"
        r"|말뭉치|벤치마크"
    ),
    Role.SPACE: (
        r"\b(?:demos?|playground|(?:hugging ?face |hf )?spaces?|web[- ]?(?:ui|app)"
        r"|online service)\b"
        r"|演示|在线体验|试用|体验(?:链接|地址|页面)|デモ|데모"
    ),
}
_THING = re.compile(
    "|".join(f"(?P<{role.value}>{words})" for role, words in _WORDS.items()),
    re.IGNORECASE | re.ASCII,
)
_PART = re.compile(
    r",|;|、|，|；|\+|/|&|\b(?:and|or|plus|along with|as well as|together with|including)\b"
    r"|[和与與及或跟]|以及|と(?!も)|や|および|及び|・|와|과(?!정)|및|그리고|하고",
    re.IGNORECASE | re.ASCII,
)
"""What stands between two things that are both meant."""
_WITHIN = re.compile(
    r"\b(?:for|of|on|with|from|using|via|based|supporting|in|by|to|into|over|at)\b",
    re.IGNORECASE | re.ASCII,
)
"""What brings in a thing that only tells more of the one before."""
_MODIFIES = re.compile(r"的(?:训练|微调|功能|支持|推理|评测|使用|处理|导入|解析|理解|能力)")
"""Behind a thing: it only says of what something else is."""
_CARRIES = re.compile(r"\bwith\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_COMPOUND = 24
"""Characters between two nouns of one compound, at most."""

_PLACE = re.compile(r"\b(?:hugging ?face|hf|modelscope)\b|魔搭", re.IGNORECASE)
"""Where models lie: stands for them where nothing else is named."""
_TRAINS = re.compile(
    r"\b(?:(?:pre|post|fine)?-?(?:train|tun)(?:ing|er|ed|e)?|sft|rlhf|distillation)\b"
    r"|训练|訓練|微调|学習|훈련|학습|미세\s?조정",
    re.IGNORECASE,
)
_PART_OF_CODE = re.compile(
    r"\b(?:evaluat\w+|eval|test(?:ing)?|(?:pre)?-?process\w*|construction|collection|generation"
    r"|curation|backbone|demo|tools?|utils?|utilit(?:y|ies)|render\w*|visuali[sz]\w+|retarget\w*"
    r"|sim2\w+"
    r"|benchmark\w*|annotat\w+|metrics?|conversion|convert\w*|nodes?|docker\w*)\b"
    r"|评测|评估|测试|预处理|构建|处理|采集|可视化|工具|評価|前処理|構築|평가|전처리|구축",
    re.IGNORECASE,
)


def roles(text: str) -> tuple[Role, ...]:
    """Return what a phrase is about, in the order of `Role`; empty where it names nothing.

    Examples
    --------
    >>> [role.value for role in roles("the dataset construction code and the 7B weights")]
    ['code', 'model']
    >>> [role.value for role in roles("code for the new model")]
    ['code']
    >>> [role.value for role in roles("32B模型的训练代码和数据")]
    ['code', 'dataset']
    """
    named = {role for role, _ in heads(text)}
    return tuple(role for role in Role if role in named)


def heads(text: str) -> Iterator[tuple[Role, int]]:
    """Yield each thing that is meant, and where its noun begins."""
    matches = list(_THING.finditer(text))
    within = False
    for at, match in enumerate(matches):
        between = text[matches[at - 1].end() : match.start()] if at else ""
        parted = bool(_PART.search(between))
        if parted or not at:
            within = False
        tail = _PART.split(between)[-1] if parted else between
        if at and _WITHIN.search(tail):
            within = not (_CARRIES.search(between) and _of(match) is Role.MODEL)
        if within:
            continue
        following = matches[at + 1] if at + 1 < len(matches) else None
        if following is not None and _compound(text[match.end() : following.start()]):
            continue
        if _MODIFIES.match(text, match.end()):
            continue
        yield _of(match), match.start()


def tells_more(text: str) -> bool:
    """Whether a preposition stands in a text: what follows it only tells more of what is before."""
    return _WITHIN.search(text) is not None


def ends(text: str) -> Iterator[int]:
    """Yield where each noun for a thing ends."""
    for match in _THING.finditer(text):
        yield match.end()


def _of(match: re.Match[str]) -> Role:
    return Role(str(match.lastgroup))


def _compound(between: str) -> bool:
    """Whether what stands between two nouns makes one compound of them."""
    if len(between) > _COMPOUND or _PART.search(between) or _WITHIN.search(between):
        return False
    return not re.search(
        r"[.!?:()\[\]|。！？：（）]|\b(?:is|are|will|be|to|that|which)\b|[会将会は]", between
    )


def stands_for_models(text: str) -> bool:
    """Whether a phrase names a place where models lie."""
    return _PLACE.search(text) is not None


def depth(role: Role, text: str) -> Depth:
    """Return the least that keeps an announcement of a role in these words.

    Examples
    --------
    >>> depth(Role.CODE, "we will release the training code").value
    'training'
    >>> depth(Role.CODE, "the evaluation script will follow").value
    'partial'
    """
    if role is not Role.CODE:
        return Depth.COMPLETE
    if _TRAINS.search(_before_code(text)):
        return Depth.TRAINING
    return Depth.PARTIAL if _PART_OF_CODE.search(_before_code(text)) else Depth.INFERENCE


def _before_code(text: str) -> str:
    """Return the words that say which code: those before the noun, in its own part."""
    places = [place for role, place in heads(text) if role is Role.CODE]
    if not places:
        return text
    return " ".join(_own_part(text, place) for place in places)


def _own_part(text: str, place: int) -> str:
    start = max(
        (
            border.end()
            for border in re.finditer(r"[.!?;,:，。；：、]|\bthe\b|\bour\b", text[:place])
        ),
        default=0,
    )
    tail = re.split(r"[.!?;,，。；、]|\b(?:and|soon|will)\b", text[place:], maxsplit=1)[0]
    return f"{text[start:place]}{tail}"
