"""One redactor for all tests of the package: its language model takes seconds to load."""

import pytest

from redaction.redactor import Redactor
from schemas.classes import SHIPPED
from tests.models import pii_weights

REDACTOR = Redactor(SHIPPED, weights=pii_weights())


@pytest.fixture(scope="session")
def redactor():
    return REDACTOR
