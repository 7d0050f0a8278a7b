"""Figures and stamps as HTML: logos, charts, photographs, codes, signatures; stamps that are turned and overlap text."""

from __future__ import annotations

import random

COLORS = ("#1f5fa8", "#7b2d8b", "#c0392b", "#2e7d32", "#333333", "#d35400", "#117a8b", "#000000", "#8a6d3b")
STAMP_COLORS = ("#c1121f", "#1d3aa8", "#0b6e4f", "#5a189a", "#222222", "#b5179e", "#303f9f", "#000000")
STAMPED = ("RECEIVED", "PAID", "COPY", "APPROVED", "CONFIDENTIAL", "DRAFT", "FILED", "ENTERED", "EINGEGANGEN", "BEZAHLT",
           "KOPIE", "PAYÉ", "REÇU LE", "COPIE", "PAGADO", "PAGATO", "ORIGINAL", "URGENT", "CANCELLED", "VOID", "POSTED")  # fmt: skip
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def logo(rng: random.Random, name: str) -> str:
    """Returns a drawn logo, with or without the name in it."""
    color, other = rng.choice(COLORS), rng.choice(COLORS)
    side = rng.randint(34, 80)
    shape = rng.choice((
        f'<rect width="{side}" height="{side}" rx="{rng.randint(0, 20)}" fill="{color}"/>',
        f'<circle cx="{side / 2}" cy="{side / 2}" r="{side / 2 - 1}" fill="{color}"/>',
        f'<path d="M0 {side}L{side / 2} 0L{side} {side}Z" fill="{color}"/>',
        f'<path d="M0 0H{side}L{side * 0.6} {side}H{side * 0.2}Z" fill="{color}"/>'
        f'<circle cx="{side * 0.7}" cy="{side * 0.6}" r="{side * 0.3}" fill="{other}"/>',
        "".join(f'<rect x="{i * side / 4}" y="{side - h}" width="{side / 5}" height="{h}" fill="{color}"/>'
                for i, h in enumerate(rng.sample(range(10, side), 4))),
        f'<circle cx="{side / 2}" cy="{side / 2}" r="{side / 2 - 5}" fill="none" stroke="{color}" stroke-width="8"/>',
    ))  # fmt: skip
    inner = rng.choice(("", f'<circle cx="{side / 2}" cy="{side / 2}" r="{side / 5}" fill="white"/>',
                        f'<text x="{side / 2}" y="{side * 0.65}" font-size="{side * 0.45}" fill="white" '
                        f'text-anchor="middle" font-weight="bold">{name[:1]}</text>'))  # fmt: skip
    beside, width = "", side
    if rng.random() < 0.35:
        size = rng.randint(14, 24)
        width = round(side + 12 + 0.66 * size * len(name))
        beside = (f'<text x="{side + 8}" y="{side * 0.6}" font-size="{size}" fill="{other}" '
                  f'font-weight="bold">{name}</text>')  # fmt: skip
    return f'<svg data-block="figure" width="{width}" height="{side}">{shape}{inner}{beside}</svg>'


def chart(rng: random.Random, width: int, height: int) -> str:
    """Returns a chart of bars, lines or a pie."""
    kind, color = rng.choice(("bars", "lines", "pie")), rng.choice(COLORS)
    values = [rng.uniform(0.15, 0.9) for _ in range(rng.randint(4, 9))]
    step = width / len(values)
    axis = f'<path d="M30 5V{height - 20}H{width}" fill="none" stroke="#444"/>'
    labels = "".join(f'<text x="{30 + i * (width - 40) / len(values)}" y="{height - 5}" font-size="9">{rng.randint(1990, 2030)}</text>'
                     for i in range(len(values)))  # fmt: skip
    if kind == "bars":
        drawn = "".join(f'<rect x="{34 + i * (width - 40) / len(values)}" y="{height - 20 - v * (height - 40)}" '
                        f'width="{step * 0.5}" height="{v * (height - 40)}" fill="{color}"/>'
                        for i, v in enumerate(values))  # fmt: skip
    elif kind == "lines":
        points = " ".join(f"{30 + i * step},{height - 20 - v * (height - 40)}" for i, v in enumerate(values))
        drawn = f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>'
    else:
        r, labels, axis = height / 2 - 4, "", ""
        drawn = (f'<circle cx="{width / 2}" cy="{height / 2}" r="{r}" fill="{color}"/><path d="M{width / 2} '
                 f'{height / 2}V{height / 2 - r}A{r} {r} 0 0 1 {width / 2 + r} {height / 2}Z" '
                 f'fill="{rng.choice(COLORS)}"/>')  # fmt: skip
    return f'<svg data-block="figure" width="{width}" height="{height}">{axis}{drawn}{labels}</svg>'


