"""Announced releases: what READMEs, cards, abstracts and pages say is still to come.

English, Chinese, Japanese and Korean. A promise says that the authors will release something of
theirs; a new feature, a paper, an event, or what somebody else will release is none.

| module | what it knows |
|---|---|
| `things` | what can be released, and which thing a phrase is about |
| `wording` | how a release is announced; `chinese` in Chinese |
| `days` | which day a text names |
| `phrases` | what an item or a sentence announces |
| `announcement` | the value |
| `finding` | where in a text announcements stand |
"""
