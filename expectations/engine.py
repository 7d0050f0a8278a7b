"""Great Expectations behind one function: rows and a suite in, failures by document out."""

from __future__ import annotations

import gc
import importlib.util
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from expectations.rules import Cell, ColumnKind, Rule, Suite
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    import pandas

KEY = "document_id"
"""The column that ties a row's failures to its document."""

_DTYPES: dict[ColumnKind, str] = {"number": "float64", "date": "datetime64[s]", "text": "object"}

# Great Expectations keeps the running project in a module global: one validation at a time.
_LOCK = Lock()


@dataclass(frozen=True)
class RowFailure:
    """One rule that one row failed; ``observed`` is the content of the rule's columns."""

    rule: Rule
    document_id: str
    observed: str


def check(
    suite: Suite, rows: Sequence[Mapping[str, Cell]], *, parameters: Mapping[str, object]
) -> tuple[list[RowFailure], list[Rule]]:
    """Checks all rows of one class at once.

    Args:
        suite: The rules.
        rows: One flat row per document, as `Suite.row` gives them.
        parameters: Values for the parameters that rules name.

    Returns:
        The failures in the order of the rules, then of the rows; and the rules that could not be evaluated.

    Raises:
        ConfigurationError: Great Expectations is not installed.
    """
    with _LOCK, warnings.catch_warnings():
        # GX 1.24 calls deprecated names of pandas and numpy on its way; its own results are not affected.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        prepared = _prepared(suite)
        batch = prepared.definition.get_batch({"dataframe": _table(suite, rows)})
        # Not ValidationDefinition.run: it keeps every result, and with it values of documents, in its store.
        result = batch.validate(
            prepared.suite,
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": [KEY],
                "include_unexpected_rows": False,
            },
            expectation_parameters=dict(parameters),
        )
    return _failures(suite, [str(row[KEY]) for row in rows], result.results)


def _failures(suite: Suite, order: Sequence[str], results: Sequence[Any]) -> tuple[list[RowFailure], list[Rule]]:
    by_rule = {result.expectation_config.meta["rule"]: result for result in results}
    place = {document_id: index for index, document_id in enumerate(order)}
    failures: list[RowFailure] = []
    broken: list[Rule] = []
    for rule in suite.rules:
        result = by_rule.get(rule.name)
        unexpected = None if result is None else result.result.get("unexpected_index_list", [])
        if result is None or unexpected is None or (not result.success and not unexpected):
            broken.append(rule)
            continue
        for row in sorted(unexpected, key=lambda row: place[row[KEY]]):
            failures.append(RowFailure(rule, row[KEY], _observed(row)))
    return failures, broken


def _observed(row: Mapping[str, Any]) -> str:
    values = {name: _shown(value) for name, value in row.items() if name != KEY}
    if len(values) == 1:
        return next(iter(values.values()))
    return ", ".join(f"{name} = {value}" for name, value in values.items())


def _shown(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _table(suite: Suite, rows: Sequence[Mapping[str, Cell]]) -> pandas.DataFrame:
    import pandas as pd

    data: dict[str, Any] = {KEY: pd.Series([row[KEY] for row in rows], dtype="object")}
    for name, kind in suite.columns.items():
        data[name] = pd.Series([_plain(row[name], kind) for row in rows], dtype=_DTYPES[kind])
    return pd.DataFrame(data)


def _plain(value: Cell, kind: ColumnKind) -> object:
    if value is None:
        return float("nan") if kind == "number" else None
    if kind == "number":
        return float(value)  # type: ignore[arg-type]  # a suite's number columns hold decimals
    return value if kind == "date" and isinstance(value, date) else str(value)


@dataclass(frozen=True)
class _Prepared:
    suite: Any
    definition: Any


_PREPARED: dict[tuple[str, str], _Prepared] = {}


def _prepared(suite: Suite) -> _Prepared:
    key = (suite.name, suite.version)
    if key not in _PREPARED:
        _PREPARED[key] = _prepare(suite)
    return _PREPARED[key]


def _prepare(suite: Suite) -> _Prepared:
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    context.variables.analytics_enabled = False
    asset = context.data_sources.add_pandas(name="extractions").add_dataframe_asset(name=suite.name)
    configured = gx.ExpectationSuite(name=suite.name, expectations=[_configured(rule) for rule in suite.rules])
    return _Prepared(context.suites.add(configured), asset.add_batch_definition_whole_dataframe("batch"))


def _configured(rule: Rule) -> dict[str, Any]:
    return {"type": rule.kind, "kwargs": dict(rule.kwargs), "meta": {"rule": rule.name}}


def _great_expectations() -> Any:
    # Older releases report usage; this one has no such code, and the variable keeps it so after an upgrade.
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings(), _fast_import():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            import great_expectations
        except ImportError as error:
            raise ConfigurationError("Great Expectations is not installed; run: make setup") from error
    # It announces every temporary folder; a suite has nothing to say but its report.
    for name in ("great_expectations", "great_expectations.data_context.types.base"):  # the latter sets its own level
        logging.getLogger(name).setLevel(logging.WARNING)
    return great_expectations


@contextmanager
def _fast_import() -> Iterator[None]:
    """Saves two fifths of the 2.6 seconds of processor time that Great Expectations takes to load.

    Its classes leave no garbage to look for, and it needs scipy.stats for expectations of distributions only.
    """
    collects = gc.isenabled()
    gc.disable()
    _load_later("scipy.stats")
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _load_later(name: str) -> None:
    """Has a module load with the first use of one of its names; does nothing where it is loaded or missing."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)
