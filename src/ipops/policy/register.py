"""The register of sources (where words were read) and of documents (what is cited), kept beside the packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Problem
from ipops.policy.identity import Document, Documents, normalised
from ipops.policy.shapes import CiteShape, Completeness, DocumentShape, DocumentsShape, SourcesShape, checked
from ipops.policy.yamlread import Sheet, Where, nearest, read

_FROM_BEST = (Grade.A, Grade.B, Grade.C)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place where words were read; ``at`` are its addresses, the one that carries the figure first."""

    mark: str
    at: tuple[str, ...]
    grade: Grade
    translation: bool


@dataclass(frozen=True, slots=True)
class Register:
    sources: Mapping[str, Source] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()

    def plus(self, other: Register) -> Register:
        return Register({**self.sources, **other.sources}, self.documents + other.documents)


def read_register(folder: Path, shown: str, before: Register) -> tuple[Register, list[Problem]]:
    """``sources.yaml`` and ``documents.yaml`` of a folder of packs; each may be absent. ``before``: read so far."""
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    documents: list[Document] = []
    if (path := folder / "sources.yaml").exists():
        sheet = read(path, f"{shown}sources.yaml")
        if got := checked(SourcesShape, sheet):
            sources = {
                m: Source(mark=m, at=tuple(s.at), grade=s.grade, translation=s.translation)
                for m, s in got.sources.items()
            }
        problems += sheet.problems
    if (path := folder / "documents.yaml").exists():
        sheet = read(path, f"{shown}documents.yaml")
        if listed := checked(DocumentsShape, sheet):
            documents = [_document(d) for d in listed.documents]
            _one_document_a_name(documents, before.documents, sheet)
        problems += sheet.problems
    return Register(sources, tuple(documents)), problems


def _document(shape: DocumentShape) -> Document:
    return Document(
        number=normalised(shape.number),
        title=shape.title.text if shape.title else None,
        issuers=tuple(shape.issuers),
        issued=shape.issued,
        aliases=tuple(shape.aliases),
    )


def _one_document_a_name(documents: Iterable[Document], before: Iterable[Document], sheet: Sheet) -> None:
    """A number or alias that two documents share is told: a citation under it would mean either."""
    taken = {name: d.number for d in before for name in d.names}
    for i, document in enumerate(documents):
        for name in document.names:
            if taken.setdefault(name, document.number) != document.number:
                there = taken[name]
                sheet.wrong("document-twice", ("documents", i), name=name, here=document.number, there=there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is needed to read one file of a pack: its sheet, the registers, and what the pack says of itself."""

    sheet: Sheet
    register: Register
    documents: Documents
    document: str
    completeness: Completeness
    demo: bool

    def cited(
        self, cite: CiteShape | None, where: Where, *, numeric: bool = False, cautioned: bool = False
    ) -> Citation | None:
        """The citation of a value, checked against the registers. ``None`` after a problem was noted."""
        if cite is None:
            self.sheet.lines.setdefault((*where, "cite"), self.sheet.line_of(where) or 1)
            self.sheet.wrong("missing-cite", (*where, "cite"))
            return None
        at = (*where, "cite")
        document = self._document(cite, at)
        self._graded(cite, at)
        if numeric and not cautioned and self.only_translated(cite):
            self.sheet.wrong("translation-only", (*at, "sources"), marks=", ".join(cite.sources))
        if cite.clause == "unseen" and self.completeness is Completeness.FULL and cite.document is None:
            self.sheet.wrong("unseen-in-full", (*at, "clause"))
        known = [self.register.sources[m] for m in cite.sources if m in self.register.sources]
        return Citation(
            document=document,
            clause="" if cite.clause in ("unseen", "outside") else cite.clause,
            grade=cite.grade,
            quote=cite.quote,
            source=" ; ".join(address for s in known for address in s.at),
        )

    def only_translated(self, cite: CiteShape) -> bool:
        known = [self.register.sources[m] for m in cite.sources if m in self.register.sources]
        return bool(known) and all(s.translation for s in known)

    def _document(self, cite: CiteShape, at: Where) -> str:
        if cite.document is None:
            return self.document
        found = self.documents.named(cite.document)
        if found is None:
            near = nearest(normalised(cite.document), self.documents.names)
            self.sheet.wrong("unknown-document", (*at, "document"), document=cite.document, near=near)
        return found.number if found else normalised(cite.document)

    def _graded(self, cite: CiteShape, at: Where) -> None:
        if cite.grade is Grade.DEMO and not self.demo:
            self.sheet.wrong("demo-unlabelled", (*at, "grade"))
        for i, mark in enumerate(cite.sources):
            if mark not in self.register.sources:
                near = nearest(mark, self.register.sources)
                self.sheet.wrong("unknown-source", (*at, "sources", i), mark=mark, near=near)
        if cite.grade not in (Grade.A, Grade.B, Grade.C, Grade.D):
            return
        if not cite.sources:
            self.sheet.wrong("no-source", at, grade=cite.grade)
            return
        best = min((self.register.sources[m].grade for m in cite.sources if m in self.register.sources), default=None)
        if best is not None and cite.grade in _FROM_BEST and cite.grade < best:
            self.sheet.wrong("grade-too-good", (*at, "grade"), grade=cite.grade, best=best)


def with_packs(register: Register, documents: Iterable[Document]) -> Documents:
    """All documents by name: the registered ones and those that have a pack of their own."""
    return Documents((*documents, *register.documents))
