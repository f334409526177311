"""How a release is announced: who, what becomes of it, and when. Pure.

A sentence announces a release where a word for the future governs a word for releasing, where a
word for "soon" stands at a thing, or where the authors are at work to release it. What they deny,
what they do only if asked, and what others will do, announces nothing.

Long, because each of four languages has its own words for it.
"""

import re

from tracker.hosts.texts.promises import chinese

_RELEASE = (
    r"(?:open[- ]?sourc\w*|(?:un|re-?)?releas\w*|relaas\w*|publish\w*|upload\w*|shar(?:e|ed"
    r"|ing)\b|contain\b|updated? with\b"
    r"|ma[kd](?:e|ing)\b[^.!?]{0,60}?\b(?:public\w*|available|open|accessible|downloadable)\b"
    r"|public(?:ly)?[- ](?:available|accessible|releas\w+)|be (?:\w+ )?(?:available|accessible"
    r"|public|online|up|downloadable|linked|open(?![- ]?sourc))\b"
    r"|mad(?:e|ing) public|provid(?:e|ed|ing)\b|post(?:ed|ing)?\b|put (?:up|out|online|on)\b"
    r"|roll(?:ed|ing)? out\b"
    r"|launch\w*|drop(?:ped)?\b|push(?:ed)?\b|distribut\w*|host(?:ed)?\b|deploy\w*|follow\b"
    r"|come\b|arrive\b"
    r"|go (?:public|live|online)|be on (?:the )?(?:hugging|github|hf\b|modelscope)"
    r"|be (?:\w+ )?(?:coming|out|there|ready|added|uploaded|provided|shared|posted|hosted"
    r"|included)\b|add(?:ed)?\b|includ(?:e|ed)\b|deliver\w*|ship\w*|giv(?:e|en) access|disclos\w*)"
)
_STRONG = re.compile(
    r"\b(?:open[- ]?sourc\w*|releas\w*|relaas\w*|publish\w*|made? (?:\w+ )?(?:public\w*"
    r"|available)|publicly available)"
    r"|开源|發布|发布|公开|公開|放出|释出|开放下载|リリース|オープンソース|공개|배포|릴리[즈스]"
    r"|오픈\s?소스",
    re.IGNORECASE | re.ASCII,
)
"""Says by itself that something comes out, whatever it is called."""
_FUTURE = (
    r"(?:\bwill\b|(?<=\w)['’]ll\b|\b(?:are|is|am) going to\b|\bgonna\b|\bplan(?:s|ned"
    r"|ning)? (?:to|on)\b"
    r"|\bintend(?:s|ed|ing)? to\b|\baim(?:s|ing)? to\b|\bhop(?:e|ing) to\b|\bexpect(?:s|ed"
    r"|ing)? to\b"
    r"|\bwould like to\b|['’]d like to\b|\bscheduled (?:to|for)\b|\bto be\b|\babout to\b"
    r"|\bpromise(?:s|d)? to\b|\bcommitted to\b"
    r"|\bwant to\b|\bshall\b|\bin the process of\b)"
)
_SOON = (
    r"(?:\bcoming soon\b|(?<!as )\bsoon\b(?! (?:after|enough))|\bas soon as possible\b"
    r"|\bshortly\b|\bnear future\b|\bstay tuned\b|\bTB[ADRC]\b"
    r"|\bto be (?:\w+ )?(?:released|announced|added|uploaded|open-?sourced|published|provided"
    r"|available|continued)\b"
    r"|\bin preparation\b|\bunder preparation\b|\bcoming (?:next|up|in|this|later)\b|\b(?:is"
    r"|are) coming\b"
    r"|\bnot (?:yet )?(?:been )?released(?: yet)?\b|\bnot yet (?:public|available)\b|\bon (?:the"
    r"|its|their) way\b|(?-i:\bTODO\b)\W*$|🔜|⏳|🚧|準備中|近日公開|公開予定|준비\s?중"
    r"|공개\s?예정|추후\s?공개)"
)
_WEAK = re.compile(
    r"(?:shar|provid|post|put|launch|drop|push|host|deploy|follow|come|arrive|add|includ|deliver"
    r"|ship|giv|contain)",
    re.IGNORECASE,
)
"""Verbs that are about a release only where they stand close to the word for the future."""
_ADJECTIVE = re.compile(
    r"\b(?:the|an?|any|all|of|using|with|existing|other|fully|truly|its|our|these|this|that|on|in"
    r"|next|from|for|as|first|by|through|via)\s+$",
    re.IGNORECASE,
)
"""Before "open-source" or "release", which is no verb then."""
_AUTHORS = re.compile(
    r"\b(?:we|i|us|authors?|team|lab|group|developers?|maintainers?)\b[^.!?]{0,90}$"
    r"|^\W*(?:(?:later|soon|then|now|next|also|finally|update|news|note|todo|and|but)\W+){0,3}$"
    r"|['’]$|[:：]\s*$",
    re.IGNORECASE | re.ASCII,
)
"""Before the word for the future of an active sentence; a sentence may leave its subject out."""
_REPOSITORY = re.compile(r"\b(?:repo|repository|page)\W*$", re.IGNORECASE | re.ASCII)
_PASSIVE = re.compile(r"\bbe\b|\bbeing\b|\bget\b", re.IGNORECASE)
_COMES = re.compile(r"(?:be |follow|come|arrive|go |drop|launch)", re.IGNORECASE)
_THANKS = re.compile(
    r"\b(?:thank|acknowledge|credit|refer|invite|encourage|cite|compare)\b",
    re.IGNORECASE | re.ASCII,
)
_DENIED = re.compile(
    r"\b(?:not|never|no (?:plans?|intention)|unable|cannot|without|nor)\b|n['’]t\b", re.IGNORECASE
)
_EN = re.compile(
    rf"(?P<future>{_FUTURE})(?P<between>[^.!?;]{{0,90}}?)\b(?P<release>{_RELEASE})",
    re.IGNORECASE | re.ASCII,
)
_SOON_EN = re.compile(_SOON, re.IGNORECASE | re.ASCII)
_AT_WORK = re.compile(
    r"\b(?:(?:still|currently|actively|now|are|is|being|been|we['’]re)\s+)+(?:\w+ly )?"
    r"(?:working (?:hard )?on|working towards|prepar(?:ing|ed)|organi[sz](?:ing|ed)|clean(?:ing"
    r"|ed)(?: up)?|finali[sz](?:ing|ed)|sorting"
    r"|refactor(?:ing|ed)|tidy(?:ing)?(?: up)?|packag(?:ing|ed)|under (?:internal "
    r"|legal )?(?:review|preparation|approval))\b",
    re.IGNORECASE | re.ASCII,
)
_TO_RELEASE = re.compile(
    r"\b(?:releas|open[- ]?sourc|public|publish|upload|available|online|soon|share)", re.IGNORECASE
)
_NOUN = re.compile(
    r"\b(?:release|publication|open-?sourcing|launch|upload)\b[^.!?;]{0,60}\b(?:(?:is|are"
    r"|was) )?(?:planned|scheduled|expected|anticipated|underway"
    r"|in progress|pending|upcoming|coming)\b|\b(?:planned|upcoming|scheduled|future"
    r"|forthcoming) release\b|\bexpect(?:ed|ing)? (?:the |our |an? )?(?:[\w-]+ ){0,4}release\b"
    r"|\b(?:available|released|accessible|public|online|open-?sourced) (?:up ?on|after|following"
    r"|once) (?:[\w-]+ ){0,4}(?:accept\w+|publi\w+|review|approv\w+|camera|decision)\b"
    r"|\b(?:notified|informed|alerted) (?:when|once|as soon as)\b[^.!?;]{0,60}\b(?:drops?"
    r"|released?|out|lands?|available|public)\b"
    r"|\b(?:stay tuned|wait|waiting) for (?:the |our )?(?:\w+ )?release\b",
    re.IGNORECASE | re.ASCII,
)
"""A release as a noun that is planned."""
_REPORTED = re.compile(
    r"\b(?P<who>[A-Z][\w.-]+)(?: has| have)? (?:said|says|announced|promised|stated|confirmed"
    r"|claims?)\b"
)
"""What somebody else said, by name."""
_CREDITS = re.compile(
    r"^\W*(?:many |special )?(?:thanks|credits?|kudos)\b|\bwe (?:would like to )?(?:thank"
    r"|acknowledge)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:is|are) now (?:\w+ )?(?:available|released|public|online|open)", re.IGNORECASE
)
_OURS = re.compile(
    r"\b(?:we|i|us|our|authors?|team|they|it|this|these|that|which|all|both|project"
    r"|repo(?:sitory)?|lab|group)\b|['’]ll",
    re.IGNORECASE | re.ASCII,
)
_SUBJECT = re.compile(r"(?:^|[,;:(]|\band\b|\bthat\b)\s*([A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3})\s*$")
_LEADS = frozenset((
    "later", "soon", "then", "now", "update", "updates", "news", "note", "next", "also", "finally",
    "todo", "code", "codes", "data", "dataset", "datasets", "model", "models", "weights",
    "checkpoints", "demo", "training", "inference", "evaluation", "promise", "full", "more",
))  # fmt: skip
"""Words with a capital that begin a sentence, and name nobody."""
_ASKED = re.compile(
    r"\bif you (?:need|want|would|are interested|request|e-?mail|contact|ask|sign|agree|fill"
    r"|have)\b|\bup ?on (?:\w+ )?request\b|\bcontact\b|\be-?mail\b|\bfill (?:in|out|up)\b"
    r"|\bapply for\b"
    r"|\bonce you\b|\bafter you\b|\bwhen you\b|联系我们|填写|申请|お問い合わせ|문의",
    re.IGNORECASE | re.ASCII,
)
"""Given to who asks: no release."""
_INSIDE = re.compile(
    r"\b(?:automatically|locally)\b|\b(?:in|at|under|to|into) (?:the )?[`'\"]|\b(?:after"
    r"|by) running\b|\bcommand\b"
    r"|\b(?:in|under|at|inside|to|into) (?:the |your )?[\w./-]+ (?:folder|directory|dir|path"
    r"|file)s?\b|\bas (?:an? )?input\b|\b(?:to|in|on|under) your\b|\bmemory\b"
    r"|\blocalhost\b|https?://(?:localhost|127\.)",
    re.IGNORECASE | re.ASCII,
)
"""What a program does, not the authors."""

