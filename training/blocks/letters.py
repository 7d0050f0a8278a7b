"""Letters, reports, forms, lists: HTML whose elements state their block. Each family is a function."""

from __future__ import annotations

import random
from collections.abc import Callable

from training.blocks.pictures import COLORS, code, figure, logo, signature

_BEGIN = ("b", "br", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w", "")
_MIDDLE = ("a", "e", "i", "o", "u", "ie", "ea", "ou")
_END = ("", "n", "r", "s", "t", "nd", "ll", "ng", "m", "st", "ck")
_SHORT = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "der",
    "die",
    "und",
    "zu",
    "le",
    "la",
    "et",
    "de",
    "el",
    "y",
    "il",
    "van",
    "for",
    "on",
)


class Writer:
    """Invents words, sentences and values."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def word(self) -> str:
        """Returns an invented word."""
        rng = self.rng
        return (
            "".join(
                rng.choice(_BEGIN) + rng.choice(_MIDDLE) + rng.choice(_END) for _ in range(rng.choice((1, 1, 2, 2, 3)))
            )
            or "to"
        )

    def words(self, low: int, high: int) -> str:
        """Returns a few words."""
        rng = self.rng
        return " ".join(
            rng.choice(_SHORT) if rng.random() < 0.35 else self.word() for _ in range(rng.randint(low, high))
        )

    def name(self) -> str:
        """Returns a name of one or two words with capitals."""
        return " ".join(self.word().capitalize() for _ in range(self.rng.randint(1, 2)))

    def title(self) -> str:
        """Returns a heading."""
        text = self.words(1, 6)
        return self.rng.choice(
            (text.capitalize(), text.title(), text.upper(), f"{self.rng.randint(1, 9)}. {text.capitalize()}")
        )

    def sentence(self) -> str:
        """Returns a sentence."""
        rng = self.rng
        text = self.words(5, 22).capitalize()
        if rng.random() < 0.15:
            text += f" {rng.randint(1, 5000)}"
        if rng.random() < 0.1:
            text += f" {self.day()}"
        return text + rng.choice((".", ".", ".", ";", "?"))

    def text(self, low: int = 2, high: int = 6) -> str:
        """Returns a paragraph."""
        return " ".join(self.sentence() for _ in range(self.rng.randint(low, high)))

    def money(self) -> str:
        """Returns an amount."""
        value = self.rng.choice((9, 99, 999, 9999, 99999)) * self.rng.random()
        text = f"{value:,.2f}"
        return self.rng.choice(
            (text, text.replace(",", " ").replace(".", ","), f"$ {text}", f"{text} €", f"{value:.0f}")
        )

    def day(self) -> str:
        """Returns a date."""
        rng = self.rng
        d, m, y = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1975, 2030)
        return rng.choice(
            (f"{d:02}.{m:02}.{y}", f"{y}-{m:02}-{d:02}", f"{m}/{d}/{y % 100:02}", f"{d} {self.word().capitalize()} {y}")
        )

    def value(self) -> str:
        """Returns what a cell of a table holds."""
        rng = self.rng
        return rng.choice(
            (
                self.money,
                self.day,
                lambda: str(rng.randint(1, 500)),
                self.name,
                lambda: self.words(1, 3),
                lambda: f"{rng.randint(1, 99)} %",
            )
        )()

    def address(self, block: str = "paragraph") -> str:
        """Returns an address."""
        rng = self.rng
        rows = [
            self.name(),
            f"{self.name()} {rng.randint(1, 99)}",
            f"{rng.randint(10000, 99999)} {self.word().capitalize()}",
        ]
        rows += [self.word().capitalize()] if rng.random() < 0.4 else []
        return f'<div data-block="{block}">{"<br>".join(rows)}</div>'


def _p(w: Writer, low: int = 2, high: int = 6, style: str = "") -> str:
    return f'<p data-block="paragraph" style="{style}">{w.text(low, high)}</p>'


def _h(w: Writer, level: int = 2, style: str = "") -> str:
    return f'<h{level} data-block="title" style="{style}">{w.title()}</h{level}>'


def _list(w: Writer) -> str:
    rng = w.rng
    sign = rng.choice(("•", "-", "–", "*", "n", "a"))
    rows = [
        f"{sign if sign not in 'na' else f'{i}.' if sign == 'n' else f'({chr(96 + i)})'} {w.words(3, 14)}"
        for i in range(1, rng.randint(3, 8))
    ]
    return (
        f'<div data-block="list" style="margin:8px 0 8px {rng.randint(0, 30)}px">'
        + "".join(f"<div>{row}</div>" for row in rows)
        + "</div>"
    )


def table(w: Writer) -> str:
    """Returns a table with ruled lines or without, with or without a head."""
    rng = w.rng
    columns = [rng.choice((w.money, w.money, w.day, lambda: str(rng.randint(1, 500)), w.name, lambda: w.words(1, 4), lambda: f"{rng.randint(1, 99)} %"))
               for _ in range(rng.randint(2, 7))]  # fmt: skip
    if rng.random() < 0.6:
        columns[0] = rng.choice((lambda: w.words(2, 9), lambda: w.words(1, 3), w.name))
    style = rng.choice(
        ("", "", "border:1px solid #666", "border-bottom:1px solid #ccc", "border-bottom:1px solid #ccc")
    )
    head = rng.choice(
        ("", "font-weight:bold", "background:#ddd", "background:#234;color:white", "border-bottom:2px solid #333")
    )
    aligned = [rng.choice(("left", "right", "right", "center")) for _ in columns]
    rows = ""
    if rng.random() < 0.85:
        rows += (
            "<tr>"
            + "".join(f'<th style="{style};{head};text-align:{a}">{w.words(1, 2).capitalize()}</th>' for a in aligned)
            + "</tr>"
        )
    pad = rng.choice((1, 3, 3, 5, 8))
    for number in range(rng.randint(2, 16)):
        shade = "background:#f0f0f0" if number % 2 and head.startswith("background") else ""
        rows += "<tr>" + "".join(f'<td style="{style};{shade};text-align:{a}">{make() if rng.random() < 0.93 else ""}</td>'
                                 for a, make in zip(aligned, columns, strict=True)) + "</tr>"  # fmt: skip
    width = rng.choice((100, 100, 100, 80, 60))
    return f'<table data-block="table" cellpadding="{pad}" style="width:{width}%;margin:10px 0">{rows}</table>'


def pairs(w: Writer, count: int) -> str:
    """Returns captions with their values, in two aligned columns: a table without rules."""
    rng = w.rng
    colon = rng.choice((":", "", ":"))
    rows = "".join(f"<tr><td>{w.words(1, 3).capitalize()}{colon}</td><td>{w.value()}</td></tr>" for _ in range(count))
    return f'<table data-block="table" style="margin:8px 0;width:{rng.choice((40, 50, 60))}%">{rows}</table>'


def _foot(w: Writer) -> str:
    rng = w.rng
    parts = [
        w.name(),
        f"{w.name()} {rng.randint(1, 99)}",
        f"Tel. {rng.randint(100000, 9999999)}",
        f"www.{w.word()}.com",
        f"IBAN DE{rng.randint(10, 99)} {rng.randint(1000, 9999)} {rng.randint(1000, 9999)}",
    ]
    text = rng.choice((" | ", " · ", ", ", "<br>")).join(rng.sample(parts, rng.randint(2, 5)))
    text = rng.choice((text, f"Page {rng.randint(1, 9)} of {rng.randint(1, 9)}", f"{rng.randint(1, 40)}", text))
    return f'<div data-block="footer" style="position:absolute;bottom:{rng.randint(14, 36)}px;left:60px;right:60px;font-size:80%;text-align:{rng.choice(("left", "center", "right"))}">{text}</div>'


def _head(w: Writer) -> str:
    rng = w.rng
    text = rng.choice((w.words(2, 6).title(), f"{w.name()} {w.day()}", f"{rng.randint(1, 80)}", w.words(3, 8).upper()))
    return f'<div data-block="header" style="position:absolute;top:{rng.randint(12, 30)}px;left:60px;right:60px;font-size:85%;text-align:{rng.choice(("left", "center", "right"))}">{text}</div>'


def _filled(w: Writer, parts: list[Callable[[], str]], low: int, high: int) -> str:
    return "".join(w.rng.choice(parts)() for _ in range(w.rng.randint(low, high)))


def letter(w: Writer) -> str:
    """Returns a letter: sender, address, date, subject, text, signature."""
    rng = w.rng
    mark = (
        logo(rng, w.name())
        if rng.random() < 0.6
        else f'<h1 data-block="title" style="color:{rng.choice(COLORS)}">{w.name()}</h1>'
    )
    side = rng.choice(("left", "right", "center"))
    body = f'<div style="text-align:{side}">{mark}{w.address() if rng.random() < 0.6 else ""}</div>'
    body += f'<div style="margin-top:{rng.randint(10, 50)}px">{w.address()}</div><p data-block="paragraph" style="text-align:{rng.choice(("left", "right"))}">{w.day()}</p>'
    body += (
        f'<p data-block="title" style="font-weight:bold;margin-top:20px">{w.title()}</p>' if rng.random() < 0.7 else ""
    )
    body += f'<p data-block="paragraph">Dear {w.name()},</p>' + _filled(
        w, [lambda: _p(w), lambda: _p(w), lambda: _list(w), lambda: table(w)], 2, 5
    )
    body += f'<p data-block="paragraph">{w.words(2, 3).capitalize()},</p>{signature(rng) if rng.random() < 0.7 else ""}<div data-block="paragraph">{w.name()}<br>{w.words(1, 3)}</div>'
    return body


def report(w: Writer) -> str:
    """Returns a report in one column, with figures and tables."""
    body = f'<h1 data-block="title">{w.title()}</h1>' if w.rng.random() < 0.6 else ""
    for _ in range(w.rng.randint(2, 4)):
        body += _h(w, w.rng.choice((2, 3))) + _filled(
            w, [lambda: _p(w), lambda: _p(w), lambda: _list(w), lambda: table(w), lambda: _pictured(w)], 1, 4
        )
    return body


def _pictured(w: Writer) -> str:
    caption = f'<p data-block="paragraph" style="font-size:85%">{w.rng.choice(("Figure", "Fig.", "Abb."))} {w.rng.randint(1, 9)}: {w.words(3, 9)}</p>'
    return f'<div style="text-align:{w.rng.choice(("left", "center"))};margin:8px 0">{figure(w.rng)}</div>{caption}'


def columns(w: Writer) -> str:
    """Returns an article in two or three columns."""
    rng = w.rng
    inner = ""
    for _ in range(rng.randint(3, 5)):
        inner += _h(w, 3) + _filled(w, [lambda: _p(w, 2, 5), lambda: _p(w, 1, 3), lambda: _list(w)], 1, 3)
    inner = inner.replace("<p ", '<p class="j" ')
    return f'<h1 data-block="title">{w.title()}</h1><p data-block="paragraph">{w.name()}, {w.name()}</p><div style="column-count:{rng.choice((2, 2, 3))};column-gap:24px">{inner}</div>'


def memo(w: Writer) -> str:
    """Returns a note with captions at its head."""
    rng = w.rng
    rows = "".join(
        f"<tr><td><b>{c}</b></td><td>{v}</td></tr>"
        for c, v in (("TO:", w.name()), ("FROM:", w.name()), ("DATE:", w.day()), ("RE:", w.words(2, 7)))
    )
    head = f'<h2 data-block="title" style="text-align:{rng.choice(("left", "center"))}">{rng.choice(("MEMORANDUM", "Memo", "Aktennotiz", w.title()))}</h2><table data-block="table">{rows}</table><hr>'
    return head + _filled(w, [lambda: _p(w), lambda: _p(w), lambda: _list(w), lambda: table(w)], 2, 6)


def form(w: Writer) -> str:
    """Returns a form of captioned boxes and lines, as of a public body."""
    rng = w.rng
    body = f'<h2 data-block="title" style="text-align:center">{w.title()}</h2>' + (
        _p(w, 1, 3) if rng.random() < 0.6 else ""
    )
    for _ in range(rng.randint(2, 5)):
        body += (
            f'<div data-block="title" style="font-weight:bold;{rng.choice(("", "background:#ccc", "background:#222;color:white"))};margin-top:10px">{w.title()}</div>'
            if rng.random() < 0.6
            else ""
        )
        for number in range(rng.randint(1, 5)):
            value = (
                f'<span style="font-family:Liberation Mono">{w.value()}</span>'
                if rng.random() < 0.7
                else "________________"
            )
            body += f'<div data-block="paragraph" style="border:{rng.choice((0, 1))}px solid #555;padding:4px;margin-top:{rng.choice((0, 6))}px">{number + 1}. {w.words(2, 12).capitalize()}<br>{value}</div>'
        body += table(w) if rng.random() < 0.3 else pairs(w, rng.randint(2, 6)) if rng.random() < 0.4 else ""
    return body + (signature(rng) if rng.random() < 0.6 else "")


def statement(w: Writer) -> str:
    """Returns a statement of account or a list: a long table."""
    rng = w.rng
    top = f'<div class="row"><div>{logo(rng, w.name()) if rng.random() < 0.6 else ""}{w.address()}</div><div>{pairs(w, rng.randint(2, 6))}</div></div>'
    return (
        top
        + _h(w, 2)
        + (_p(w, 1, 2) if rng.random() < 0.5 else "")
        + table(w)
        + (table(w) if rng.random() < 0.4 else "")
        + _p(w, 1, 2)
    )


def certificate(w: Writer) -> str:
    """Returns a certificate: centered text, seals, signatures."""
    rng = w.rng
    body = f'<div style="text-align:center;padding:20px;border:{rng.choice((0, 3, 6))}px double #555">{logo(rng, w.name())}<h1 data-block="title">{w.title()}</h1>'
    body += _p(w, 1, 3) + f'<h2 data-block="title">{w.name()}</h2>' + _p(w, 1, 4)
    return body + f'<div class="row"><div>{signature(rng)}</div><div>{signature(rng)}</div></div></div>'


def shipping(w: Writer) -> str:
    """Returns a delivery note: codes, addresses in boxes, a table."""
    rng = w.rng
    boxes = "".join(
        f'<div class="half" style="border:1px solid #444;padding:6px">{w.address()}</div>' for _ in range(2)
    )
    return f'<div class="row"><h1 data-block="title">{w.title()}</h1>{code(rng)}</div><div class="row">{boxes}</div>{table(w)}{_p(w, 1, 2)}{signature(rng) if rng.random() < 0.5 else ""}'


def sidebar(w: Writer) -> str:
    """Returns a page with a colored margin, as of brochures."""
    rng = w.rng
    side = f'<div style="width:28%;background:{rng.choice(("#eef", "#efe", "#234;color:white", "#ddd"))};padding:10px">{logo(rng, w.name())}{_h(w, 3)}{w.address()}{_p(w, 1, 2)}</div>'
    main = (
        f'<div style="width:64%"><h1 data-block="title">{w.title()}</h1>'
        + _filled(w, [lambda: _p(w), lambda: _h(w, 3), lambda: _pictured(w), lambda: table(w)], 3, 6)
        + "</div>"
    )
    return f'<div class="row">{"".join((side, main) if rng.random() < 0.6 else (main, side))}</div>'


def minutes(w: Writer) -> str:
    """Returns minutes: numbered headings, short texts, a table of tasks."""
    body = f'<h2 data-block="title">{w.title()}</h2>{pairs(w, w.rng.randint(2, 4))}'
    for number in range(w.rng.randint(2, 5)):
        body += f'<h4 data-block="title">{number + 1}. {w.words(1, 4).capitalize()}</h4>' + _filled(
            w, [lambda: _p(w, 1, 3), lambda: _list(w)], 1, 2
        )
    return body + table(w)


LEARNED = (letter, report, columns, memo, form, statement, certificate)
HELD_OUT = (shipping, sidebar, minutes)
"""Families that the model learns from, and those that are measured only."""


def body_of(family: Callable[[Writer], str], rng: random.Random) -> str:
    """Returns the body of a page of a family, with running header and footer on some."""
    w = Writer(rng)
    return (_head(w) if rng.random() < 0.4 else "") + family(w) + (_foot(w) if rng.random() < 0.6 else "")
