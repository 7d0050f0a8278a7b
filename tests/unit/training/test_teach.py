"""The worked example of ``docs/teach.md``: a class that the program does not know, taught from invented documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from registry.class_files import load_catalog
from registry.split import read_sides, write_sides
from registry.taught_classes import remove_class, remove_version, rename_class
from registry.taught_models import in_use, roll_back, taught_models, unfinished, use
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass, FieldSpec
from tests.models import linked_models
from training.datasets import Document
from training.examples import example_from_truth
from training.figures import Figures
from training.scoring import Tally
from training.synthetic.notes import CLASS_FILE, write_notes
from training.taught import Prepared, Taught
from training.teach import alignment, prepare
from training.teaching_set import Material, TeachingRequest, documents_of, kept_aside, known_class, material_of


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    pytest.importorskip("reportlab")
    write_notes(tmp_path / "notes", 40)
    return tmp_path / "notes"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return linked_models(tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(1800)  # half a minute of one core, which a busy machine takes long to give
def test_a_class_is_taught_from_examples_and_read_by_the_product(
    notes: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from fieldwright import evaluate, train

    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(models))
    monkeypatch.setenv("FIELDWRIGHT_OCR_ENGINE", "null")
    monkeypatch.setenv("FIELDWRIGHT_DPI", "72")
    train.run(
        "delivery_note", [notes], class_file=notes / "delivery_note.toml", minutes=1, windows=160, output=None, start=None,
        seed=13, check=False, candidate=False, quiet=True,
    )  # fmt: skip
    [model] = taught_models(models)
    assert model.current
    assert model.about["classes"] == ["delivery_note"]
    assert model.about["f1"] > 0.5, "what was taught is read on documents of senders that were never seen"
    card = (model.folder / "README.md").read_text()
    assert "| note_number | id | 40 | 40 |" in card, "every value is found among the words of a clean document"
    assert "- Measured on" in card
    evaluate.run(
        notes, checkpoint=None, everything=False, classify=True, limit=None, errors=False, as_json=True, quiet=True
    )
    found = json.loads(capsys.readouterr().out)
    assert found["f1"] == pytest.approx(model.about["f1"]), "the product reads what the training measured"
    assert found["class_accuracy"] == 1.0, "the class is found by the words of its documents"
    assert sum(found["causes"].values()) == sum(max(f["spurious"], f["missed"]) for f in found["by_field"].values())


def request(data: Path, models: Path, name: str = "delivery_note") -> TeachingRequest:
    return TeachingRequest(name, (data,), models, models / "layoutlm", models / "classifier", minutes=1)


class NoWords:
    """Reads every document as one without words."""

    def read(self, path: Path) -> object:
        return object()


def test_material_is_divided_by_family_and_the_same_way_every_time(notes: Path, tmp_path: Path) -> None:
    wanted = request(notes, tmp_path)
    kind = known_class(wanted, notes / "delivery_note.toml")
    material = material_of(wanted, kind, NoWords())  # type: ignore[arg-type]
    assert isinstance(material, Material)
    assert len(material.learn) + len(material.aside) == 40
    assert 4 <= len(material.aside) <= 20
    assert not {d.family for d, _ in material.learn} & {d.family for d, _ in material.aside}
    again = material_of(wanted, kind, NoWords())  # type: ignore[arg-type]
    assert [d.path for d, _ in again.aside] == [d.path for d, _ in material.aside]
    assert [d.path for d, _ in again.learn] == [d.path for d, _ in material.learn]


def documents(*families: str) -> dict[str, Document]:
    rows = [{"file": f"{n}.pdf", "fields": {"a": {"value": "1"}}} for n in range(len(families))]
    found = [Document("mine", Path(row["file"]), row, family) for row, family in zip(rows, families, strict=True)]
    return {f"hash {n}": document for n, document in enumerate(found)}


def test_one_family_alone_is_divided_by_document() -> None:
    assert len(kept_aside(documents(*["one sender"] * 20), {})) == 4


def test_a_family_that_is_nearly_everything_leaves_something_to_learn_from() -> None:
    assert 0 < len(kept_aside(documents(*["big"] * 19, "small"), {})) < 20


def test_the_documents_kept_aside_stay_the_same_when_others_come(tmp_path: Path) -> None:
    first = documents(*[f"sender {n % 7}" for n in range(20)])
    aside = kept_aside(first, {})
    sides = {key: key in aside for key in first}
    (tmp_path / "taught" / "note").mkdir(parents=True)
    write_sides(tmp_path, "note", sides)
    more = documents(*[f"sender {n % 7}" for n in range(20)], *[f"newcomer {n % 9}" for n in range(40)])
    then = kept_aside(more, read_sides(tmp_path, "note"))
    assert then & set(first) == aside, "what was learned from is never measured on, and the other way round"
    assert 0.15 * 60 <= len(then) <= 0.35 * 60
    of_known = [f"sender {n % 7}" for n in range(20)] + ["sender 3"]
    assert ("hash 20" in kept_aside(documents(*of_known), sides)) == ("hash 3" in aside), "a family stays on its side"


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        ("not json", r"truth.jsonl:2: this is no JSON"),
        ('{"fields": {}}', r":2: there is no file"),
        ('{"file": "b.pdf"}', r":2: b.pdf does not exist"),
        ('{"file": "../a.pdf"}', r":2: ../a.pdf lies outside"),
        ('{"file": "a.pdf", "document_class": "delivery_notes"}', r":2: document_class is 'delivery_notes'"),
        ('{"file": "a.pdf", "fields": {"parcel": {"value": "1"}}}', r":2: .*no field 'parcel'; did you mean parcels"),
        (
            '{"file": "a.pdf", "fields": {"parcels": {"value": "$1,234.00"}}}',
            r"parcels: '\$1,234.00' is no plain decimal",
        ),
        ('{"file": "a.pdf", "fields": {"parcels": {"value": 3}}}', r"put it in quotation marks"),
        ('{"file": "a.pdf", "fields": {"parcels": "3"}}', r"field parcels has no value"),
        ('{"file": "a.pdf", "fields": {"delivery_date": {"value": "03/02/2020"}}}', r"no date in the form yyyy-mm-dd"),
        ('{"file": "a.pdf", "fields": {"delivery_date": {"value": "2020-02-30"}}}', r"no date in the form"),
        ('{"file": "a.pdf", "fields": {"parcels": {"value": "3", "type": "money"}}}', r"type 'money'; .* number"),
        ('{"file": "a.pdf", "ignore_fields": ["parcel"]}', r"ignore_fields: .*did you mean parcels"),
        ('{"file": "a.pdf", "line_items": [{"weight": {"value": "3"}}]}', r"row 1: .* no column 'weight'; it has none"),
        (None, "truth.jsonl cannot be used"),
    ],
)
def test_an_error_in_the_truth_is_named_with_its_line(tmp_path: Path, truth: str | None, message: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "delivery_note.toml").write_text(CLASS_FILE)
    if truth is not None:
        (tmp_path / "truth.jsonl").write_text(f"\n{truth}\n")
    with pytest.raises(ConfigurationError, match=message):
        documents_of([tmp_path], known_class(request(tmp_path, tmp_path), tmp_path / "delivery_note.toml"))


def test_lines_of_other_classes_are_counted_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    kind = DocumentClass(name="note", title="Note", fields=(FieldSpec(name="x", kind="text", title="X"),))
    rows = [{"file": "a.pdf", "document_class": "note", "fields": {"x": {"value": "1"}}}, {"document_class": "letter"}]
    (tmp_path / "truth.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found, others = documents_of([tmp_path], kind)
    assert (len(found), others) == (1, {"letter": 1})
    with pytest.raises(ConfigurationError, match="document_class of its lines is letter, note"):
        documents_of([tmp_path], DocumentClass(name="passport", title="Passport"))


def test_reviewed_documents_are_added_and_their_truth_is_the_later_one(notes: Path, tmp_path: Path) -> None:
    reviewed = tmp_path / "reviewed"
    (reviewed / "documents").mkdir(parents=True)
    row = json.loads((notes / "truth.jsonl").read_text().splitlines()[0])
    (reviewed / row["file"]).write_bytes((notes / row["file"]).read_bytes())
    row["fields"]["parcels"]["value"] = "999"
    (reviewed / "truth.jsonl").write_text(json.dumps(row))
    wanted = replace(request(notes, tmp_path), data=(notes, reviewed))
    material = material_of(wanted, known_class(wanted, notes / "delivery_note.toml"), NoWords())  # type: ignore[arg-type]
    everything = [d for d, _ in (*material.learn, *material.aside)]
    assert len(everything) == 40
    assert [d.row["fields"]["parcels"]["value"] for d in everything].count("999") == 1


def test_too_few_documents_are_refused_with_how_many_it_takes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    write_notes(tmp_path, 3)
    wanted = request(tmp_path, tmp_path)
    with pytest.raises(ConfigurationError, match="at least 4"):
        material_of(wanted, known_class(wanted, tmp_path / "delivery_note.toml"), NoWords())  # type: ignore[arg-type]


def test_a_class_that_nobody_described_asks_for_its_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--class-file"):
        known_class(request(tmp_path, tmp_path, "passport"), None)


def test_a_file_of_another_class_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(CLASS_FILE)
    with pytest.raises(ConfigurationError, match="delivery_note, not passport"):
        known_class(request(tmp_path, tmp_path, "passport"), tmp_path / "c.toml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('name = "delivery_note"', 'name = "invoice"'), "has a class invoice of its own"),
        (('kind = "number"', 'kind = "color"'), r"c.toml:34: fields.3.kind"),
        (('field = "parcels"', 'field = "boxes"'), "does not define"),
        (("at_least = 1", ""), "needs one of"),
        (('name = "note_number"', 'name = "issue_date"'), "searched as date"),
        (('name = "parcels"', 'name = "parcels" "'), "no TOML"),
        (("{5}$", "{5$("), r"c.toml:\d+: expectations.0.*no regular expression"),
    ],
)
def test_a_class_file_that_is_wrong_says_where(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = (
        CLASS_FILE.replace('field = "note_number"', 'field = "issue_date"') if "issue_date" in change[1] else CLASS_FILE
    )
    (tmp_path / "c.toml").write_text(text.replace(*change, 1))
    name = "invoice" if "invoice" in change[1] else "delivery_note"
    with pytest.raises(ConfigurationError, match=message):
        known_class(request(tmp_path, tmp_path, name), tmp_path / "c.toml")


# ----------------------------------------------------------------------------------------------------------------------
# Versions


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    for version in ("20260101-000000", "20260201-000000"):
        folder = tmp_path / "taught" / "delivery_note" / version
        folder.mkdir(parents=True)
        (folder / "fieldwright.json").write_text('{"name": "layoutlm-delivery_note"}')
    return tmp_path


def test_a_version_is_chosen_and_rolled_back_to_the_shipped_model(versions: Path) -> None:
    assert in_use(versions) == {}
    use(versions, "delivery_note", "20260201-000000")
    assert in_use(versions)["delivery_note"].name == "20260201-000000"
    assert [m.current for m in taught_models(versions)] == [False, True]
    assert roll_back(versions, "delivery_note") == "20260101-000000"
    assert roll_back(versions, "delivery_note") == "shipped"
    assert in_use(versions) == {}
    with pytest.raises(ConfigurationError, match="nothing to roll back"):
        roll_back(versions, "delivery_note")


def test_a_version_that_is_not_there_is_refused_with_those_that_are(versions: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"20260101-000000, 20260201-000000, shipped"):
        use(versions, "delivery_note", "latest")


def test_a_version_that_was_deleted_stops_the_program_before_it_reads_anything(versions: Path) -> None:
    (versions / "taught" / "delivery_note" / "current").write_text("20250101-000000\n")
    with pytest.raises(ConfigurationError, match="not there"):
        in_use(versions)


def test_a_version_in_the_middle_of_its_training_is_in_no_list(versions: Path) -> None:
    folder = versions / "taught" / "delivery_note" / "20260301-000000"
    folder.mkdir()
    (folder / "fieldwright.json").write_text('{"name": "layoutlm-delivery_note", "unfinished": true}')
    assert [m.version for m in taught_models(versions)] == ["20260101-000000", "20260201-000000"]
    assert unfinished(versions) == [folder]
    with pytest.raises(ConfigurationError, match="no version 20260301-000000"):
        use(versions, "delivery_note", "20260301-000000")


@pytest.mark.parametrize(
    ("before", "after", "learned_before", "better"),
    [
        ([(9, 1)] * 6, [(10, 0)] * 6, 30, True),
        ([(9, 1)] * 6, [(9, 1)] * 5 + [(8, 2)], 30, True),
        ([(9, 1)] * 6, [(9, 1)] * 5 + [(8, 2)], 90, False),
        ([(9, 1)] * 6, [(9, 1)] * 5 + [(8, 2)], None, False),
        ([(9, 1)] * 6, [(5, 5)] * 6, 30, False),
    ],
)
def test_a_version_that_learned_from_more_stays_unless_it_is_surely_worse(
    before: list[tuple[int, int]], after: list[tuple[int, int]], learned_before: int | None, better: bool
) -> None:
    def figures(counts: list[tuple[int, int]]) -> Figures:
        tallies = [Tally(right, wrong, wrong) for right, wrong in counts]
        return Figures(len(counts), sum(tallies, Tally()), (0, 1), {}, tallies)

    material = Material((object(),) * 60, (), (), {}, {})  # type: ignore[arg-type]
    prepared = Prepared(None, None, None, material, (), {}, {})  # type: ignore[arg-type]
    taught = Taught(Path("v"), "shipped", 0, prepared, figures(after), figures(before), learned_before, None, None)
    assert taught.better is better


def test_a_models_folder_that_cannot_be_written_is_refused_before_anything_is_read(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wanted = replace(request(notes, tmp_path / "file"))
    with pytest.raises(ConfigurationError, match="--output"):
        prepare(wanted, NoWords(), class_file=notes / "delivery_note.toml")  # type: ignore[arg-type]


def test_what_is_not_among_the_words_is_named_before_training() -> None:
    from tests.builders import page, read_document

    kind = DocumentClass(
        name="note",
        title="Note",
        fields=(FieldSpec(name="number", kind="id", title="No"), FieldSpec(name="day", kind="date", title="Day")),
    )
    row = {"file": "a.pdf", "fields": {"number": {"value": "AB-1234"}, "day": {"value": "2024-01-02", "type": "date"}}}
    row["fields"]["number"]["type"] = "id"
    read = (Document("s", Path("a.pdf"), row, "f"), read_document(page("No AB-1234")))
    example = example_from_truth(read[1], row, kind=kind)
    found, missing = alignment([example], [read])
    assert found == {"day": (0, 1), "number": (1, 1)}
    assert missing == {"day": ("a.pdf",)}


def test_a_class_is_renamed_with_its_versions_and_removed(versions: Path) -> None:
    home = versions / "taught" / "delivery_note"
    (home / "class.toml").write_text(CLASS_FILE)
    use(versions, "delivery_note", "20260201-000000")
    for wrong in ("invoice", "Bad Name"):
        with pytest.raises(ConfigurationError, match=wrong):
            rename_class(versions, "delivery_note", wrong)
    rename_class(versions, "delivery_note", "slip")
    assert load_catalog(versions).require("slip").fields
    assert in_use(versions)["slip"].name == "20260201-000000"
    assert next(taught_models(versions)).about["classes"] == ["slip"]
    assert next(taught_models(versions)).about["prompts"] == {"slip": "delivery_note"}
    with pytest.raises(ConfigurationError, match="first choose another"):
        remove_version(versions, "slip", "20260201-000000")
    remove_version(versions, "slip", "20260101-000000")
    assert [m.version for m in taught_models(versions)] == ["20260201-000000"]
    remove_class(versions, "slip")
    assert "slip" not in load_catalog(versions)
    with pytest.raises(ConfigurationError, match="no class slip was taught"):
        remove_class(versions, "slip")
    with pytest.raises(ConfigurationError, match=r"no class \.\. was taught"):
        remove_class(versions, "..")