_SOON_ZH = re.compile(
    r"敬请期待|敬請期待|即将(?:开源|开放|发布|公开|公布|推出|提供|上线|上传|放出|释出|更新|到来"
    r"|来临)|即将[。！.!\s]*$|待(?:开源|发布|公开|上传|更新"
    r"|补充)|coming soon|TB[AD]|暂未(?:开源|公开|发布)|尚未(?:开源|公开|发布)",
    re.IGNORECASE | re.ASCII,
)
_DENIED_ZH = re.compile(
    r"不会|不再|暂不|不能|无法|没有计划|不予|不便|未能|しない|できない|ありません|않|없"
)


_REL_JA = r"(?:公開|リリース|アップロード|提供|配布|オープンソース化?|オープンに)"
_FUT_JA = (
    r"(?:予定|近日|まもなく|間もなく|もうすぐ|今後|準備中|整理中|次第|お待ち|お楽しみに"
    r"|以内に|来週|来月|今月|年内|後日|つもり|計画|順次|ていきます)"
)
_JA = re.compile(
    rf"(?:公開|リリース|アップロード|オープンソース化)(?:し|され)(?:ます|ていく)"
    rf"|{_REL_JA}[^。！？\n]{{0,30}}{_FUT_JA}"
    rf"|{_FUT_JA}[^。！？\n]{{0,60}}{_REL_JA}"
)
_REL_KO = r"(?:공개|배포|출시|업로드|릴리[즈스]|오픈\s?소스|제공|올릴|공유)"
_FUT_KO = (
    r"(?:예정|곧|조만간|추후|준비\s?중|계획|향후|겠습니다|할게요|될\s?것|할\s?것"
    r"|다음\s?[주달]|기대해|정리\s?중|나중에)"
)
_KO = re.compile(rf"{_REL_KO}[^.!?\n]{{0,30}}{_FUT_KO}|{_FUT_KO}[^.!?\n]{{0,60}}{_REL_KO}")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_HAN = re.compile(r"[\u4e00-\u9fff]")

