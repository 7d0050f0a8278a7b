"""Whether the parties of a document are organizations, whose names may stay visible, or persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redaction.lexicon import has_person_evidence, is_organization, is_shaped_like_person
from redaction.policy import Policy
from schemas.extraction import ExtractedField
from values.check_digits import vat_id_is_valid

_STATED = ("person", "embedded_xml")
"""Sources of values that need no confidence."""


@dataclass(frozen=True)
class Parties:
    """The fields of ``organization`` privacy, judged: ``public`` ones stay visible, ``persons`` are redacted."""

    public: tuple[ExtractedField, ...]
    persons: tuple[ExtractedField, ...]


def parties_of(fields: Iterable[ExtractedField], policy: Policy) -> Parties:
    """Returns which party fields of a document are public and which are a person's.

    A party is an organization if its name has a legal form or a trade, or its VAT id is valid. The fields of one party
    share the first word of their names, such as ``seller_name`` and ``seller_address``. A value of low confidence is
    never public: it may be anybody's.
    """
    groups: dict[str, list[ExtractedField]] = {}
    for field in fields:
        if field.name in policy.organizations:
            groups.setdefault(field.name.partition("_")[0], []).append(field)
    public: list[ExtractedField] = []
    persons: list[ExtractedField] = []
    for group in groups.values():
        if _is_organization(group, policy):
            public += [field for field in group if is_sure(field, policy)]
        elif _is_person(group):
            persons += group
    return Parties(tuple(public), tuple(persons))


def is_sure(field: ExtractedField, policy: Policy) -> bool:
    """Whether a field's value is sure enough to overrule what detectors find in its words."""
    return field.source in _STATED or field.confidence >= policy.sure


def _is_organization(group: Sequence[ExtractedField], policy: Policy) -> bool:
    """Whether the fields of one party are an organization's, or the settings treat persons like one."""
    names, others = _divided(group)
    if not policy.hides_persons:
        return True
    if any(is_organization(name) for name in names):
        return True
    if any(vat_id_is_valid(_value(field)) for field in others if field.kind == "id" and is_sure(field, policy)):
        return True
    # The issuer of a business document is one, unless its name is a person's.
    issuer = any(field.name in policy.issuers for field in group)
    return issuer and not _is_person(group)


def _is_person(group: Sequence[ExtractedField]) -> bool:
    names, _ = _divided(group)
    return any(has_person_evidence(name) or is_shaped_like_person(name) for name in names)


def _divided(group: Sequence[ExtractedField]) -> tuple[list[str], list[ExtractedField]]:
    names = [_value(field) for field in group if field.kind == "name"]
    return names, [field for field in group if field.kind != "name"]


def _value(field: ExtractedField) -> str:
    return " ".join((field.value or field.raw).split())
