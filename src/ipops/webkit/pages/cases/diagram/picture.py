"""The drawing itself: boxes, lines, where the case stands. Colours are classes of the stylesheet, so it prints and darkens."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ipops.kernel.machine import Lifecycle
from ipops.kernel.text import Lang, Text
from ipops.webkit.pages.cases.diagram.layers import Edge, Layered, layered
from ipops.webkit.pages.lang import current

BOX, LINE, PAD = 132, 17, 10
#: Between layers and between neighbours of a layer; what a bend takes of a layer.
GAP, SLIM, NEXT, BEND = 58, 34, 16, 18
_SIGNS = "①②③④⑤⑥⑦⑧⑨"


#: A table with more states than this is shown by the steps around the case; the whole of it opens on demand.
MANY, BEFORE = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``wide`` for screens, ``narrow`` for phones; ``whole`` is the full table where these show only the steps around the case.
    ``now`` says what each numbered line out of here is; ``words`` is the whole table told in sentences."""

    title: Text
    wide: SafeString
    narrow: SafeString
    whole: SafeString | None
    now: tuple[tuple[str, Text, Text], ...]
    words: tuple[tuple[Text, bool, tuple[tuple[Text, Text], ...]], ...]


def drawn(cycle: Lifecycle, state: str, passed: Sequence[str] = ()) -> Picture:
    """The lifecycle with the case standing in ``state``. A state the table does not know stands nowhere in the picture."""
    row = cycle.table.get(state, {})
    outs = list(dict.fromkeys(s.to for s in row.values() if s.to != state))
    now = tuple(
        (_SIGNS[outs.index(s.to) % len(_SIGNS)] if s.to != state else "↻", cycle.events[e], cycle.states[s.to])
        for e, s in row.items()
    )
    words = tuple(
        (cycle.states[s], s == state, tuple((cycle.events[e], cycle.states[x.to]) for e, x in cycle.table[s].items()))
        for s in cycle.states
    )
    full, lang = _lines(cycle), current()
    near = _around(full, state, passed, outs) if len(cycle.states) > MANY and state in cycle.table else full

    def on(net: _Key, flat: bool, gap: int = GAP) -> _Canvas:
        return _Canvas(cycle, _net(net), lang, state, tuple(passed), tuple(outs), flat, gap)

    slim = min(on(near, True, SLIM), on(near, False), key=lambda c: c.size[0])
    return Picture(
        title=cycle.title,
        wide=on(near, True).svg("wide"),
        narrow=slim.svg("narrow"),
        whole=on(full, True).svg("whole") if near != full else None,
        now=now,
        words=words,
    )


_Key = tuple[tuple[str, ...], tuple[Edge, ...], str]


def _lines(cycle: Lifecycle) -> _Key:
    lines = {(a, s.to): None for a, row in cycle.table.items() for s in row.values() if s.to != a}
    return tuple(cycle.states), tuple(lines), cycle.start


def _around(full: _Key, here: str, passed: Sequence[str], outs: Sequence[str]) -> _Key:
    """Where one comes from and where one may go, one step each way; of many ways here those that were gone, else the first."""
    _states, lines, _start = full
    come = [a for a, b in lines if b == here and a not in outs]
    come = sorted(come, key=lambda a: a not in passed)[:BEFORE]
    near = tuple(e for e in lines if (e[1] == here and e[0] in come) or e[0] == here)
    return (*come, here, *outs), near, come[0] if come else here


@lru_cache(maxsize=256)
def _net(key: _Key) -> Layered:
    return layered(*key)


