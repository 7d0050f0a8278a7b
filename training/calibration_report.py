"""Quality of a calibration: its thresholds, its report by class and field, and the table in the model card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.settings import Thresholds
from training import scoring
from training.fitting import Accepted, Known, Sample, most_accepted, trusted

PRECISION = 0.99
"""What values accepted without a person must reach."""

ENOUGH = 299
"""So many values without an error show a precision of 0.99 with 95 % confidence; with fewer nothing is shown."""

FIELD_LEAST = 99
"""So many accepted values show that a field may have a threshold below its class's."""

LOWEST = 0.9
"""No threshold lies below: whatever the average of all that is accepted, the last one would be wrong too often."""

NEVER = 1.0
"""A threshold that no calibrated confidence reaches."""


CARD = "README.md"
BEGIN, END = "<!-- calibration -->", "<!-- /calibration -->"
"""Between these lines of a model card is the table of its calibration."""


def thresholds(sample: Sample, judged: Sequence[float]) -> dict[str, float]:
    """Returns the confidence to accept from: ``default``, and each class, ``class.line`` and field with evidence.

    Calibrated confidences compare between the fields of a class, so one threshold serves all of them. A class with too
    few values for a threshold of its own takes the default. A class is never accepted if none of its parts is right
    often enough. A field with many accepted values may have a lower threshold of its own. On receipts, dates are nearly
    always right, while sellers' names limit the whole class.
    """
    whole = _trusted(sample, judged, range(len(sample.known))).threshold
    default = NEVER if whole is None else _down(whole)
    found = {"default": default}
    for key, chosen in _parts(sample).items():
        own = _trusted(sample, judged, chosen)
        if own.threshold is not None:
            found[key] = _down(own.threshold)
        elif len(chosen) >= ENOUGH:
            found[key] = NEVER
        elif key.partition(".")[0] in found:
            # Cells without evidence of their own wait for the default, not for the threshold of their class's fields.
            found[key] = default
    for part, name, chosen in _fields(sample):
        own = _trusted(sample, judged, chosen)
        if own.threshold is not None and own.accepted >= FIELD_LEAST and own.threshold < found.get(part, default):
            found[name] = _down(own.threshold)
    return found


def _down(threshold: float) -> float:
    """Returns the threshold with four digits, so that what was accepted with it still is, and no lower than allowed."""
    return max(int(threshold * 10_000 - 1e-6) / 10_000, LOWEST)


def _trusted(sample: Sample, judged: Sequence[float], chosen: Sequence[int]) -> Accepted:
    return trusted(_decisions(sample, judged, chosen), len(chosen), precision=PRECISION)


def _decisions(sample: Sample, judged: Sequence[float], chosen: Sequence[int]) -> list[tuple[float, bool]]:
    return [(judged[i], sample.known[i].right) for i in chosen]


def _parts(sample: Sample) -> dict[str, list[int]]:
    """Returns the values of each class, fields and cells apart."""
    parts: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(sample.known):
        parts[f"{one.document_class}.line" if one.in_line else one.document_class].append(i)
    return dict(sorted(parts.items()))


def report(sample: Sample, judged: Sequence[float]) -> dict[str, Any]:
    """Returns calibration error before and after, and what can be accepted at 99 %, for each class and each field."""
    accept_from = thresholds(sample, judged)
    classes = {
        key: _figures(sample, judged, chosen, sample.slots.get(key, 0) or len(chosen), accept_from, key)
        for key, chosen in _parts(sample).items()
    }
    fields = {
        name: _figures(sample, judged, chosen, len(chosen), accept_from, name if name in accept_from else part)
        for part, name, chosen in _fields(sample)
    }
    return {"classes": classes, "fields": fields}


def _fields(sample: Sample) -> Iterator[tuple[str, str, list[int]]]:
    for part, chosen in _parts(sample).items():
        for name in sorted({sample.known[i].field for i in chosen}):
            yield part, f"{part}.{name}", [i for i in chosen if sample.known[i].field == name]


