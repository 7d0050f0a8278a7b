"""Pages without stamps that look like they had some: ruled cells, check boxes, fills, frames, cards, labels.

Each family is a function; its HTML states the blocks, as in `training.blocks.letters`.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from training.blocks.letters import Writer, table
from training.blocks.pictures import COLORS, code, logo, photograph, signature

RULES = ("#000", "#000", "#444", "#888", "#c1121f", "#b03030", "#1d3aa8", "#0b6e4f", "#d35400")
"""Colors of rules and frames: those of stamps too."""

FILLS = ("#ddd", "#ccc", "#eee", "#fbe3e3", "#f6c9c9", "#e3ecfb", "#cfe0f7", "#e4f4e4", "#fff3c4", "#1f5fa8", "#7b2d8b", "#333",
         "#c0392b")  # fmt: skip
_DARK = ("#1f5fa8", "#7b2d8b", "#333", "#c0392b")


def _fill(rng: random.Random) -> str:
    color = rng.choice(FILLS)
    return f"background:{color};" + ("color:white;" if color in _DARK else "")


def _box(rng: random.Random, color: str) -> str:
    """Returns a check box, ticked or not. No word stands for it: its tick is drawn."""
    side, line = rng.choice((8, 10, 12, 14, 18)), rng.choice((1, 1, 1.5, 2))
    tick = ""
    if rng.random() < 0.45:
        ink = rng.choice(("#000", "#000", "#1a2f8a", color))
        path = rng.choice(("M2 2L{s} {s}M{s} 2L2 {s}", "M2 {h}L{h} {s}L{s} 0", "M2 2H{s}V{s}H2Z"))
        path = path.format(s=side - 2, h=side / 2)
        fill = ink if "Z" in path else "none"
        tick = f'<path d="{path}" stroke="{ink}" stroke-width="{rng.uniform(1, 2.5):.1f}" fill="{fill}"/>'
    return (f'<svg width="{side}" height="{side}" style="border:{line}px solid {color};margin:0 4px;'
            f'border-radius:{rng.choice((0, 0, 0, 3, 9))}px">{tick}</svg>')  # fmt: skip


def _choices(w: Writer, color: str) -> str:
    return " ".join(f"{_box(w.rng, color)}{w.words(1, 2)}" for _ in range(w.rng.randint(2, 5)))


def _comb(w: Writer, color: str) -> str:
    """Returns a field of one cell for each character."""
    rng = w.rng
    cell = f"display:inline-block;width:{rng.randint(11, 18)}px;border:1px solid {color};text-align:center;min-height:1.1em"
    text = "".join(rng.choice("0123456789ABCDEFGHKLMNPRSTUVWXYZ ") for _ in range(rng.randint(5, 16)))
    return "".join(f'<span style="{cell}">{c.strip()}</span>' for c in text)


def _cell(w: Writer, color: str, share: float) -> str:
    rng = w.rng
    small = f'<span style="font-size:{rng.choice((60, 70, 80))}%;color:{rng.choice((color, "#000"))}">{w.words(1, 5).upper() if rng.random() < 0.5 else w.words(1, 5)}</span>'
    typed = f'<span style="font-family:Liberation Mono">{w.value()}</span>'
    inner = rng.choice(
        (typed, typed, typed, "&nbsp;", w.value(), _choices(w, color), _choices(w, color), _comb(w, color))
    )
    fill = _fill(rng) if rng.random() < share else ""
    return (
        f'<div data-block="paragraph" style="height:100%;{fill}padding:{rng.randint(1, 5)}px">{small}<br>{inner}</div>'
    )


def ruled_form(w: Writer) -> str:
    """Returns a form of ruled cells with captions, values, check boxes and fills, as those of claims."""
    rng = w.rng
    color, line, share = rng.choice(RULES), rng.choice((1, 1, 2)), rng.choice((0, 0.1, 0.4))
    body = f'<h2 data-block="title" style="margin:4px 0">{w.title()}</h2>' if rng.random() < 0.8 else ""
    length = rng.choice((6000, 12000, 20000))
    while len(body) < length:
        count = rng.randint(1, 5)
        widths = [rng.randint(1, 4) for _ in range(count)]
        cells = "".join(f'<div style="flex:{width};border:{line}px solid {color};margin:0 -{line}px -{line}px 0">'
                        f'{_cell(w, color, share)}</div>' for width in widths)  # fmt: skip
        body += f'<div style="display:flex">{cells}</div>'
        if rng.random() < 0.12:
            body += f'<div data-block="title" style="font-weight:bold;{_fill(rng)}padding:3px">{w.title()}</div>'
        if rng.random() < 0.08:
            body += f'<div style="margin:8px 0">{rng.choice((code, signature))(rng)}</div>'
        if rng.random() < 0.06:
            body += table(w)
    frame = rng.choice(("", f"border:{rng.choice((1, 2, 4))}px solid {color};padding:{rng.randint(0, 12)}px"))
    return f'<div style="{frame}">{body}</div>'


def shaded(w: Writer) -> str:
    """Returns a bill with filled bars, framed boxes, shaded tables and a sum in a colored box."""
    rng = w.rng
    color = rng.choice(COLORS + RULES)

    def framed(inner: str) -> str:
        edge = rng.choice((f"border:{rng.choice((1, 2, 3))}px {rng.choice(('solid', 'solid', 'dashed', 'double'))} {color}",
                           "border:0"))  # fmt: skip
        fill = _fill(rng) if rng.random() < 0.5 else ""
        radius = rng.choice((0, 0, 6, 14))
        return f'<div style="{edge};{fill};border-radius:{radius}px;padding:{rng.randint(4, 14)}px;margin:6px 0">{inner}</div>'

    def captioned() -> str:
        return f'<div data-block="paragraph">{w.words(1, 3).upper()}<br><b>{w.value()}</b></div>'

    bar = f'<div style="height:{rng.choice((4, 10, 30, 60))}px;background:{color};margin:0 -{rng.choice((0, 30, 80))}px"></div>'
    top = rng.choice((logo(rng, w.name()), f'<h1 data-block="title" style="color:{color}">{w.title()}</h1>'))
    body = (bar if rng.random() < 0.5 else "") + f'<div class="row">{top}{framed(w.address())}</div>'
    body += f'<div class="row">{"".join(framed(captioned()) for _ in range(rng.randint(2, 5)))}</div>'
    for _ in range(rng.randint(1, 3)):
        part = rng.choice((lambda: table(w), lambda: framed(w.address()), lambda: framed(table(w)),
                           lambda: f'<p data-block="paragraph">{w.text(1, 3)}</p>'))()  # fmt: skip
        body += part
    total = f'<div data-block="table" style="font-size:{rng.choice((110, 140, 180))}%">{w.words(1, 2).upper()} {w.money()}</div>'
    body += f'<div style="width:{rng.randint(30, 60)}%;margin-left:auto">{framed(total)}</div>'
    return body + (bar if rng.random() < 0.4 else "")


def card(w: Writer) -> str:
    """Returns an identity card or a part of one: a frame, a pattern behind the text, a photograph, captions, codes."""
    rng = w.rng
    color, tint = rng.choice(COLORS), rng.choice(FILLS[3:9])
    name = f"g{rng.getrandbits(32)}"
    width, height = rng.randint(420, 640), rng.randint(260, 400)
    waves = "".join(f'<path d="M0 {y}q{width / 4} {rng.randint(-50, 50)} {width / 2} 0t{width / 2} 0" stroke="{color}" '
                    f'opacity="{rng.uniform(0.1, 0.35):.2f}" fill="none"/>' for y in range(8, height, rng.randint(6, 14)))  # fmt: skip
    noise = (f'<filter id="{name}"><feTurbulence baseFrequency="{rng.uniform(0.004, 0.04):.3f}" numOctaves="3" '
             f'seed="{rng.randint(1, 999)}"/><feColorMatrix values="0.3 0 0 0 .6 0 .3 0 0 .65 0 0 .3 0 .7 0 0 0 0 1"/></filter>'
             f'<rect width="{width}" height="{height}" filter="url(#{name})"/>')  # fmt: skip
    ground = (f'<svg data-block="figure" width="{width}" height="{height}" style="position:absolute;left:0;top:0;z-index:-1">'
              f'{rng.choice((waves, noise, waves + noise))}</svg>') if rng.random() < 0.75 else ""  # fmt: skip
    rows = "".join(f'<div data-block="paragraph" style="margin:3px 0"><span style="font-size:70%;color:{color}">'
                   f"{w.words(1, 2).upper()}</span><br><b>{rng.choice((w.name().upper(), w.value(), w.day()))}</b></div>"
                   for _ in range(rng.randint(3, 6)))  # fmt: skip
    photo = photograph(rng, rng.randint(90, 140), rng.randint(110, 170))
    head = f'<div data-block="title" style="{_fill(rng) if rng.random() < 0.5 else f"color:{color};"}padding:4px"><b>{w.title().upper()}</b></div>'
    zone = "".join(rng.choice("ABCDEFGHIKLMNOPRSTUVXYZ<<<<<0123456789") for _ in range(rng.choice((30, 36, 44))))
    zone = (
        f'<div data-block="paragraph" style="font:{rng.randint(11, 15)}px Liberation Mono;letter-spacing:1px">{zone.replace("<", "&lt;")}<br>{zone[::-1].replace("<", "&lt;")}</div>'
        if rng.random() < 0.6
        else ""
    )
    edge = f"border:{rng.choice((1, 2, 4))}px solid {rng.choice((color, '#555', '#000'))};border-radius:{rng.choice((0, 8, 18))}px"
    parts = [photo, f"<div>{rows}</div>"] + (
        [code(rng)] if rng.random() < 0.4 else [signature(rng)] if rng.random() < 0.5 else []
    )
    if rng.random() < 0.3:
        parts = parts[::-1]
    inner = f'{head}<div style="display:flex;gap:18px;padding:8px">{"".join(parts)}</div>{zone}'
    one = f'<div style="position:relative;z-index:0;width:{width}px;min-height:{height}px;overflow:hidden;background:{tint};{edge};margin:20px auto">{ground}{inner}</div>'
    return one * rng.choice((1, 1, 2)) + (f'<p data-block="paragraph">{w.text(1, 2)}</p>' if rng.random() < 0.4 else "")


def label(w: Writer) -> str:
    """Returns a label or ticket: heavy frames, codes, large words in boxes, white words on black."""
    rng = w.rng
    line = rng.choice((2, 3, 5))
    color = rng.choice(("#000", "#000", *RULES))
    body = ""
    for _ in range(rng.randint(3, 6)):
        word = f'<div data-block="title" style="font-size:{rng.choice((120, 180, 260))}%;{rng.choice(("", "background:#000;color:white;", _fill(rng)))}text-align:center"><b>{w.words(1, 2).upper()} {rng.randint(1, 999)}</b></div>'
        part = rng.choice((word, w.address(), f'<div style="padding:8px">{code(rng)}</div>', f'<div data-block="paragraph">{_choices(w, color)}</div>',
                           f'<div class="row"><div>{w.address()}</div><div>{code(rng)}</div></div>', table(w)))  # fmt: skip
        body += f'<div style="border-top:{line}px solid {color};padding:6px">{part}</div>'
    return f'<div style="border:{line}px solid {color};width:{rng.randint(45, 100)}%">{body}</div>'


RULED: tuple[Callable[[Writer], str], ...] = (ruled_form, shaded, ruled_form, card, label)
"""Families whose cells, fills and frames must not be taken for stamps; all are learned from."""
