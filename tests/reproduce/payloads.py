"""HTML and Markdown that would run something, load something, or leave its place."""

import re
from html.parser import HTMLParser

MARK = "window.pwned=1"
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
PAYLOADS = [
    f"<script>{MARK}</script>",
    f"<ScRiPt\n>{MARK}</sCrIpT >",
    f"<script src=data:text/javascript,{MARK}></script>",
    "<script src=http://evil.example/x.js></script>",
    f"<img src=x onerror={MARK}>",
    f"<img src=x OnErRor\t=\n{MARK}>",
    f"<img title='>'onerror={MARK} src=x>",
    f"<img/src=x/onerror={MARK}>",
    f"<svg/onload={MARK}>",
    f"<svg><script>{MARK}</script></svg>",
    f"<svg><animate onbegin={MARK} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{MARK}'><text y=9>x</text></a></svg>",
    "<svg><use href='http://evil.example/x.svg#a'/></svg>",
    "<svg><image href='http://evil.example/x.png'/></svg>",
    f"<svg><foreignObject><iframe srcdoc='<script>parent.{MARK}</script>'></foreignObject></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={MARK}></style></mglyph></table>",
    f"<math href='javascript:{MARK}'>x</math>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={MARK}>",
    f"<noscript><p title='</noscript><img src=x onerror={MARK}>'>",
    f"<svg></p><style><a id='</style><img src=x onerror={MARK}>'>",
    f"<!--><img src=x onerror={MARK}>-->",
    f"<!--!><img src=x onerror={MARK}>--!>",
    f"<![CDATA[><img src=x onerror={MARK}>]]>",
    f"<?x ><img src=x onerror={MARK}>?>",
    f"<textarea></textarea><img src=x onerror={MARK}></textarea>",
    f"<title></title><img src=x onerror={MARK}>",
    f"<xmp><p title='</xmp><img src=x onerror={MARK}>'></xmp>",
    f"<select><style></select><img src=x onerror={MARK}></style>",
    f"<template><script>{MARK}</script><img src=x onerror={MARK}></template>",
    f"<a href='javascript:{MARK}'>click</a>",
    f"<a href=' \x01java\tscr\nipt:{MARK}'>click</a>",
    f"<a href='&#106;avascript&colon;{MARK}'>click</a>",
    f"<a href='JaVaScRiPt&#58;{MARK}'>click</a>",
    f"<a href='vbscript:{MARK}'>click</a>",
    f"<a href='data:text/html,<script>{MARK}</script>'>click</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>click</a>",
    "<a href='file:///etc/passwd'>click</a>",
    "<a href='//evil.example/x' target=_blank>click</a>",
    "<a href='https://evil.example' target=_blank rel=opener ping=http://evil.example/p>click</a>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'></iframe>",
    f"<iframe src='javascript:parent.{MARK}'></iframe>",
    "<iframe src=http://evil.example/></iframe>",
    "<object data=http://evil.example/x.swf></object>",
    f"<object data='javascript:{MARK}'></object>",
    "<embed src=http://evil.example/x>",
    f"<embed src='javascript:{MARK}'>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}'>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<link rel=prefetch href=http://evil.example/x>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<style>body{background:url(http://evil.example/x.png)}</style>",
    "<p style='background:url(http://evil.example/x.png)'>x</p>",
    "<p style='background-color:red;background-image:u\\72l(http://evil.example/x)'>x</p>",
    "<p style='list-style:url(//evil.example/x)'>x</p>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
    f"<p style='width:expression({MARK})'>x</p>",
    f"<p style='behavior:url(#default#time2)' onbegin={MARK}>x</p>",
    f"<form action='javascript:{MARK}'><button>x</button></form>",
    "<form action=http://evil.example/><input name=x autofocus></form>",
    f"<button formaction='javascript:{MARK}'>x</button>",
    f"<input autofocus onfocus={MARK}>",
    f"<input type=image src=http://evil.example/x.png onerror={MARK}>",
    f"<details open ontoggle={MARK}><summary>x</summary></details>",
    f"<video><source onerror={MARK}></video>",
    "<video poster=http://evil.example/x.png src=http://evil.example/x.mp4></video>",
    "<audio src=http://evil.example/x.mp3 autoplay></audio>",
    f"<marquee onstart={MARK}>x</marquee>",
    f"<body onload={MARK} background=http://evil.example/x.png>",
    f"<table background=http://evil.example/x.png><td onmouseover={MARK}>x</table>",
    "<img src=http://evil.example/x.png>",
    "<img src=//evil.example/x.png>",
    "<img srcset='http://evil.example/x.png 1x'>",
    "<picture><source srcset=http://evil.example/x.png><img></picture>",
    f"<img src='data:image/svg+xml,<svg onload={MARK}>'>",
    "<img src='data:text/html;base64,PGI+'>",
    f"<p id=x tabindex=1 onfocus={MARK} autofocus accesskey=x>x</p>",
    f"<x onclick={MARK}>x</x><xss style='animation-name:x' onanimationend={MARK}>",
    f"<frameset onload={MARK}><frame src='javascript:{MARK}'></frameset>",
    f"<isindex type=image src=1 onerror={MARK}>",
    "<portal src=//evil.example></portal>",
]
MARKDOWN = [
    f"[x](javascript:{MARK})",
    f"[x](  java&#115;cript:{MARK})",
    f"[x](<javascript:{MARK}>)",
    f"[x][y]\n\n[y]: javascript:{MARK}",
    f"<javascript:{MARK}>",
    "[x](data:text/html,<b>)",
    "![x](http://evil.example/x.png)",
    "![x][y]\n\n[y]: http://evil.example/x.png",
    f"` \\` <img src=x onerror={MARK}> `",
    f"`` ` <img src=x onerror={MARK}> ` ``",
    f"$`$ <img src=x onerror={MARK}> `",
    f"| a | b |\n|---|---|\n| `x | <img src=x onerror={MARK}>` |",
    f"`<img src=x onerror={MARK}>\n\n`",
]
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_STILL = frozenset(
    [
        "alt",
        "border",
        "class",
        "colspan",
        "dir",
        "height",
        "lang",
        "open",
        "rel",
        "rowspan",
        "scope",
        "span",
        "start",
        "style",
        "title",
        "width",
    ]
)


class Tags(HTMLParser):
    """What a page holds beyond what is known to be harmless."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.trouble: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.trouble.append(tag)
        for name, value in attrs:
            quiet = name in _STILL and not re.search(r"url|[\\@]|position|expression", value or "")
            link = name == "href" and re.match(r"https?://|#", value or "")
            image = name == "src" and (value or "").startswith("data:image/png;base64,")
            if not (quiet or link or image):
                self.trouble.append(f"{tag} {name}={value}")