def _figures(
    sample: Sample,
    judged: Sequence[float],
    chosen: Sequence[int],
    slots: int,
    accept_from: Mapping[str, float],
    key: str,
) -> dict[str, Any]:
    after = _decisions(sample, judged, chosen)
    before = [(sample.known[i].decoded, sample.known[i].right) for i in chosen]
    threshold = accept_from.get(key, accept_from["default"])
    in_force = Thresholds(fields={}).measured(accept_from)
    through = [sample.known[i].right for i in chosen if judged[i] >= _threshold_of(sample.known[i], in_force)]
    return {
        "values": len(chosen),
        "right": sum(right for _, right in after),
        "calibration_error_before": _rounded(scoring.calibration_error(before)),
        "calibration_error_after": _rounded(scoring.calibration_error(after)),
        "accepted_at_99_before": _rounded(most_accepted(before, slots, precision=PRECISION).share),
        "accepted_at_99_after": _rounded(most_accepted(after, slots, precision=PRECISION).share),
        "threshold": threshold,
        "at_threshold": _shown(Accepted(threshold, slots, len(through), sum(through))),
    }


def _threshold_of(one: Known, in_force: Thresholds) -> float:
    """Returns the threshold that the product will ask of a value."""
    ask = in_force.for_cell if one.in_line else in_force.for_field
    return ask(one.document_class, one.field)


def _shown(accepted: Accepted) -> dict[str, Any]:
    low, high = accepted.precision_interval
    return {
        "accepted": accepted.accepted,
        "wrong": accepted.accepted - accepted.right,
        "share": _rounded(accepted.share),
        "share_interval": [_rounded(v) for v in accepted.share_interval],
        "precision_interval": [_rounded(low), _rounded(high)],
        "shown": low >= PRECISION,
        "remark": "" if low >= PRECISION else f"too thin to show {PRECISION}: {accepted.accepted} values accepted",
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def report_lines(stored: Mapping[str, Any]) -> Iterator[str]:
    """Yields the report of a calibration as the lines of a Markdown table, for the terminal and the model card."""
    heads = (
        "values", "count", "ECE before", "after", "auto@99 before", "after", "accept from", "accepted", "wrong",
        "precision, 95 %",
    )  # fmt: skip
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for name, row in stored["report"]["classes"].items():
        through = row["at_threshold"]
        low, high = through["precision_interval"]
        yield (
            f"| {name} | {row['values']} | {row['calibration_error_before']:.3f} | {row['calibration_error_after']:.3f}"
            f" | {row['accepted_at_99_before']:.2f} | {row['accepted_at_99_after']:.2f} | {row['threshold']:.4f}"
            f" | {through['share']:.2f} | {through['wrong']} | {low:.3f} to {high:.3f}"
            f"{'' if through['shown'] else ' (thin)'} |"
        )


def note_in_card(checkpoint: Path, stored: Mapping[str, Any]) -> None:
    """Writes the table into the checkpoint's model card, in place of an older one; without a card it writes nothing."""
    card = checkpoint / CARD
    if not card.exists():
        return
    text = card.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    section = "\n".join((BEGIN, *_section(stored), END))
    card.write_text(f"{before.rstrip()}\n\n{section}\n{after.lstrip()}", encoding="utf-8")


def _section(stored: Mapping[str, Any]) -> Iterator[str]:
    yield "## Confidence"
    yield ""
    yield f"Fitted on {stored['made']} by `python -m training calibrate` on held-out documents; the figures are"
    yield "cross-fitted by family. ECE is the calibration error, auto@99 the share of values that some confidence"
    yield "accepts at 99 % precision as observed. `accept from` is the threshold of the class, beside the share that it"
    yield "and the thresholds of its fields accept, how many were wrong, and the exact interval of their precision;"
    yield "`(thin)`: too few to show 0.99."
    yield ""
    yield from report_lines(stored)