_NO_RELEASE = re.compile(
    r"\b(?:papers?|(?:technical |tech )?reports?|pre-?prints?|arxiv|manuscript|blogs?|tutorials?"
    r"|slides?|posters?|talks?|workshops?"
    r"|challenges?|documentation|docs?|readme|instructions?|guides?|roadmap|licen[cs]es?"
    r"|features?|supports?|options?|acceleration"
    r"|newsletters?|wechat|discord|camera[- ]ready|appendix|supplementary|project ?page|website"
    r"|details|updates?|news|information"
    r"|results?|descriptions?|examples?|video|podcast|survey|articles?|experience"
    r"|functionalit(?:y|ies)|improvements?|bugs?|issues?|events?"
    r"|courses?|books?|comments?|citations?|bibtex|faq|wiki|changelog)\b"
    r"|论文|報告|报告|博客|教程|文档|经验|功能|特性|细节|详情|说明|讲座|比赛|论坛|論文|レポート"
    r"|機能|ドキュメント|논문|보고서|기능|문서",
    re.IGNORECASE | re.ASCII,
)
"""What is no release of code, models, data or a demo."""
_CONDITION = re.compile(
    r"\b(?:after|up ?on|once|until|when|following) (?:the |our )?(?:paper|manuscript|report"
    r"|article)\b"
    r"|论文(?:被)?(?:录用|接收|接受|发表|公开)|論文(?:採択|公開)|논문이? ?(?:채택|게재|공개)",
    re.IGNORECASE | re.ASCII,
)
_DOES = re.compile(
    r"\s*(?:please )?(?:(?:better |full |initial )?support|improv|refactor|optimi[sz]|fix"
    r"|integrat|enhanc|refin|extend|expand|speed|accelerat|reduc"
    r"|investigat|explor|tests?\b(?! ?(?:set|data|code|script|split))|try\b|experiment"
    r"|train (?!(?:code|script|set|data))|fine-?tune (?!(?:code|script))|write|document|clean"
    r"|rewrite|migrat|switch"
    r"|replac|remov|handle|allow|enable|compare|evaluate (?!(?:code|script))|benchmark (?:on"
    r"|against|the|our|with)|implement|merge|tune|upgrade|adapt|port\b|check\b|verify\b"
    r"|mak(?:e|ing) (?:it|the code|code|this) (?:more|work|faster|easier)|add (?:a |an |the "
    r"|more )?(?:licen[cs]e|tests?\b|support|description|example|doc|comment|option|feature|unit"
    r"|ci\b|faq|citation|badge|logging)"
    r"|支持|优化|改进|完善|修复|增加[^，。]{0,8}(?:功能|支持)|使用|进行|提升|引入|探索|尝试|接入"
    r"|適配|适配|重构|対応|改善|修正|.*を(?:訓練|学習|改善"
    r"|サポート)する|지원|개선|최적화|수정)",
    re.IGNORECASE | re.ASCII,
)
"""Verbs of a to-do item that change what is there, and release nothing."""
_RELEASES = re.compile(
    r"\s*(?:the |official |to |we |will |plan to |initial |first |full |public |early )*"
    r"(?:open[- ]?sourc|releas|relaas|publish|upload|shar(?:e|ing)\b|provid|post\b|put (?:up|out"
    r"|online)|launch|host|deploy|push"
    r"|mak(?:e|ing)\b.{0,60}\b(?:public|available|open)|开源|開源|发布|發布|公开|公開|放出|上传"
    r"|推出|上线|提供|开放)",
    re.IGNORECASE | re.ASCII,
)
_BRINGS = re.compile(
    r"\s*(?:add|creat|build|mak|set ?up|writ|construct|prepar|updat|more|new|finish|complet"
    r"|organi[sz]|clean|添加|增加|搭建|制作|新增|更新|整理|追加|作成|추가)\w*",
    re.IGNORECASE | re.ASCII,
)
_AND_RELEASE = re.compile(
    r"(?:\band\b|\bthen\b|&|,|\bto\b) (?:then )?(?:open[- ]?sourc|releas|upload|publish)",
    re.IGNORECASE | re.ASCII,
)
_IS_RELEASED = re.compile(r"\brelease\s*[.!)]*$", re.IGNORECASE | re.ASCII)
_RELEASED_CJ = re.compile(rf"{chinese.RELEASE}|{_REL_JA}|{_REL_KO}")


