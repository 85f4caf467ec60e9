"""Whatever bytes come, a load ends, counts add up, and what was whole stays whole."""

import gzip
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.corpus.feeds.load import load
from tests.corpus.feeds.conftest import SEQUENCE, grant

WHOLE = [grant(7000001 + i) for i in range(4)]
HEADS = [
    b"", b"<", b"<?xml ", b"{", b"[", b"PATN\n", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"<exch:exchange-documents>",
    b"<response>", b"<us-patent-assignments>", b"*** BRS DOCUMENT BOUNDARY ***\n", b"Publication Number,Title\n",
]  # fmt: skip
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def loaded(content: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        path.write_bytes(content)
        found = list(load([(path, "f")], Path(folder) / "corpus"))
    for one in found:
        assert one.documents == one.stored + one.merged + len(one.quarantined)
        assert all(q.says.zh and q.says.en and q.offset >= 0 for q in one.quarantined)
    return found


@quick
@given(st.sampled_from(HEADS), st.binary(max_size=2_000))
def test_no_bytes_break_a_load(head, rest):
    loaded(head + rest)


@quick
@given(st.integers(0, len("".join(WHOLE[:2])) - 60), st.integers(1, 40), st.binary(max_size=30))
def test_damage_to_two_documents_never_costs_the_others(at, length, noise):
    """Bytes anywhere in the first two are overwritten, but for their last line, which must end somewhere."""
    damaged = "".join(WHOLE[:2]).encode()
    damaged = damaged[:at] + noise + damaged[at + length :]
    (one,) = loaded(damaged + b"\n" + "".join(WHOLE[2:]).encode())
    assert one.stored >= 2


@quick
@given(
    st.lists(
        st.sampled_from([*WHOLE, SEQUENCE.format("acgt"), "<?xml version='1.0'?><x/>", "\n\n", "\ufeff"]), max_size=8
    )
)
def test_documents_in_any_order_are_all_counted(parts):
    text = "".join(parts)
    found = loaded(text.encode())
    whole = sum(p in WHOLE for p in parts)
    assert sum(f.stored + f.merged for f in found) == whole
    assert sum(f.skipped for f in found) == parts.count(SEQUENCE.format("acgt"))


@quick
@given(st.integers(20, 2_000))
def test_a_download_cut_anywhere_keeps_what_came(cut):
    packed = gzip.compress("".join(WHOLE).encode(), mtime=0)
    (one,) = loaded(packed[: min(cut, len(packed) - 1)])
    assert len(one.quarantined) >= 1
