"""All settings, read once at the entry and passed down."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from schemas.arrival_settings import MailSettings, ObjectSettings, UploadSettings
from schemas.errors import ConfigurationError
from schemas.geometry import Frozen
from schemas.operation_settings import CostSettings, FlowSettings, RolloutSettings, TelemetrySettings
from schemas.roles import Role
from schemas.tiers import STANDARD, Tier
from schemas.vocabulary import Importance

ENV_PREFIX = "FIELDWRIGHT_"

OcrEngineName = Literal["rapid", "tesseract", "null"]
Device = Literal["auto", "cpu", "cuda"]


class Limits(Frozen):
    """What is refused on arrival."""

    bytes: int = Field(default=100_000_000, gt=0)
    pages: int = Field(default=300, gt=0)
    page_pixels: int = Field(default=80_000_000, gt=0)
    page_timeout_s: float = Field(default=60.0, gt=0)
    memory_bytes: int = Field(default=1_500_000_000, gt=0)
    """Address space of each process that reads a PDF or a picture; some get less, see docs/settings.md."""


class Thresholds(Frozen):
    """Confidence from which a value is accepted without a person, by class and field.

    ``fields`` maps ``class.field``, ``class.line.column``, ``class.line`` or ``class`` to a value in [0, 1];
    ``default`` holds for all others. What is not set here is taken from the evidence in the checkpoint's calibration:
    see `measured`.
    """

    default: float = Field(default=0.99, ge=0, le=1)
    """For a checkpoint that was never calibrated; set, it holds for every class that ``fields`` does not name."""
    document_class: float = Field(default=0.70, ge=0, le=1)
    fields: dict[str, float] = Field(default_factory=lambda: {"claim": 0.80})
    """The form reader's confidences are calibrated by themselves: claims need less."""

    def for_field(self, document_class: str, name: str) -> float:
        """Returns the threshold of one field: its own, else its class's, else the default."""
        return self.fields.get(f"{document_class}.{name}", self.fields.get(document_class, self.default))

    def stated(self, document_class: str, name: str) -> float | None:
        """Returns the threshold of one field where settings state it, for the field, its class or all; else None."""
        own = self.fields if "fields" in self.model_fields_set else {}
        default = self.default if "default" in self.model_fields_set else None
        return own.get(f"{document_class}.{name}", own.get(document_class, default))

    def for_cell(self, document_class: str, column: str) -> float:
        """Returns the threshold of a column's cells: its own, else its lines', else its class's, else the default."""
        own = self.fields.get(f"{document_class}.line.{column}")
        return own if own is not None else self.for_field(document_class, "line")

    def measured(self, found: Mapping[str, float]) -> Thresholds:
        """Returns these thresholds with measured ones wherever nobody set any.

        Args:
            found: What a checkpoint's calibration allows, by class, ``class.line`` and field, and its ``default``.
                Nothing is taken for a class that is set here: its threshold holds for all of its fields.
        """
        if "default" in self.model_fields_set:
            return self
        free = {name: value for name, value in found.items() if name.partition(".")[0] not in {"default", *self.fields}}
        return self.model_copy(update={"default": found.get("default", self.default), "fields": free | self.fields})


class PromiseSettings(Frozen):
    """Which share of the documents accepted without a person has every critical field right."""

    documents: float = Field(default=0.99, gt=0, lt=1)
    classes: dict[str, float] = Field(default_factory=dict)
    """By document class, where it is not ``documents``: ``{"receipt": 0.98}``."""
    thresholds: dict[str, float] = Field(default_factory=dict)
    """Confidence from which a document of a class is accepted, in place of the one that keeps the promise."""

    @field_validator("classes", "thresholds")
    @classmethod
    def _shares(cls, shares: dict[str, float]) -> dict[str, float]:
        if wrong := [name for name, share in shares.items() if not 0 < share <= 1]:
            raise ValueError(f"{', '.join(wrong)}: a share above 0 and at most 1 is wanted")
        return shares

    def of(self, document_class: str) -> float:
        """Returns the promise for a class."""
        return self.classes.get(document_class, self.documents)


