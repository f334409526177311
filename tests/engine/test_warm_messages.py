"""What a warm kernel says is read here: the same as Jupyter reads it, or not at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.session import Session
from nbclient.client import timestamp
from nbformat.v4 import output_from_msg
from nbformat.validator import NotebookValidationError

from tracker.engine.messaging import WarmKernelClient
from tracker.engine.outputs import quick_output

texts = st.text(max_size=5)
things = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | texts,
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(texts, inside, max_size=2),
    max_leaves=3,
)
kinds = st.sampled_from(
    ["text/plain", "application/json", "application/x+json", "application/jsonp", "image/png", ""]
)
bundles = st.dictionaries(kinds, texts | things, max_size=3)
CONTENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "execute_result": {
        "data": bundles | things,
        "metadata": st.just({}) | things,
        "execution_count": st.integers(-1, 3) | things,
    },
    "display_data": {"data": bundles | things, "metadata": st.just({}) | things},
    "stream": {"name": st.just("stdout") | things, "text": texts | things},
    "error": {
        "ename": texts | things,
        "evalue": texts | things,
        "traceback": st.lists(texts, max_size=2) | things,
    },
    "status": {"execution_state": texts},
}


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(CONTENTS)))
    content = {name: draw(values) for name, values in CONTENTS[kind].items()}
    if draw(st.integers(0, 9)) == 0:
        content.popitem()
    return {"msg_type": kind, "header": {"msg_type": kind}, "content": content}


@given(message=messages())
def test_an_output_is_made_as_nbformat_makes_it(message: dict[str, Any]) -> None:
    """Whatever is made quickly is what nbformat would have made, and would not have refused."""
    made = quick_output(message)
    if made is not None:
        assert made == output_from_msg(message)
        assert type(made.get("data", made)) is type(made)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("stream", {"name": "stderr", "text": "t"}),
        ("error", {"ename": "E", "evalue": "", "traceback": ["a", "b"]}),
        ("display_data", {"data": {"text/html": "<b>", "application/json": [1]}, "metadata": {}}),
        (
            "execute_result",
            {"data": {"text/plain": "1"}, "metadata": {"m": 1}, "execution_count": 1},
        ),
    ],
)
def test_what_is_usual_is_made_quickly(kind: str, content: dict[str, Any]) -> None:
    """Each kind of output that kernels send is recognised."""
    message = {"msg_type": kind, "header": {"msg_type": kind}, "content": content}
    assert quick_output(message) == output_from_msg(message)


def test_what_nbformat_refuses_is_left_to_it() -> None:
    """The error is nbformat's, with its words."""
    message = {
        "msg_type": "display_data",
        "header": {"msg_type": "display_data"},
        "content": {"data": {"text/plain": 5}, "metadata": {}},
    }
    assert quick_output(message) is None
    with pytest.raises(NotebookValidationError):
        output_from_msg(message)


def packed(key: bytes, **content: Any) -> list[bytes]:
    """Return a message as a kernel with this key sends it."""
    kernel = Session(key=key)
    parent = kernel.msg("execute_request")
    made = kernel.msg("stream", content=content, parent=parent)
    parts: list[bytes] = kernel.serialize(made, ident=b"topic")
    return parts


@pytest.fixture
def client() -> WarmKernelClient:
    return WarmKernelClient(session=Session(key=b"ours"))


def test_a_message_reads_as_jupyter_reads_it(client: WarmKernelClient) -> None:
    """All that nbclient looks at is the same, the time among it."""
    parts = packed(b"ours", name="stdout", text="1")
    other = Session(key=b"ours")
    usual = other.deserialize(other.feed_identities(parts)[1])
    read = client._read(parts)
    for name in ("msg_id", "msg_type", "content", "metadata", "buffers"):
        assert read[name] == usual[name]
    assert read["parent_header"]["msg_id"] == usual["parent_header"]["msg_id"]
    assert timestamp(read) == timestamp(usual)


def test_a_message_of_somebody_else_is_refused(client: WarmKernelClient) -> None:
    """Another key, or the kernel's own message sent again."""
    with pytest.raises(ValueError, match="not signed by the kernel"):
        client._read(packed(b"theirs", text="1"))
    parts = packed(b"ours", text="1")
    client._read(parts)
    with pytest.raises(ValueError, match="came twice"):
        client._read(parts)
