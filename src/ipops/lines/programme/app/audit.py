"""The auditor pack of a published evaluation: the very files, values, rules, hashes and proofs, and a script that checks them
offline. All of it is what the publication froze; the same evaluation under the same head gives the same bytes."""

from __future__ import annotations

import hashlib
import inspect
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import verify_offline
from ipops.ledger.canonical import entry_as_plain
from ipops.ledger.kinds import kind_named
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import as_file
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.reading.evaluation import CYCLE
from ipops.lines.programme.rules.evaluation import audit_guide, recheck_offline
from ipops.reports.papers.plain import from_plain
from ipops.webkit import documents, seals

_EPOCH = (1980, 1, 1, 0, 0, 0)


def auditor_pack(evaluation: str, on: date) -> bytes | Refused | None:
    """The zip's bytes; ``None`` if there is no such evaluation, refused while it is not published or not sealed."""
    if not Dossier.objects.filter(case=evaluation, cycle=CYCLE).exists():
        return None
    entries = of_cases([evaluation])
    published = next((e for e in reversed(entries) if isinstance(e.fact, f.EvaluationPublished)), None)
    if published is None:
        return _no(
            "not-published", "结果尚未公布，没有审计包。", "The result is not published: there is no auditor pack."
        )
    sheet = _document(published.source.document)
    frozen = json.loads(sheet)
    if "rules" not in frozen:
        return _no(
            "not-frozen", "公布时没有留存规则与依据。", "Rules and entries were not kept when the result was published."
        )
    later = [(e.n, type(e.fact).KIND) for e in entries if e.n > frozen["known_to"]]
    used = recheck_offline.used_of(frozen, later)
    head = seals.last()
    if head is None or head.size < max(used):
        return _no(
            "not-sealed-yet",
            "有事实尚未封存；下次封存后可以出具（ipops ledger seal）。",
            "Some facts are not sealed yet; after the next seal (ipops ledger seal).",
        )
    files = {"sheet.json": sheet, "published.json": _json(entry_as_plain(published))}
    proofs = list(seals.prove_all(used, head))
    entries_by_n = {p["n"]: json.loads(p["entry"]) for p in proofs}
    named = recheck_offline.papers_named(entries_by_n.values())
    lacking = sorted(sha for sha in named if not documents.is_intact(sha))
    files |= {f"documents/{sha}": _document(sha) for sha in sorted(named.difference(lacking))}
    files |= dict(_files(frozen, used, entries_by_n))
    files |= {"proofs.jsonl": _json_lines(proofs), "heads.jsonl": _json_lines([head.as_json()])}
    told = {"evaluation": evaluation, "published": published.n, "head": head.as_json(), "made_on": on.isoformat()}
    return _zipped(files, {**told, "lacking": lacking})


def _no(code: str, zh: str, en: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en)),))


def _files(
    frozen: Mapping[str, Any], used: Mapping[int, list[str]], entries: Mapping[int, Any]
) -> Iterator[tuple[str, bytes]]:
    kinds = {k: kind_named(k).TITLE.as_json() for k in sorted({e["kind"] for e in entries.values()})}
    yield "README.txt", audit_guide.README.encode("utf-8-sig")
    yield "kinds.json", _json(kinds)
    yield "used.csv", recheck_offline.table(used, entries, kinds).encode("utf-8-sig")
    yield "goals.csv", recheck_offline.goals(frozen).encode("utf-8-sig")
    for path, text in frozen["rules"]["files"].items():
        yield f"rules/{path}", text.encode()
    for name, told in frozen["papers"].items():
        made = as_file(from_plain(told["zh"]), "docx")
        assert isinstance(made, bytes)
        yield f"papers/{name}.docx", made
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


def _json_lines(values: Iterable[object]) -> bytes:
    return "".join(json.dumps(v, ensure_ascii=False, sort_keys=True) + "\n" for v in values).encode()


def _zipped(files: dict[str, bytes], told: dict[str, object]) -> bytes:
    manifest = {**told, "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in [("manifest.json", _json(manifest)), *sorted(files.items())]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            z.writestr(info, content)
    return out.getvalue()
