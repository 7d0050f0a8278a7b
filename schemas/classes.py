"""Every document class, in one table.

Adding a class touches four places: its schema with a row here, a suite, training data, a deployment.
"""

from __future__ import annotations

from schemas.advertising import AD_BUY
from schemas.claim import CLAIM
from schemas.errors import ConfigurationError
from schemas.invoice import INVOICE, PURCHASE_ORDER
from schemas.receipt import RECEIPT
from schemas.registration import REGISTRATION_FORM
from schemas.vocabulary import DocumentClass

OTHER = DocumentClass(name="other", title="Other")
"""A paper of no known kind: its text is searched, it has no fields, and a person looks at it."""

CLASSES: dict[str, DocumentClass] = {
    c.name: c for c in (INVOICE, PURCHASE_ORDER, CLAIM, RECEIPT, AD_BUY, REGISTRATION_FORM, OTHER)
}


def document_class(name: str) -> DocumentClass:
    """Returns the class with this name.

    Raises:
        ConfigurationError: There is no such class; the message lists those there are.
    """
    try:
        return CLASSES[name]
    except KeyError:
        raise ConfigurationError(f"there is no document class {name!r}; choose one of {', '.join(CLASSES)}") from None