class OidcSettings(Frozen):
    """Sign-in by OpenID Connect. The identity provider must let ``URL/sign-in/oidc/callback`` be redirected to."""

    issuer: str = Field(pattern=r"^(https://[^?#]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^?#]*)?)$")
    """As the provider writes it, such as https://login.example.org/realms/office."""
    client_id: str
    client_secret: SecretStr | None = None
    title: str = "single sign-on"
    """The text of the button: Sign in with ..."""
    scope: str = "openid profile email"
    name_claim: str = "preferred_username"
    role_claim: str = "groups"
    """Where the groups are in the ID token; points lead into nested claims, such as realm_access.roles."""
    roles: dict[str, Role] = Field(default_factory=dict)
    """From the provider's groups to roles. Of several, the one that may do most holds."""
    default_role: Role | None = None
    """For people in none of these groups; None lets them not in."""


class PortalSettings(Frozen):
    """How the portal meets its users."""

    url: str | None = Field(default=None, pattern=r"^https?://[^/?#]+/?$")
    """The address people use, such as https://documents.example.org; with https, cookies are sent over HTTPS only."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses whose X-Forwarded-For and -Proto are believed, divided by commas."""
    process_uploads: bool | None = None
    """Whether the portal starts a process for waiting documents; None means where the store is embedded."""
    session_idle_s: float = Field(default=2 * 3600, gt=0)
    session_s: float = Field(default=12 * 3600, gt=0)
    """After this long, a person signs in again."""
    requests_per_minute: int = Field(default=1200, ge=10)
    """Of one user or token; above it the answer is 429."""
    oidc: OidcSettings | None = None
    """None means that only passwords and links let people in."""

    @property
    def is_https(self) -> bool:
        """Whether people come by HTTPS."""
        return (self.url or "").startswith("https://")


class WebhookSettings(Frozen):
    """How others receive outcomes."""

    allow_private: bool = False
    """Whether messages may go to addresses inside the network, and by plain http."""
    timeout_s: float = Field(default=10.0, gt=0, le=60)


class ReviewSettings(Frozen):
    """How people review: until when, how long a document is theirs, and how much is looked at twice."""

    default_due_hours: float = Field(default=24.0, gt=0)
    due_hours: dict[str, float] = Field(default_factory=dict)
    """Hours by document class, where it is not the default: ``{"claim": 8}``."""
    lease_s: float = Field(default=180.0, gt=0)
    """So long a document stays with a person whose browser is silent; an open review screen renews it."""
    second_look_rate: float = Field(default=0.05, ge=0, le=1)
    """Share of reviewed documents that a second person answers anew, without seeing the first answer."""
    accepted_look_rate: float = Field(default=0.02, ge=0, le=1)
    """The same of documents that were accepted without a person: their error rate is measured by it."""


class PrivacySettings(Frozen):
    """What readers see who may not see personal data."""

    file_names: bool = False
    """Whether they see the files' own names, except those that repeat a redacted word. Else class and date."""
    person_parties: bool = False
    """Whether sellers and buyers that are persons stay visible on business documents."""


