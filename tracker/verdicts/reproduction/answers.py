"""What can be said of a claim that was tried, from the runs of its checks: the words, in order."""

from collections.abc import Sequence

from tracker.model.check import Materiality
from tracker.model.verdict import CheckVerdict
from tracker.verdicts.check import answers as check
from tracker.verdicts.question import Answer, Tone

NOT_ATTEMPTED = check.NOT_ATTEMPTED
CHECKABLE = "checkable on a CPU"
PARTLY_CHECKABLE = "partly checkable on a CPU"
NOTHING_CLAIMED = "no empirical claim"

ANSWERS = (
    Answer(
        word="contradicted",
        zh="与论文相悖",
        tone=Tone.POOR,
        rank=0,
        means="The paper's own protocol was followed and gave something else than was reported.",
        remedy="The authors can answer in the registry, with `response:`.",
    ),
    Answer(
        word=check.GRADED[Materiality.CLAIM],
        zh="数字不自洽（论断改变）",
        tone=Tone.POOR,
        rank=0,
        means="An audit: the printed number does not follow, and with the number that does the "
        "claim is another one.",
        remedy="The authors can answer in the registry, with `response:`.",
    ),
    Answer(
        word=check.GRADED[Materiality.CELL],
        zh="数字不自洽（单元格有误）",
        tone=Tone.POOR,
        rank=0,
        means="An audit: a printed number does not follow from those beside it, by more than "
        "rounding; what the claim says stays.",
        remedy="The authors can answer in the registry, with `response:`.",
    ),
    Answer(
        word="numbers do not follow",
        zh="数字不自洽",
        tone=Tone.POOR,
        rank=0,
        means="An audit: the printed number does not follow "
        "from the paper's own tables or released logs.",
        remedy="The authors can answer in the registry, with `response:`.",
    ),
    Answer(
        word="reproduced (exact)",
        zh="已复现（原协议）",
        tone=Tone.GOOD,
        rank=4,
        means="The paper's own protocol, run by others with the "
        "authors' artifacts, gave the reported result: ACM's Results Reproduced, v1.1 "
        "(2020), of this claim.",
    ),
    Answer(
        word=check.REPLICATED,
        zh="已独立复现（原协议）",
        tone=Tone.GOOD,
        rank=4,
        means="The same without the authors' artifacts: ACM's "
        "Results Replicated, v1.1 (2020), of this claim.",
    ),
    Answer(
        word=check.IMPORTED[0],
        zh="已复现（外部导入）",
        tone=Tone.FAIR,
        rank=3,
        means="A person ran the paper's own protocol elsewhere, with artifacts of the authors, all "
        "at pinned revisions and beside the base model, and handed in what the harness left: it "
        "is the reported result. We have not seen it run.",
    ),
    Answer(
        word=check.IMPORTED[1],
        zh="在容差内（外部导入）",
        tone=Tone.FAIR,
        rank=2,
        means="The same, but something that was used is pinned by nobody, or nothing of it is the "
        "authors'. It may not be what the paper released.",
    ),
    Answer(
        word="proxy within tolerance",
        zh="替代实验在容差内",
        tone=Tone.FAIR,
        rank=3,
        means="A smaller or substitute protocol came out as "
        "expected. The reported result itself was not tried.",
    ),
    Answer(
        word="mechanism holds",
        zh="机制成立",
        tone=Tone.FAIR,
        rank=2,
        means="The idea does at the scale of a CPU what the paper "
        "says it does. The reported result itself was not tried.",
    ),
    Answer(
        word="numbers consistent",
        zh="数字自洽",
        tone=Tone.FAIR,
        rank=2,
        means="An audit: what is printed agrees with itself, or "
        "with the released logs. It stands beside the ladder: nothing was run anew.",
    ),
    Answer(
        word="proxy outside tolerance",
        zh="替代实验超出容差",
        tone=Tone.FAIR,
        rank=1,
        means="A smaller or substitute protocol did not "
        "come out as expected; this does not contradict the paper.",
    ),
    Answer(
        word=check.IMPORTED[2],
        zh="超出容差（外部导入）",
        tone=Tone.FAIR,
        rank=1,
        means="A person ran the paper's own protocol elsewhere and got something else than was "
        "reported. We have not seen it run; this does not contradict the paper.",
    ),
    Answer(
        word="mechanism not confirmed",
        zh="机制未得到证实",
        tone=Tone.FAIR,
        rank=1,
        means="The idea did not show at the scale of a CPU; this does not contradict the paper.",
    ),
    Answer(
        word=check.GRADED[Materiality.ROUNDING],
        zh="数字不自洽（舍入误差）",
        tone=Tone.FAIR,
        rank=1,
        means="An audit: a printed number is off by what rounding, or a slip in its last digits, "
        "explains. Nothing else changes.",
    ),
    Answer(
        word=check.WITHIN_CHANCE,
        zh="在随机波动之内",
        tone=Tone.FAIR,
        rank=1,
        means="A test of chance: what was reported can be chance. That it is, is not said.",
    ),
    Answer(
        word="released code differs from its description",
        zh="发布的代码与描述不符",
        tone=Tone.FAIR,
        rank=1,
        means="The released code does something else than the text says. Which of the two the "
        "results come from is not said.",
        remedy="The authors can answer in the registry, with `response:`.",
    ),
    Answer(
        word="released code as described",
        zh="发布的代码与描述相符",
        tone=Tone.FAIR,
        rank=2,
        means="The released code does what the text says. No result was tried.",
    ),
    Answer(
        word="holds in an edge case",
        zh="边界情形下成立",
        tone=Tone.UNKNOWN,
        means="At the rim of what the claim is made for it is as expected. Of the claim nothing is "
        "said.",
    ),
    Answer(
        word="deviation in an edge case",
        zh="边界情形下有偏差",
        tone=Tone.UNKNOWN,
        means="At the rim of what the claim is made for it comes out otherwise. Of the claim "
        "nothing is said.",
    ),
    Answer(
        word="library does its part",
        zh="所用库正常",
        tone=Tone.UNKNOWN,
        means="A package that the release uses does what is asked of it. Of the claim nothing is "
        "said.",
    ),
    Answer(
        word="defect of a library",
        zh="所用库有缺陷",
        tone=Tone.UNKNOWN,
        means="A package that the release uses does something else than is asked of it. Of the "
        "claim nothing is said.",
    ),
    Answer(
        word=check.INCONCLUSIVE,
        zh="无定论",
        tone=Tone.UNKNOWN,
        means="It was run, and what was measured does not settle it.",
    ),
    Answer(
        word=check.BLOCKED,
        zh="受阻",
        tone=Tone.UNKNOWN,
        means="A check is there, and something it needs was not to be "
        "had. Nothing is said about the claim.",
    ),
    Answer(
        word=check.BROKEN,
        zh="因技术原因失败",
        tone=Tone.UNKNOWN,
        means="A check is there, and its notebook broke. Nothing is said about the claim.",
    ),
    Answer(
        word=NOT_ATTEMPTED,
        zh="未尝试",
        tone=Tone.UNKNOWN,
        means="Nobody has run it here, and nothing is said about whether it holds.",
        remedy="Write a reproduction notebook for one of its claims.",
    ),
    Answer(
        word=NOTHING_CLAIMED,
        zh="无实证论断",
        beside=True,
        means="The paper reports no result of its own, such as a position paper: there is nothing "
        "to try, and nothing is missing.",
    ),
    Answer(
        word=CHECKABLE,
        zh="可在 CPU 上核查",
        beside=True,
        means="Something of every claim can be checked without a GPU; the reason says what.",
    ),
    Answer(
        word=PARTLY_CHECKABLE,
        zh="部分可在 CPU 上核查",
        beside=True,
        means="Something of some claims can, and of others nothing.",
    ),
    Answer(
        word="needs …",
        zh="需要……",
        open=True,
        beside=True,
        takes=lambda text: text if text.startswith("needs ") else None,
        means="What the full result asks for: hardware, data, or what no money buys at once.",
    ),
)
LADDER = (
    NOT_ATTEMPTED, check.BLOCKED, "mechanism holds", "proxy within tolerance", "reproduced (exact)",
)  # fmt: skip
"""The rungs, lowest first. Other answers stand beside it."""
OUTCOMES = tuple(answer.word for answer in ANSWERS if not answer.beside)
"""Every word about what came of trying, those that weigh most first."""
SETTLED = frozenset(answer.word for answer in ANSWERS if answer.rank is not None)
"""Those that say something about a claim."""
_OVERRULED = {
    "contradicted": ("reproduced (exact)", check.REPLICATED),
    "numbers do not follow": ("numbers consistent",),
    **dict.fromkeys(check.GRADED.values(), ("numbers consistent",)),
    "proxy outside tolerance": ("proxy within tolerance",),
    "mechanism not confirmed": ("mechanism holds",),
    check.IMPORTED[2]: check.IMPORTED[:2],
    check.WITHIN_CHANCE: ("proxy within tolerance",),
    "released code differs from its description": ("released code as described",),
}
"""A claim reaches a rung only where no check of that kind failed."""
_SILENT = (check.BLOCKED, check.BROKEN, NOT_ATTEMPTED)


def outcome(checks: Sequence[CheckVerdict]) -> tuple[str, ...]:
    """Return what the checks of one claim say of it, the weightiest word first.

    Where one gave a result, what was not tried is left to the reason.
    """
    words = {check_verdict.words for check_verdict in checks}
    for stronger, weaker in _OVERRULED.items():
        if stronger in words:
            words -= set(weaker)
    if results := words.difference(_SILENT):
        words = results
    else:
        words = {next((word for word in _SILENT if word in words), NOT_ATTEMPTED)}
    return tuple(word for word in OUTCOMES if word in words)