def denies(text: str) -> bool:
    """Whether words say that something will not be."""
    return _DENIED.search(text) is not None or _DENIED_ZH.search(text) is not None


def announces(sentence: str) -> tuple[int, int] | None:
    """Return where a sentence, without markup, announces a release; None where it does not.

    What it is about is not asked here.

    Examples
    --------
    >>> announces("We will release the code soon.") is not None
    True
    >>> announces("We will not release the code.") is None
    True
    """
    if _ASKED.search(sentence) or _CREDITS.search(sentence):
        return None
    if any(match["who"].lower() not in _LEADS for match in _REPORTED.finditer(sentence)):
        return None
    span = _english(sentence)
    if span is not None or _INSIDE.search(sentence):
        return span
    if _HANGUL.search(sentence):
        return _span(_KO.search(sentence), sentence)
    if _KANA.search(sentence):
        return _span(_JA.search(sentence), sentence)
    return chinese.announces(sentence) if _HAN.search(sentence) else None


def _english(sentence: str) -> tuple[int, int] | None:
    at = 0
    while match := _EN.search(sentence, at):
        at = match.start() + 1  # the next word for the future may be the one that counts
        lead, between = sentence[: match.start()], match["between"]
        if denies(between) or denies(lead[-24:]) or _INSIDE.search(sentence, match.end()):
            continue
        if _DONE.search(sentence, match.end()):
            continue
        if _governs(match) and not _of_others(lead, between):
            return match.span()
    planned = _NOUN.search(sentence)
    if planned and not denies(sentence) and not _DONE.search(sentence):
        return planned.span()
    at_work_on = _AT_WORK.search(sentence) if _TO_RELEASE.search(sentence) else None
    return at_work_on.span() if at_work_on else None


