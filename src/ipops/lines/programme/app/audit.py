"""The auditor pack of a published evaluation: the very files, values, rules, hashes and proofs, and a script that checks them
offline. The same evaluation under the same head gives the same bytes."""

from __future__ import annotations

import hashlib
import inspect
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import verify_offline
from ipops.ledger.canonical import entry_as_plain
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import as_file
from ipops.lines.programme.app.papers.evaluation import paper_of
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.reading.evaluation import CYCLE
from ipops.lines.programme.rules.evaluation import recheck_offline
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.policy import Pack, pack_named
from ipops.webkit import documents, seals

_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Facts of one goal are proven one by one up to this many; a goal with more names them all and proves these.
MOST_FACTS = 2_000


def auditor_pack(evaluation: str, on: date) -> bytes | Refused | None:
    """The zip's bytes; ``None`` if there is no such evaluation, refused while it is not published or not sealed."""
    row = Dossier.objects.filter(case=evaluation, cycle=CYCLE).first()
    if row is None:
        return None
    entries = of_cases([evaluation])
    published = next((e for e in reversed(entries) if isinstance(e.fact, f.EvaluationPublished)), None)
    opened = next((e.fact for e in entries if isinstance(e.fact, f.EvaluationOpened)), None)
    if published is None or opened is None:
        return _no(
            "not-published", "结果尚未公布，没有审计包。", "The result is not published: there is no auditor pack."
        )
    pack = pack_named(opened.pack)
    if isinstance(pack, Refused):
        return pack
    used = _entries(opened, pack)
    head = seals.last()
    if head is None or head.size < max(n for n, _ in used):
        return _no(
            "not-sealed-yet",
            "有事实尚未封存；下次封存后可以出具（ipops ledger seal）。",
            "Some facts are not sealed yet; after the next seal (ipops ledger seal).",
        )
    files = dict(_files(evaluation, published, used, pack, on))
    files["heads.jsonl"] = (head.as_line() + "\n").encode()
    return _zipped(
        files, {"evaluation": evaluation, "published": published.n, "head": head.as_json(), "made_on": on.isoformat()}
    )


def _no(code: str, zh: str, en: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en)),))


def _entries(opened: f.EvaluationOpened, pack: Pack) -> list[tuple[int, str]]:
    """Numbers of every entry the result rests on, with what it is there for."""
    city = Dossier.objects.get(case=opened.nomination)
    cases = [opened.evaluation, city.case, plan_code(city.case), plans.fund_of(city)]
    returns = Dossier.objects.filter(cycle="programme.return", place=city.place).values_list("case", flat=True)
    used = {e.n: type(e.fact).KIND for e in of_cases([*cases, *returns])}
    for line in selectors.scorecard(opened.place, opened.year, pack):
        traced = selectors.explain(line.measure.code, opened.place, opened.year, pack)
        if not isinstance(traced, Refused):
            for n in (*traced.numbers, *traced.base_numbers)[:MOST_FACTS]:
                used.setdefault(n, line.measure.code)
    return sorted(used.items())


def _files(
    evaluation: str, published: Entry, used: list[tuple[int, str]], pack: Pack, on: date
) -> Iterator[tuple[str, bytes]]:
    yield "sheet.json", _document(published.source.document)
    yield "published.json", _json(entry_as_plain(published))
    yield "used.json", _json([{"n": n, "for": why} for n, why in used])
    proofs = [seals.prove(n) for n, _ in used]
    yield (
        "proofs.jsonl",
        "".join(
            json.dumps(p, ensure_ascii=False, sort_keys=True) + "\n" for p in proofs if isinstance(p, dict)
        ).encode(),
    )
    for layer in pack.layers:
        for path in sorted(p for p in layer.folder.rglob("*") if p.is_file()):
            yield f"rules/{layer.code}/{path.relative_to(layer.folder).as_posix()}", path.read_bytes()
    papers = {json.loads(p["entry"]).get("document", "") for p in proofs if isinstance(p, dict)}
    for sha in sorted(papers - {""}):
        if documents.is_intact(sha):
            yield f"documents/{sha}", _document(sha)
    paper = paper_of(evaluation, "score_sheet", "zh", on)
    if paper is not None and not isinstance(paper, Refused):
        made = as_file(paper, "docx")
        if isinstance(made, bytes):
            yield "score_sheet.docx", made
    yield "verify_offline.py", inspect.getsource(verify_offline).encode()
    yield "recheck_offline.py", inspect.getsource(recheck_offline).encode()


def _document(sha: str) -> bytes:
    opened = documents.open_document(sha)
    if opened is None:
        raise LookupError(f"The document {sha} behind a published result is gone.")
    with opened:
        return opened.read()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()


def _zipped(files: dict[str, bytes], told: dict[str, object]) -> bytes:
    manifest = {**told, "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in [("manifest.json", _json(manifest)), *sorted(files.items())]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, content)
    return out.getvalue()
