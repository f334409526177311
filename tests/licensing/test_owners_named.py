"""Whose code a README speaks of, where it names the owner: "Whisper's code is under MIT"."""

import pytest

from tracker.licensing.reading import read

SENTENCES = [
    "{}'s code and model weights are released under the MIT License.",
    "{}’s source code is licensed under the MIT License.",
    "{}'s weights are distributed under the MIT License.",
    "{}'s implementation is provided under the MIT License.",
    "{}'s original code is available under the MIT License.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_licence_of_what_another_owner_made_is_not_ours(sentence: str) -> None:
    text = f"# GraphWhisper\n\nWe borrow from others. {sentence.format('Whisper')}\n"

    reading = read("README.md", text.encode(), None)

    assert (reading.license, reading.commercial, reading.code) == ("NONE", "unknown", None)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("title", ["# GraphWhisper", "<h1>GraphWhisper: speech</h1>"])
def test_the_licence_of_the_work_that_the_title_names_is_ours(title: str, sentence: str) -> None:
    text = f"{title}\n\nIt hears. {sentence.format('GraphWhisper')}\n"

    assert read("README.md", text.encode(), None).license == "MIT"