class Settings(BaseSettings):
    """Everything that can be set, from ``FIELDWRIGHT_*`` variables (nested values with two underscores).

    ``FIELDWRIGHT_LIMITS__PAGES=50`` and ``FIELDWRIGHT_THRESHOLDS__FIELDS='{"invoice.iban": 0.95}'`` are examples.
    A variable with the prefix that is no setting is an error: a typing mistake must not pass in silence.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", validate_default=True
    )

    home: Path = Path("data")
    """Folder of the embedded store, the files and the embedded index."""
    database_url: str | None = None
    """SQLAlchemy URL such as postgresql+psycopg://user@host/db; None means SQLite in ``home``."""
    files_url: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9+.-]*://[^?#\s]+$")
    """Object store of originals and page images, such as s3://bucket/fieldwright; None means ``home``."""
    elasticsearch_url: str | None = None
    """None means the embedded index in ``home``."""
    elasticsearch_api_key: str | None = None
    index_name: str = Field(default="fieldwright", pattern=r"^[a-z][a-z0-9-]*$")
    models: Path = Path(__file__).resolve().parent.parent / "models"
    checkpoint: Path | None = None
    """A field model for every class, in place of the shipped and the taught ones: for trials and measurements."""

    dpi: int = Field(default=200, ge=72, le=600)
    ocr_engine: OcrEngineName = "rapid"
    device: Device = "auto"
    threads: int = Field(default=0, ge=0)
    """Threads of the model engines, and pages in work at one time; 0 means one for each core."""
    batch_size: int = Field(default=16, ge=1)
    """Documents in one micro-batch."""
    tier: Tier = STANDARD
    """How much work the reading of a document gets."""
    tiers: dict[str, Tier] = Field(default_factory=dict)
    """The same by document class: ``{"claim": "premium", "receipt": "draft"}``."""

    portal: PortalSettings = PortalSettings()
    webhooks: WebhookSettings = WebhookSettings()
    uploads: UploadSettings = UploadSettings()
    objects: ObjectSettings = ObjectSettings()
    mail: MailSettings | None = None
    review: ReviewSettings = ReviewSettings()
    privacy: PrivacySettings = PrivacySettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    cost: CostSettings = CostSettings()
    flow: FlowSettings = FlowSettings()
    rollout: RolloutSettings = RolloutSettings()
    objectives: Path = Path(__file__).resolve().parent.parent / "ops" / "slo.yaml"
    """The file with the service level objectives; one that is missing states none."""
    limits: Limits = Limits()
    thresholds: Thresholds = Thresholds()
    promise: PromiseSettings = PromiseSettings()
    importance: dict[str, Importance] = Field(default_factory=dict)
    """By ``class.field``, ``class.line`` or ``class.line.column``: ``{"invoice.iban": "supporting"}``."""
    currencies: tuple[str, ...] = (
        "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "INR", "JPY", "MXN",
        "MYR", "NOK", "NZD", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "ZAR",
    )  # fmt: skip
    """Currencies that an invoice may be in."""
    retries: int = Field(default=3, ge=0)
    retry_delay_s: float = Field(default=2.0, ge=0)
    lease_s: float = Field(default=900.0, gt=0)
    """After this long without a sign of life, a document that another process holds may be taken over."""

    @field_validator("home", "models", "checkpoint", "objectives")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return None if path is None else path.expanduser().resolve()

    def tier_of(self, document_class: str | None) -> Tier:
        """Returns the tier of documents of a class; None is a class that is not known."""
        return self.tiers.get(document_class, self.tier) if document_class is not None else self.tier

    @property
    def sqlalchemy_url(self) -> str:
        """The database in use."""
        return self.database_url or f"sqlite:///{self.home / 'fieldwright.db'}"

    @property
    def processes_uploads(self) -> bool:
        """Whether the portal has waiting documents processed, or leaves that to the workers of a Prefect server."""
        wanted = self.portal.process_uploads
        return self.database_url is None if wanted is None else wanted

    @property
    def files(self) -> Path:
        """Folder of originals and page images."""
        return self.home / "files"

    @property
    def copies(self) -> Path:
        """Folder of local copies of originals, where the files are in an object store."""
        return self.home / "copies"

    @property
    def embedded_index(self) -> Path:
        """Folder of the index that needs no server."""
        return self.home / "index"


def load_settings(**changes: Any) -> Settings:
    """Returns the settings from the environment, with the given ones instead where they are not None.

    Raises:
        ConfigurationError: A value is wrong or a ``FIELDWRIGHT_*`` variable is no setting; the message names it.
    """
    unknown = [name for name in os.environ if name.startswith(ENV_PREFIX) and not _is_setting(name)]
    if unknown:
        known = ", ".join(sorted(f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields))
        raise ConfigurationError(f"unknown setting {', '.join(sorted(unknown))}; known are {known}")
    try:
        return Settings(**{name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise ConfigurationError(f"wrong setting: {wrong}") from None
    except SettingsError as error:
        # Only the name is kept from the message: the value may be a secret.
        named = re.search(r'field "(\w+)"', str(error))
        variable = f"{ENV_PREFIX}{named[1].upper()}" if named else f"a {ENV_PREFIX}* variable"
        raise ConfigurationError(
            f"wrong setting: {variable} is no JSON; write objects as '{{\"name\": value}}'"
        ) from None


def _is_setting(variable: str) -> bool:
    return variable.removeprefix(ENV_PREFIX).split("__")[0].lower() in Settings.model_fields