def _governs(match: re.Match[str]) -> bool:
    """Whether the word for the future governs the one for releasing."""
    between, verb = match["between"], match["release"]
    if _THANKS.search(between):
        return False
    if _ADJECTIVE.search(between) and re.fullmatch(
        r"open[- ]?sourc(?:e|ing)|releases?|upload|drop|push|post", verb, re.IGNORECASE
    ):
        return False
    if _WEAK.match(verb) and len(between.split()) > 4:
        return False
    if _PASSIVE.search(f"{match['future']} {between}") or _COMES.match(verb):
        return True
    lead = match.string[: match.start()]
    holds = re.match(r"contain|includ|host", verb, re.IGNORECASE) and _REPOSITORY.search(lead)
    return bool(holds or _AUTHORS.search(lead))


def _span(match: re.Match[str] | None, sentence: str) -> tuple[int, int] | None:
    return None if match is None or _DENIED_ZH.search(sentence[match.start() :]) else match.span()


def _of_others(lead: str, between: str) -> bool:
    """Whether the subject of an active sentence is somebody else, by name."""
    subject = _SUBJECT.search(lead.rstrip())
    if subject is None or re.match(r"\s*(?:also |soon |then |now )*be\b", between):
        return False
    first = subject[1].split()[0].lower()
    return first not in _LEADS and not _OURS.search(subject[1])


def governed(text: str) -> bool:
    """Whether a word for the future stands in a text, with a verb of its own."""
    return re.search(_FUTURE, text, re.IGNORECASE | re.ASCII) is not None


def soon(text: str) -> re.Match[str] | None:
    """Return the word that says that something is not there yet, but will be."""
    return _SOON_EN.search(text) or _SOON_ZH.search(text)


def at_work(text: str) -> bool:
    """Whether a sentence says in Chinese that something is being prepared."""
    return chinese.AT_WORK.search(text) is not None


def is_strong(text: str) -> bool:
    """Whether words say by themselves that something comes out."""
    return _STRONG.search(text) is not None


def no_release(text: str) -> re.Match[str] | None:
    """Return the first word for what is no release."""
    return next(iter(all_no_release(text)), None)


def all_no_release(text: str) -> list[re.Match[str]]:
    """Return all words for what is no release; "once the paper is accepted" is only a condition."""
    conditions = [match.span() for match in _CONDITION.finditer(text)]
    return [
        match
        for match in _NO_RELEASE.finditer(text)
        if not any(start <= match.start() < end for start, end in conditions)
    ]


def changes_only(item: str) -> bool:
    """Whether an item of a list of things to do changes what is there, and releases nothing."""
    return _DOES.match(item) is not None


def brings_out(item: str) -> bool:
    """Whether an item that begins with another verb goes on to release what it is about."""
    return _AND_RELEASE.search(item) is not None


def releases(item: str) -> bool:
    """Whether an item speaks of releasing: it begins with the word, or holds one of Asia."""
    return (
        bool(_RELEASES.match(item) or _IS_RELEASED.search(item) or brings_out(item))
        or _RELEASED_CJ.search(item) is not None
    )


def brings(item: str) -> str:
    """Return an item without the verb that makes or adds a thing."""
    verb = _BRINGS.match(item)
    return item[verb.end() :] if verb else item