def photograph(rng: random.Random, width: int, height: int) -> str:
    """Returns a picture with the frequencies of a photograph."""
    tint = rng.choice(("", f'<feColorMatrix type="saturate" values="{rng.choice((0, 0.4, 1.5))}"/>'))
    noise = (f'<feTurbulence type="fractalNoise" baseFrequency="{rng.uniform(0.005, 0.05):.3f}" '
             f'numOctaves="{rng.randint(2, 5)}" seed="{rng.randint(1, 9999)}"/>'
             f'<feColorMatrix values="1.2 0 0 0 -.15 0 1.2 0 0 -.15 0 0 1.2 0 -.15 0 0 0 0 1"/>{tint}')  # fmt: skip
    name = f"f{rng.getrandbits(32)}"
    faces = "".join(f'<ellipse cx="{rng.uniform(0, width)}" cy="{rng.uniform(0, height)}" rx="{rng.uniform(6, width / 4)}" '
                    f'ry="{rng.uniform(6, height / 4)}" fill="{rng.choice(COLORS)}" opacity=".6"/>'
                    for _ in range(rng.randint(1, 5)))  # fmt: skip
    return (f'<svg data-block="figure" width="{width}" height="{height}"><filter id="{name}">{noise}</filter>'
            f'<rect width="{width}" height="{height}" filter="url(#{name})"/>{faces}</svg>')  # fmt: skip


def code(rng: random.Random) -> str:
    """Returns a square or a bar code."""
    if rng.random() < 0.5:
        cells = rng.randint(21, 29)
        side = rng.randint(50, 90)
        dots = "".join(f"M{x} {y}h1v1h-1z" for x in range(cells) for y in range(cells) if rng.random() < 0.48)
        return (f'<svg data-block="figure" width="{side}" height="{side}" viewBox="0 0 {cells} {cells}">'
                f'<path d="{dots}"/></svg>')  # fmt: skip
    width, x, bars = rng.randint(110, 190), 0.0, ""
    while x < width:
        bars += f'<rect x="{x:.1f}" width="{rng.choice((1, 1, 2, 3))}" height="40"/>'
        x += rng.choice((2.5, 3, 4.5, 6))
    return f'<svg data-block="figure" width="{width}" height="40">{bars}</svg>'


def signature(rng: random.Random) -> str:
    """Returns a signature."""
    width, height = rng.randint(90, 190), rng.randint(32, 62)
    x, path = 5.0, f"M5 {height * 0.6}"
    while x < width - 20:
        step = rng.uniform(6, 22)
        path += f"C{x + step * 0.3} {rng.uniform(0, height)} {x + step * 0.8} {rng.uniform(0, height)} {x + step} {rng.uniform(height * 0.3, height * 0.8)}"
        x += step
    ink = rng.choice(("#111", "#1a2f8a", "#222", "#0a1a5e"))
    return (f'<svg data-block="figure" width="{width}" height="{height}"><path d="{path}" fill="none" stroke="{ink}" '
            f'stroke-width="{rng.uniform(1, 2.4):.1f}"/></svg>')  # fmt: skip


def figure(rng: random.Random) -> str:
    """Returns a picture for the middle of a page."""
    width, height = rng.randint(120, 420), rng.randint(80, 230)
    return rng.choice((chart, photograph))(rng, width, height)


