"""The worked example of ``docs/teach.md``: a class that the program does not know, taught from invented documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.taught_models import in_use, roll_back, taught_models, use
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass
from tests.models import linked_models
from training.datasets import Document
from training.synthetic.notes import CLASS_FILE, write_notes
from training.teaching_set import Lesson, Material, documents_of, kept_aside, known_class, material_of


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
        "delivery_note", notes, class_file=notes / "delivery_note.toml", minutes=1, windows=160, output=None, start=None,
        seed=13, quiet=True,
    )  # fmt: skip
    [model] = taught_models(models)
    assert model.current
    assert model.about["classes"] == ["delivery_note"]
    assert model.about["f1"] > 0.5, "what was taught is read on papers of senders that were never seen"
    card = (model.folder / "README.md").read_text()
    assert "| note_number | id | 3" in card, "every value is found among the words of a clean document"
    assert "- Measured on" in card
    evaluate.run(
        notes, checkpoint=None, everything=False, classify=True, limit=None, errors=False, as_json=True, quiet=True
    )
    found = json.loads(capsys.readouterr().out)
    assert found["f1"] == pytest.approx(model.about["f1"]), "the product reads what the training measured"
    assert found["class_accuracy"] == 1.0, "the class is found by the words of its papers"
    assert sum(found["causes"].values()) == sum(max(f["spurious"], f["missed"]) for f in found["by_field"].values())


def lesson(data: Path, models: Path, name: str = "delivery_note") -> Lesson:
    return Lesson(name, data, models, models / "layoutlm", models / "classifier", minutes=1)


class NoWords:
    """Reads every document as one without words."""

    def read(self, path: Path) -> object:
        return object()


def test_material_is_divided_by_family_and_the_same_way_every_time(notes: Path, tmp_path: Path) -> None:
    wanted = lesson(notes, tmp_path)
    kind = known_class(wanted, notes / "delivery_note.toml")
    material = material_of(wanted, kind, NoWords())  # type: ignore[arg-type]
    assert isinstance(material, Material)
    assert len(material.learn) + len(material.aside) == 40
    assert 4 <= len(material.aside) <= 20
    assert not {d.family for d, _ in material.learn} & {d.family for d, _ in material.aside}
    again = material_of(wanted, kind, NoWords())  # type: ignore[arg-type]
    assert [d.path for d, _ in again.aside] == [d.path for d, _ in material.aside]
    assert [d.path for d, _ in again.learn] == [d.path for d, _ in material.learn]


def document(number: int, family: str) -> Document:
    return Document("mine", Path(f"{number}.pdf"), {"file": f"{number}.pdf", "fields": {"a": {"value": "1"}}}, family)


def test_one_family_alone_is_divided_by_document() -> None:
    documents = [document(n, "one sender") for n in range(20)]
    assert len(kept_aside(documents)) == 4


def test_a_family_that_is_nearly_everything_leaves_something_to_learn_from() -> None:
    documents = [*[document(n, "big") for n in range(19)], document(19, "small")]
    aside = kept_aside(documents)
    assert 0 < len(aside) < 20


@pytest.mark.parametrize(
    ("truth", "message"),
    [("not json\n", "one JSON object a line"), ('{"fields": {}}\n', "one JSON object a line"), (None, "truth.jsonl")],
)
def test_a_truth_that_cannot_be_used_says_what_it_should_be(tmp_path: Path, truth: str | None, message: str) -> None:
    if truth is not None:
        (tmp_path / "truth.jsonl").write_text(truth)
    with pytest.raises(ConfigurationError, match=message):
        documents_of(tmp_path, DocumentClass(name="delivery_note", title="Note"))


def test_too_few_documents_are_refused_with_how_many_it_takes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    write_notes(tmp_path, 3)
    wanted = lesson(tmp_path, tmp_path)
    with pytest.raises(ConfigurationError, match="at least 4"):
        material_of(wanted, known_class(wanted, tmp_path / "delivery_note.toml"), NoWords())  # type: ignore[arg-type]


def test_a_class_that_nobody_described_asks_for_its_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--class-file"):
        known_class(lesson(tmp_path, tmp_path, "passport"), None)


def test_a_file_of_another_class_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(CLASS_FILE)
    with pytest.raises(ConfigurationError, match="delivery_note, not passport"):
        known_class(lesson(tmp_path, tmp_path, "passport"), tmp_path / "c.toml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('name = "delivery_note"', 'name = "invoice"'), "has a class invoice of its own"),
        (('kind = "number"', 'kind = "colour"'), "fields.3.kind"),
        (('field = "parcels"', 'field = "boxes"'), "does not define"),
        (("at_least = 1", ""), "needs one of"),
        (('name = "note_number"', 'name = "issue_date"'), "searched as date"),
        (('name = "parcels"', 'name = "parcels" "'), "no TOML"),
    ],
)
def test_a_class_file_that_is_wrong_says_where(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = (
        CLASS_FILE.replace('field = "note_number"', 'field = "issue_date"') if "issue_date" in change[1] else CLASS_FILE
    )
    (tmp_path / "c.toml").write_text(text.replace(*change, 1))
    name = "invoice" if "invoice" in change[1] else "delivery_note"
    with pytest.raises(ConfigurationError, match=message):
        known_class(lesson(tmp_path, tmp_path, name), tmp_path / "c.toml")


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
