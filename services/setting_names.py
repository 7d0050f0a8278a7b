"""Whether settings name classes, fields and columns that exist: a typing mistake must not pass in silence."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from schemas.classes import ClassCatalog
from schemas.errors import ConfigurationError
from schemas.settings import ENV_PREFIX, Settings


def check_names(settings: Settings, catalog: ClassCatalog) -> None:
    """Checks the classes and fields that settings name.

    Names of a class whose file is wrong are not judged.

    Raises:
        ConfigurationError: A key names nothing; the message suggests the nearest name.
    """
    classes = {*catalog.names, *(broken.name for broken in catalog.broken)}
    _check("REVIEW__DUE_HOURS", settings.review.due_hours, classes, catalog)
    unjudged = {broken.name for broken in catalog.broken}
    fields = [name for name in settings.thresholds.fields if name.partition(".")[0] not in unjudged]
    _check("THRESHOLDS__FIELDS", fields, classes | set(_field_names(catalog)), catalog)
    _check("OBJECTS__PLACES", [name for name in settings.objects.places.values() if name], classes, catalog)
    if settings.mail is not None and settings.mail.document_class is not None:
        _check("MAIL__DOCUMENT_CLASS", [settings.mail.document_class], classes, catalog)
    _check("TIERS", settings.tiers, classes, catalog)
    _check("PROMISE__CLASSES", settings.promise.classes, classes, catalog)
    _check("PROMISE__THRESHOLDS", settings.promise.thresholds, classes, catalog)
    important = [name for name in settings.importance if name.partition(".")[0] not in unjudged]
    _check("IMPORTANCE", important, set(_field_names(catalog)), catalog)


def _field_names(catalog: ClassCatalog) -> Iterator[str]:
    for kind in catalog.classes:
        yield from (f"{kind.name}.{spec.name}" for spec in kind.fields)
        if kind.columns:
            yield f"{kind.name}.line"
            yield from (f"{kind.name}.line.{spec.name}" for spec in kind.columns)


def _check(variable: str, names: Collection[str], possible: Collection[str], catalog: ClassCatalog) -> None:
    for name in names:
        if name not in possible:
            near = difflib.get_close_matches(name, sorted(possible), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"classes are {', '.join(catalog.names)}"
            raise ConfigurationError(
                f"wrong setting: {ENV_PREFIX}{variable} names {name!r}, which does not exist; {hint}"
            )
