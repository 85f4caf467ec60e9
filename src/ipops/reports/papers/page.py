"""A paper as a page (HTML) that stands alone: no script, nothing fetched, the drawings inside as vectors.

``body_of`` is the same without the frame, for a page of the house. Words are escaped; drawings are ours.
"""

from __future__ import annotations

from html import escape

from ipops.reports.papers.paper import Block, Grid, Heading, Pairs, Paper, Para, Picture

_STYLE = """
body{margin:0 auto;max-width:62rem;padding:1.5rem;font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;color:#1a2330;background:#fff}
h1,h2,h3,h4,th,nav,.marks{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
h1{font-size:1.7rem;line-height:1.35}h2{margin-top:2.6rem;font-size:1.35rem;border-bottom:1px solid #c9d1db;padding-bottom:.3rem}
h3{margin-top:1.8rem;font-size:1.1rem}h4{font-size:1rem}p.because,.marks{color:#4f5b6b;font-size:.86rem}
div.table-wrap{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem;min-width:50%}
th,td{border:1px solid #c9d1db;padding:.3rem .55rem;text-align:left;vertical-align:top}th{background:#eef2f7}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:700;padding:.3rem 0}
figure{margin:1.4rem 0;overflow-x:auto}figure svg{max-width:100%;height:auto}figcaption{font-size:.86rem;color:#4f5b6b}
nav li{margin:.15rem 0}nav .two{margin-left:1.4rem;list-style:circle}
@media print{body{max-width:none;padding:0;font-size:11pt}h2{break-before:page}figure,tr{break-inside:avoid}}
"""


def as_html(paper: Paper) -> str:
    marks = "".join(f'<p class="marks">{escape(m)}</p>' for m in (paper.number, *paper.marks) if m)
    return (
        f'<!doctype html>\n<html lang="{escape(paper.lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(paper.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(paper.title)}</h1>{marks}\n{body_of(paper)}</body></html>\n"
    )


def body_of(paper: Paper) -> str:
    """The blocks, with the list of headings first if the paper asks for one."""
    made, heads = [], []
    for n, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            heads.append((n, block))
            level = min(block.level + 1, 4)
            made.append(f'<h{level} id="part-{n}">{escape(block.says)}</h{level}>')
        else:
            made.append(_block(block))
    return (_contents(paper, heads) if paper.contents else "") + "\n".join(made)


def parts_of(paper: Paper) -> list[tuple[str, str]]:
    """The chapters apart: the title of each heading of the first level, and the page's body below it."""
    parts: list[tuple[str, list[str]]] = []
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            parts.append((block.says, []))
        elif isinstance(block, Heading):
            level = min(block.level + 1, 4)
            parts[-1][1].append(f"<h{level}>{escape(block.says)}</h{level}>")
        elif parts:
            parts[-1][1].append(_block(block))
    return [(title, "\n".join(made)) for title, made in parts]


def _contents(paper: Paper, heads: list[tuple[int, Heading]]) -> str:
    title = "目录" if paper.lang == "zh" else "Contents"
    items = "".join(
        f'<li{" class=two" if h.level > 1 else ""}><a href="#part-{n}">{escape(h.says)}</a></li>'
        for n, h in heads
        if h.level <= 2
    )
    return f'<nav aria-label="{title}"><p><b>{title}</b></p><ul>{items}</ul></nav>\n'


def _block(block: Block) -> str:
    match block:
        case Para():
            kind = ' class="because"' if block.small else ""
            return f"<p{kind}>{escape(block.says)}</p>"
        case Pairs():
            rows = "".join(f"<tr><th scope=row>{escape(n)}</th><td>{escape(v)}</td></tr>" for n, v in block.rows)
            return f'<div class="table-wrap"><table class="grid">{rows}</table></div>'
        case Grid():
            return _grid(block)
        case Picture():
            return f'<figure class="chart" tabindex="0">{block.svg}<figcaption>{escape(block.caption)}</figcaption></figure>'
        case Heading():
            return f"<h3>{escape(block.says)}</h3>"


def _grid(grid: Grid) -> str:
    kinds = [' class="num"' if i in grid.numeric else "" for i in range(len(grid.heads))]
    head = "".join(f"<th scope=col{k}>{escape(h)}</th>" for h, k in zip(grid.heads, kinds, strict=True))
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td{k} data-label="{escape(h)}">{escape(str(v))}</td>'
            for v, k, h in zip(row, kinds, grid.heads, strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    title = f"<caption>{escape(grid.title)}</caption>" if grid.title else ""
    return f'<div class="table-wrap"><table class="grid">{title}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
