"""Checks prose against the style rule (CONTRIBUTING, "Words"): ``python ops/check_words.py``; ends with 1 on findings.

Prose is docstrings and comments of Python, Markdown pages, and comments of scripts. Code and data are not checked:
generated documents and tables of captions are written in other people's words.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

Prose = Iterator[tuple[int, str]]

MOST_WORDS = 20
LONG_SHARE = {"tests": 0.08}
"""Share of a package's docstring sentences that may have more words; all other packages have `LONG_DEFAULT`."""

LONG_DEFAULT = 0.03

BANNED = {
    r"stands? (in|on|below|above|beside|behind|between|there|at|near|close|by)": "is / are",
    r"tells whether": "Whether",
    r"whom": "that",
    r"(turn|turns|turned) away": "reject",
    r"(ask|asks|asked) for": "need, request, require",
    r"strangers?": "unauthenticated, untrusted, unknown",
    r"doorkeepers?": "middleware",
    r"told (from|apart)|tells? apart": "distinguish",
    r"never that were": "generated",
    r"papers": "documents",
    r"(dis)?(colour|favour|behaviour|neighbour|honour)\w*": "American spelling",
    r"(modell|cancell|travell)(ed|ing)": "American spelling",
    r"(greys?|centres?|metres?|licence)": "American spelling",
    r"\w*(normal|recogn|organ|initial|serial|summar|author|optim|categor|minim|maxim)is(e[drs]?|ing|ations?)": "-ize",
    r"analys(e[drs]?|ing)": "American spelling",
}
_BANNED = [(re.compile(rf"\b{pattern}\b", re.IGNORECASE), instead) for pattern, instead in BANNED.items()]
_QUOTED = re.compile(r"``[^`]*``|`[^`]*`|\"[^\"\n]*\"")
_DATA = re.compile(
    r"/lang_\w+\.py$|training/pii/|training/pages/templates|lexicon\.py$|classifier_words\.py$|check_words\.py$"
)
_BLOCKS = re.compile(r"(?m)^\s*(?:Args|Returns|Raises|Yields):\s*$|^\s{2,}\w+: |^\s*[-|>].*$")


def docstrings(source: str) -> Prose:
    """Yields the line and the text of each docstring, those of constants included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for item in node.body:
                match item:
                    case ast.Expr(value=ast.Constant(value=str(text))):
                        yield item.lineno, text


def comments(source: str) -> Prose:
    """Yields the line and the text of each comment."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def prose(path: Path) -> Prose:
    """Yields the prose of a file with its lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from docstrings(text)
        yield from comments(text)
    elif path.suffix == ".js":
        for match in re.finditer(r"/\*.*?\*/|(?<!:)//[^\n]*", text, re.DOTALL):
            yield text.count("\n", 0, match.start()) + 1, match.group()
    else:
        text = re.sub(r"```.*?```", lambda code: "\n" * code.group().count("\n"), text, flags=re.DOTALL)
        yield from enumerate(text.split("\n"), start=1)


def sentences(docstring: str) -> Iterator[str]:
    """Yields the sentences of a docstring; entries of lists and of ``Args`` count for themselves."""
    for paragraph in re.split(r"\n\s*\n", _BLOCKS.sub(lambda m: f"\n\n{m.group()}\n\n", docstring)):
        yield from re.split(r"(?<=[.!?:;])\s+(?=[A-Z`\"])", " ".join(paragraph.split()))


def banned_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Yields the line within a text, the word, and what to write instead; quoted words are free."""
    for number, line in enumerate(_QUOTED.sub("", text).split("\n")):
        for pattern, instead in _BANNED:
            for match in pattern.finditer(line):
                yield number, match.group(), instead


def main() -> int:
    """Prints the findings; returns 1 if there are any."""
    listed = subprocess.run(["git", "ls-files", "*.py", "*.md", "*.js"], capture_output=True, text=True, check=True)
    found: list[str] = []
    long, total = Counter[str](), Counter[str]()
    for path in map(Path, listed.stdout.split()):
        if _DATA.search(str(path)) or not path.exists():
            continue
        for line, text in prose(path):
            found += [f"{path}:{line + n}: {word!r}: write {instead}" for n, word, instead in banned_words(text)]
        if path.suffix == ".py":
            lengths = [len(s.split()) for _, text in docstrings(path.read_text("utf-8")) for s in sentences(text)]
            total[path.parts[0]] += len(lengths)
            long[path.parts[0]] += sum(length > MOST_WORDS for length in lengths)
    for package, count in long.items():
        if count > LONG_SHARE.get(package, LONG_DEFAULT) * total[package]:
            found.append(f"{package}: {count} of {total[package]} sentences have more than {MOST_WORDS} words")
    sys.stdout.write("\n".join(found or [f"{sum(total.values())} sentences, {sum(long.values())} long ones"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
