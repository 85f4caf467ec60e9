"""Guards for XML that came from outside: no document type before the root, so no entity can swell or fetch."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

PROLOGUE = 1 << 20  #: bytes in which the root element must begin; a document type stands before it


class _Stop(Exception):
    """Enough seen of the prologue."""


def declares_a_type(stream: IO[bytes]) -> bool:
    """Whether a document type stands before the root element, in any encoding and behind any comment. A prologue without
    end counts as one; what is no XML at all is for the reader to say. The stream is put back to its start."""
    head = stream.read(PROLOGUE)
    stream.seek(0)
    parser, found = expat.ParserCreate(), []

    def doctype(*_: object) -> None:
        found.append(True)
        raise _Stop

    def root(*_: object) -> None:
        raise _Stop

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, root
    try:
        parser.Parse(head, False)
    except _Stop:
        return bool(found)
    except expat.ExpatError:
        return False
    return len(head) >= PROLOGUE
