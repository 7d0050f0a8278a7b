"""From what drivers and the operating system say to the errors of ``schemas.errors``."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from schemas.errors import ConfigurationError, DocumentError, PermanentError, StoreUnavailable, UnknownDocument

_TRY_AGAIN = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_NOMEM"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_NOT_ALLOWED = {"SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"}
_NOT_ALLOWED_BY_SYSTEM = {
    errno.EACCES,
    errno.EPERM,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
}
_CONNECT_REFUSED = ("does not exist", "authentication failed", "no pg_hba.conf entry", "permission denied")
"""Words of a PostgreSQL server that refuses a login; such errors come without an SQLSTATE."""


def typed(error: DBAPIError | OSError, where: str) -> DocumentError:
    """Returns the error to raise instead: its message names the place and the cause, never a value of a row.

    `StoreUnavailable` if waiting may help, `UnknownDocument` if a row refers to no document. `PermanentError` if a text
    cannot be stored, else `ConfigurationError`.
    """
    if isinstance(error, OSError):
        return _of_system(error, where)
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, where)
    return _of_postgresql(error, where)


def _of_system(error: OSError, where: str) -> DocumentError:
    reason = error.strerror or type(error).__name__
    if error.errno in _NOT_ALLOWED_BY_SYSTEM:
        return ConfigurationError(f"{where} cannot be used: {reason}; check the path and who may write there")
    return StoreUnavailable(f"{where} failed: {reason}; free or reconnect the disk, then run again")


def _of_sqlite(cause: sqlite3.Error, where: str) -> DocumentError:
    # Errors of the sqlite3 module itself carry no code; extended codes refine the first two parts of the name.
    name = getattr(cause, "sqlite_errorname", "") or type(cause).__name__
    primary = "_".join(name.split("_")[:2])
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return UnknownDocument("the store has no such document; add it first")
    if primary in _TRY_AGAIN:
        return StoreUnavailable(f"{where} is locked, full or not readable now ({name}); free the disk or try again")
    if primary in _NOT_ALLOWED:
        return ConfigurationError(f"{where} cannot be used ({name}): check the path and who may write there")
    if primary in _DAMAGED:
        return ConfigurationError(f"{where} is damaged or no SQLite database ({name}): restore the last backup")
    return ConfigurationError(f"{where} refused a statement ({name}): a defect of Fieldwright, please report it")


def _of_postgresql(error: DBAPIError, where: str) -> DocumentError:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if isinstance(error, IntegrityError) and state == "23503":
        return UnknownDocument("the store has no such document; add it first")
    # The driver itself refuses a NUL in a text, hence without an SQLSTATE.
    if not state and isinstance(error, DataError):
        return PermanentError("a text holds a character that no database stores, such as NUL: take it out")
    if not state and any(words in str(error.orig) for words in _CONNECT_REFUSED):
        return ConfigurationError(f"{where} refuses the login or has no such database: check the URL and its rights")
    # 08 connection, 40 deadlock, 53 resources (disk full), 55 locked, 57 shutdown, 58 system, 25006 a standby.
    if not state or state[:2] in ("08", "40", "53", "55", "57", "58") or state == "25006":
        return StoreUnavailable(f"{where} does not answer or has no room now ({state or 'no connection'}); try again")
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return ConfigurationError(
        f"{where} refused a statement (SQLSTATE {state}, constraint {constraint}): "
        "check the rights of the database user, or report a defect of Fieldwright"
    )
