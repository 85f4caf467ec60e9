"""Eligibility as it is asked from outside: a notice by its pack's code, over the lists of all packs at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.programme.rules.selection import eligibility
from ipops.lines.programme.rules.selection.eligibility import Answer, Register, Standing, called
from ipops.policy import Layer, Pack, pack_named, packs
from ipops.policy.cities import KeyCity
from ipops.reports.charts import PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Provinces first, then the cities asked for: those of the notice's own list unless one was named."""

    pack: Pack
    on: date
    provinces: tuple[Answer, ...]
    cities: tuple[Answer, ...]

    def as_json(self) -> dict[str, Any]:
        def named(standing: Standing) -> list[str]:
            return [a.province for a in self.provinces if a.standing is standing]

        return {
            "pack": self.pack.code,
            "document": self.pack.document.number,
            "on": self.on.isoformat(),
            "demo": self.pack.demo,
            "eligible": named(Standing.ELIGIBLE),
            "excluded": named(Standing.EXCLUDED),
            "undetermined": named(Standing.UNDETERMINED),
            "provinces": [a.as_json() for a in self.provinces],
            "cities": [a.as_json() for a in self.cities],
        }


def notice_of(pack: Pack) -> Pack | Refused:
    """The notice a pack is or stands on."""
    found = next((p for p in pack.layers if p.layer is Layer.NOTICE), None)
    if found is not None:
        return found
    says = Text(
        f"{pack.code} 不以任何通知为下层，不能推荐城市。",
        f"{pack.code} stands on no notice: nothing to be nominated for.",
    )
    return Refused(reasons=(Reason(code="no-notice", says=says, field="pack"),))


def batch_of(pack: Pack) -> int:
    """The year of the batch a notice chose: its list's, else that of its own day."""
    return pack.cities[0].batch if pack.cities else pack.start.year


def register_for(pack: Pack, on: date) -> Register:
    """A demo notice counts demo lists only, a real one real lists only: neither may exclude the other's cities."""
    return eligibility.register_of((p for p in packs().values() if p.demo == pack.demo), on)


def asked(code: str, on: date | None = None, *, city: str = "", province: str = "") -> Asked | Refused:
    """Every province of the list, and the cities; a named city needs its province unless the list has it."""
    named = pack_named(code)
    if isinstance(named, Refused):
        return named
    pack = notice_of(named)
    if isinstance(pack, Refused):
        return pack
    day = max(on, pack.start) if on else _last_word(pack)
    register = register_for(pack, day)
    wanted = _wanted(pack, register, city, province)
    if isinstance(wanted, Refused):
        return wanted
    return Asked(
        pack=pack,
        on=day,
        provinces=tuple(eligibility.province_answer(p, pack, register, day) for p in eligibility.provinces(register)),
        cities=tuple(eligibility.city_answer(n, p, batch_of(pack), pack, register, day) for n, p in wanted),
    )


def _last_word(pack: Pack) -> date:
    """The newest day on which any of the notice's terms begins: the public result came after the notice."""
    return max((v.since for t in pack.own_terms.values() for v in t.values), default=pack.start)


def _wanted(pack: Pack, register: Register, city: str, province: str) -> list[tuple[Text, str]] | Refused:
    if not city:
        return [(c.name, c.province) for c in pack.cities]
    unit = _unit(province, register) if province else ""
    if isinstance(unit, Refused):
        return unit
    listed = {c.name: c.province for c in register.cities if _same(c, city) and unit in ("", c.province)}
    if len(set(listed.values())) == 1:
        return [next(iter(listed.items()))]
    if unit:
        return [(Text(city, city), unit)]
    says = (
        Text(
            f"{'、'.join(n.zh for n in listed)}都叫“{city}”，请同时写明所在省份。",
            f"Several are called {city}: say its province too.",
        )
        if listed
        else Text(
            f"名单中没有“{city}”，请同时写明所在省份。", f"{city} is in no list: say its province too (--province)."
        )
    )
    return Refused(reasons=(Reason(code="province-needed", says=says, field="province"),))


def _same(c: KeyCity, typed: str) -> bool:
    """The listed city under the name typed, with its municipality in front or without, with 市 or 区 behind or without."""
    own, asked_for = called(c.name.zh, c.province), called(typed, c.province)
    return asked_for in (own, own.removesuffix("市"), own.removesuffix("区").removesuffix("新"))


def _unit(typed: str, register: Register) -> str | Refused:
    """A provincial unit by its full name: 浙江 is 浙江省. A name that is none would be counted with no city at all."""
    flat = called(typed, "")
    named = [p for p in eligibility.provinces(register) if flat and p.startswith(flat)]
    if len(named) == 1:
        return named[0]
    if any(flat.startswith(spot.name.zh) for spot in PLACES.values()) or flat.startswith("示范"):
        return flat
    says = Text(f"没有“{typed}”这个省级行政区。", f"There is no provincial unit called {typed}.")
    return Refused(reasons=(Reason(code="no-such-province", says=says, field="province"),))