def stamp(rng: random.Random) -> str:
    """Returns a stamp: a frame or none, a few words and a date; turned, worn, translucent."""
    color, size = rng.choice(STAMP_COLORS), rng.choice((11, 13, 15, 18, 22, 28))
    day = rng.choice((f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {rng.randint(1975, 2030)}",
                      f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(1990, 2030)}",
                      f"{rng.randint(1990, 2030)} {rng.choice(MONTHS)} {rng.randint(1, 28)} AM {rng.randint(1, 12)}: {rng.randint(10, 59)}"))  # fmt: skip
    word = rng.choice(STAMPED)
    more = rng.choice(("", "REGISTRATION UNIT", "ACCOUNTS PAYABLE", "MAIL ROOM", "DEPT. OF FINANCE", "BUCHHALTUNG"))
    rows = rng.choice(([word], [word, day], [day], [more, day], [word, day, more], [more, word, day]))
    rows = [row for row in rows if row] or [word]
    filters = (f'<filter id="w{(name := rng.getrandbits(32))}"><feTurbulence baseFrequency="{rng.uniform(0.03, 0.4):.2f}" '
               f'numOctaves="3" seed="{rng.randint(1, 999)}" result="n"/><feDisplacementMap in="SourceGraphic" in2="n" '
               f'scale="{rng.uniform(0, 4):.1f}"/></filter>')  # fmt: skip
    width = max(len(row) for row in rows) * size * 0.72 + 26
    height = len(rows) * size * 1.35 + 18
    texts = "".join(f'<text x="{width / 2}" y="{14 + (i + 0.75) * size * 1.3}" text-anchor="middle" '
                    f'font-size="{size if i else size * 1.05}">{row}</text>' for i, row in enumerate(rows))  # fmt: skip
    shape = rng.choice(("frame", "frame", "double", "round", "oval", "none"))
    line = f'fill="none" stroke="{color}" stroke-width="{rng.uniform(1.2, 4):.1f}"'
    drawn = {
        "frame": f'<rect x="3" y="3" width="{width - 6}" height="{height - 6}" rx="{rng.choice((0, 0, 6))}" {line}/>',
        "double": f'<rect x="3" y="3" width="{width - 6}" height="{height - 6}" {line}/>'
        f'<rect x="8" y="8" width="{width - 16}" height="{height - 16}" fill="none" stroke="{color}"/>',
        "oval": f'<ellipse cx="{width / 2}" cy="{height / 2}" rx="{width / 2 - 3}" ry="{height / 2 - 3}" {line}/>',
        "none": "",
    }.get(shape, "")
    if shape == "round":
        side = max(width, height)
        arc = f"M{side / 2 - side * 0.36} {side / 2}a{side * 0.36} {side * 0.36} 0 0 1 {side * 0.72} 0"
        drawn = (f'<circle cx="{side / 2}" cy="{side / 2}" r="{side / 2 - 3}" {line}/><circle cx="{side / 2}" cy="{side / 2}" '
                 f'r="{side * 0.34}" fill="none" stroke="{color}"/><path id="a{name}" d="{arc}" fill="none"/>'
                 f'<text font-size="{side * 0.1}" data-arc="1"><textPath href="#a{name}">{more or word} * {word}</textPath></text>')  # fmt: skip
        texts = (
            f'<g transform="translate({(side - width) / 2} {(side - height) / 2})">{texts}</g>'
            if rng.random() < 0.6
            else ""
        )
        width = height = side
    angle = rng.choice((0, 0, rng.gauss(0, 6), rng.gauss(0, 15), 90, -90))
    font = rng.choice(("Liberation Sans", "Liberation Mono", "DejaVu Sans", "Liberation Serif"))
    style = (f"position:absolute;transform:rotate({angle:.1f}deg);opacity:{rng.uniform(0.45, 0.95):.2f};mix-blend-mode:multiply;"
             f"left:{rng.uniform(2, 75):.1f}%;top:{rng.uniform(2, 85):.1f}%")  # fmt: skip
    return (f'<div style="{style}" data-block="stamp"><svg width="{width:.0f}" height="{height:.0f}" style="display:block;overflow:visible">'
            f'{filters}<g filter="url(#w{name})" fill="{color}" font-family="{font}" font-weight="bold">{drawn}{texts}</g></svg></div>')  # fmt: skip
