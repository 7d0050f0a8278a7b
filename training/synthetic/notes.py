"""Delivery notes, a class that Fieldwright does not know: the worked example of ``docs/teach.md``.

``python -m training.synthetic.notes FOLDER`` writes documents, their truth and the file that describes the class.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

CLASS_FILE = """\
# A class of your own: its fields, and what must hold for them.
name = "delivery_note"
title = "Delivery note"

[[fields]]
name = "note_number"
kind = "id"          # money, number, date, id, code, bool, name or text
title = "Note number"
role = "number"
required = true      # a note without it is looked at by a person
indexed = true       # reaches the search index
main = true          # is shown in lists
privacy = "none"     # none, organization, detected (free text) or personal; personal where it is left out

[[fields]]
name = "sender_name"
kind = "name"
title = "Sender"
role = "party"       # whose document it is; number, date and amount are the others that tell copies apart
privacy = "organization"
required = true
main = true

[[fields]]
name = "delivery_date"
kind = "date"
role = "date"
title = "Delivery date"
main = true
privacy = "none"

[[fields]]
name = "parcels"
kind = "number"
title = "Parcels"
privacy = "none"
importance = "supporting"   # critical where it is left out: a wrong critical value keeps the document from passing

[[expectations]]
field = "note_number"
matches = '^[A-Z]{2}-[0-9]{5}$'
message = "A note number is two letters and five digits."

[[expectations]]
field = "parcels"
at_least = 1
severity = "error"
message = "A delivery has at least one parcel."
"""

SENDERS = (
    ("Nordwind Freight", "NF"), ("Harbour Lane Stores", "HL"), ("Castle Tools", "CT"), ("Blue Kettle Foods", "BK"),
    ("Ridge Paper Mill", "RP"), ("Orchard Glass Works", "OG"),
)  # fmt: skip
LABELS = (
    ("Delivery note no.", "Delivered on", "Parcels"),
    ("Note number:", "Delivery date:", "Number of parcels:"),
    ("Our note", "Date of delivery", "Packages"),
)
GOODS = ("steel hinges", "paper rolls", "jars of honey", "window panes", "garden hoses", "coffee filters")


@dataclass(frozen=True)
class Note:
    """What one note says."""

    number: str
    sender: str
    day: date
    parcels: int

    def truth(self, file: str) -> dict[str, object]:
        """Returns the note's line of ``truth.jsonl``."""
        values = {
            "note_number": (self.number, "id"),
            "sender_name": (self.sender, "name"),
            "delivery_date": (self.day.isoformat(), "date"),
            "parcels": (str(self.parcels), "number"),
        }
        fields = {name: {"value": value, "type": kind} for name, (value, kind) in values.items()}
        return {"file": file, "document_class": "delivery_note", "family": self.sender, "fields": fields}


def make_note(rng: random.Random) -> Note:
    """Returns an invented note."""
    sender, letters = rng.choice(SENDERS)
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(600))
    return Note(f"{letters}-{rng.randrange(10_000, 99_999)}", sender, day, rng.randint(1, 60))


def draw(note: Note, path: Path, rng: random.Random) -> None:
    """Writes the note as a PDF of one page in one of several layouts."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(path), pagesize=A4, invariant=True)
    left, top = 60 + rng.randrange(40), 770 - rng.randrange(60)
    page.setFont("Helvetica-Bold", 16)
    page.drawString(left, top, note.sender)
    page.setFont("Helvetica", 10)
    page.drawString(left, top - 18, f"{rng.randint(1, 99)} Mill Road, {rng.randint(10_000, 99_999)} Springfield")
    number, day, parcels = rng.choice(LABELS)
    rows = [(number, note.number), (day, note.day.strftime("%d %B %Y")), (parcels, str(note.parcels))]
    rng.shuffle(rows)
    place = left + rng.choice((0, 250))
    for i, (label, value) in enumerate(rows):
        page.drawString(place, top - 60 - 16 * i, label)
        page.drawString(place + 120, top - 60 - 16 * i, value)
    for i in range(rng.randint(2, 6)):
        page.drawString(
            left, top - 160 - 16 * i, f"{rng.randint(1, 40)} x {rng.choice(GOODS)}, lot {rng.randrange(9999)}"
        )
    page.drawString(left, 80, "Received in good condition: ____________________")
    page.save()


def write_notes(folder: Path, count: int = 40, *, seed: int = 5) -> None:
    """Writes ``documents/``, ``truth.jsonl`` and ``delivery_note.toml`` into the folder."""
    rng = random.Random(seed)
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    rows = []
    for i in range(count):
        note, file = make_note(rng), f"documents/note_{i:02}.pdf"
        draw(note, folder / file, rng)
        rows.append(json.dumps(note.truth(file)))
    (folder / "truth.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "delivery_note.toml").write_text(CLASS_FILE, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.synthetic.notes FOLDER")
    write_notes(Path(sys.argv[1]))