class _Canvas:
    """One drawing: ``flat`` runs from left to right, otherwise from top to bottom."""

    def __init__(
        self,
        cycle: Lifecycle,
        net: Layered,
        lang: Lang,
        here: str,
        passed: tuple[str, ...],
        outs: tuple[str, ...],
        flat: bool,
        gap: int = GAP,
    ) -> None:
        self.cycle, self.net, self.lang, self.flat, self.gap = cycle, net, lang, flat, gap
        self.here, self.passed, self.outs = here, passed, outs
        drawn_ones = {p for layer in net.layers for p in layer}
        self.names = {
            s: wrapped(t.in_(lang), BOLD if s == here else PLAIN) for s, t in cycle.states.items() if s in drawn_ones
        }
        self.high = PAD + LINE * max(len(n) for n in self.names.values())
        self.at = self._places()

    def _size(self, point: str) -> int:
        """How much of its layer a point takes."""
        if point not in self.names:
            return BEND
        return self.high if self.flat else BOX

    def _places(self) -> Mapping[str, tuple[float, float]]:
        """Middles of all points: along the way, and across it around the middle line."""
        across = [sum(self._size(p) + NEXT for p in layer) - NEXT for layer in self.net.layers]
        self.across = max(across) + 2 * PAD
        step = (BOX if self.flat else self.high) + (self.gap if self.flat else self.gap - 16)
        first = (BOX if self.flat else self.high) / 2 + PAD
        self.along = first * 2 + step * (len(self.net.layers) - 1)
        found = {}
        for i, layer in enumerate(self.net.layers):
            used = (self.across - across[i]) / 2
            for p in layer:
                found[p] = (first + i * step, used + self._size(p) / 2)
                used += self._size(p) + NEXT
        return found

    def _xy(self, along: float, across: float) -> tuple[float, float]:
        return (along, across) if self.flat else (across, along)

    def _line(self, way: Sequence[str], reach: float) -> str:
        """A smooth line through the points, leaving and entering boxes in the direction of the way."""
        points = [self.at[p] for p in way]
        points[0] = (points[0][0] + reach, points[0][1])
        points[-1] = (points[-1][0] - reach - 7, points[-1][1])
        made = "M{:.0f} {:.0f}".format(*self._xy(*points[0]))
        for (a, u), (b, v) in itertools.pairwise(points):
            bow = (b - a) / 2
            made += "C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}".format(
                *self._xy(a + bow, u), *self._xy(b - bow, v), *self._xy(b, v)
            )
        return made

    def _tip(self, at: tuple[float, float], back: bool = False) -> str:
        """The three corners of an arrow's head that ends at this point of the way."""
        a, u = at
        d = 8 if back else -8
        corners = ((a, u), (a + d, u - 4.5), (a + d, u + 4.5))
        return " ".join("{:.0f},{:.1f}".format(*self._xy(*c)) for c in corners)

    def _arrow(self, a: str, b: str) -> SafeString:
        reach = (BOX if self.flat else self.high) / 2
        out = a == self.here
        if (a, b) in self.net.back:
            path, tip = self._around(a, b, reach)
        else:
            way = self.net.ways[a, b]
            path, tip = self._line(way, reach), self._tip((self.at[b][0] - reach, self.at[b][1]))
        return format_html(
            '<g class="way{}"><path d="{}"></path><polygon points="{}"></polygon></g>', " out" if out else "", path, tip
        )

    def _around(self, a: str, b: str, reach: float) -> tuple[str, str]:
        """A line back: out at the far side, around below, in from the same side."""
        (x, u), (y, v) = self.at[a], self.at[b]
        side = (self.high if self.flat else BOX) / 2
        edge = max(u, v) + side + NEXT
        points = (self._xy(x, u + side), self._xy(x, edge), self._xy(y, edge), self._xy(y, v + side))
        path = "M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}".format(*(n for p in points for n in p))
        corners = ((y, v + side), (y - 4.5, v + side + 8), (y + 4.5, v + side + 8))
        return path, " ".join("{:.1f},{:.1f}".format(*self._xy(*c)) for c in corners)

    def _badge(self, to: str) -> SafeString:
        """The number of a line out of here, at the near end of its arrow."""
        reach = (BOX if self.flat else self.high) / 2
        a, u = self.at[to]
        away = a + reach + 12 if (self.here, to) in self.net.back else a - reach - 20
        x, y = self._xy(away, u)
        sign = _SIGNS[self.outs.index(to) % len(_SIGNS)]
        return format_html('<text class="badge" x="{}" y="{}">{}</text>', round(x), round(y) + 5, sign)

    def _box(self, state: str) -> SafeString:
        x, y = self._xy(*self.at[state])
        kinds = [
            "state",
            "here" if state == self.here else "",
            "passed" if state in self.passed else "",
            "final" if self.cycle.is_final(state) else "",
        ]
        lines = self.names[state]
        top = y - LINE * (len(lines) - 1) / 2 + 5
        text = format_html_join(
            "", '<tspan x="{}" y="{}">{}</tspan>', ((round(x), round(top + i * LINE), t) for i, t in enumerate(lines))
        )
        return format_html(
            '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"></rect><text>{}</text></g>',
            " ".join(k for k in kinds if k), round(x - BOX / 2), round(y - self.high / 2), BOX, self.high, text,
        )  # fmt: skip

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        width, height = self._xy(self.along, self.across + (NEXT + 4 if self.net.back else 0))
        return round(width), round(height)

    def svg(self, name: str) -> SafeString:
        width, height = self.size
        arrows = sorted((*self.net.ways, *self.net.back), key=lambda e: e[0] == self.here)
        parts = [*(self._arrow(*e) for e in arrows), *(self._box(s) for s in self.names)]
        parts += [self._badge(to) for to in self.outs if to in self.names]
        here = self.cycle.states.get(self.here)
        says = Text("流程图：{t}。现处于“{s}”。", "Diagram of the lifecycle: {t}. It stands at “{s}”.").fill(
            t=self.cycle.title, s=here or Text("不在图中", "no state of the diagram")
        )
        return format_html(
            '<svg class="lifecycle {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
            name, width, height, width, height, says.in_(self.lang), format_html_join("", "{}", ((p,) for p in parts)),
        )  # fmt: skip


_TOKENS = re.compile(r"[\x21-\x7e]+\s*|\S[\u3001\u3002\uff0c\uff1a\uff1b\uff09\u201d]?\s*")


#: What a box holds in a line, in widths of a Chinese character; the state a case is in stands in bold.
PLAIN, BOLD = 9.2, 8.4


def wrapped(text: str, most: float = PLAIN, lines: int = 3) -> tuple[str, ...]:
    """A name in lines that fit a box: Chinese breaks anywhere, Latin between words; a Latin letter takes about half."""
    made = [""]
    for token in _TOKENS.findall(text):
        wide = sum(1.0 if ord(c) > 0x2E7F else 0.54 for c in (made[-1] + token).rstrip())
        if wide <= most or not made[-1] or len(made) == lines:
            made[-1] += token
        else:
            made.append(token)
    return tuple(t.strip() for t in made)
