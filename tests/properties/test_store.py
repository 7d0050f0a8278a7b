"""The store against a model of it in a few dictionaries, and what holds for every identity and every event log."""

import sqlite3
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from schemas.outcome import Outcome
from store.identity import fingerprint
from store.store import DocumentStore

STATUSES = st.sampled_from(["accepted", "needs_review", "rejected"])


class StoreMachine(RuleBasedStateMachine):
    """Any order of calls leaves every document waiting, held by one owner, or with its first outcome."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        home = Path(self.folder.name)
        self.store = DocumentStore(f"sqlite:///{home / 'x.db'}", home / "files")
        self.order: list[str] = []
        self.outcome: dict[str, str] = {}
        self.owner: dict[str, str] = {}
        self.events = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(target=ids, data=st.binary(max_size=1))
    def add(self, data: bytes) -> str:
        added = self.store.add(data, name="x", media_type="x", source="x")
        assert added.is_new == (added.document.id not in self.order)
        assert self.store.original(added.document.id).read_bytes() == data
        if added.is_new:
            self.order.append(added.document.id)
        self.events += 1
        return added.document.id

    @rule(limit=st.integers(1, 3), owner=st.sampled_from(["a", "b"]))
    def claim(self, limit: int, owner: str) -> None:
        free = [i for i in self.order if i not in self.outcome and i not in self.owner]
        claimed = self.store.claim(limit, owner=owner, lease_s=1000)
        # None is ever claimed three times here without an end: released ones don't count.
        assert claimed == free[:limit]
        self.owner.update(dict.fromkeys(claimed, owner))

    @rule(ident=ids, owner=st.sampled_from(["a", "b"]))
    def release(self, ident: str, owner: str) -> None:
        self.store.release([ident], owner)
        if self.owner.get(ident) == owner:
            del self.owner[ident]

    @rule(ident=ids, owner=st.sampled_from(["a", "b"]))
    def renew(self, ident: str, owner: str) -> None:
        assert self.store.renew([ident], owner, 1000) == ([ident] if self.owner.get(ident) == owner else [])

    @rule(ident=ids, status=STATUSES)
    def finish(self, ident: str, status: str) -> None:
        is_first = ident not in self.outcome
        assert self.store.finish(Outcome(document_id=ident, status=status)) == is_first
        if is_first:
            self.outcome[ident] = status
            self.owner.pop(ident, None)
            self.events += 1

    @rule(ident=ids)
    def reopen(self, ident: str) -> None:
        assert self.store.reopen(ident, "why") == (ident in self.outcome)
        if ident in self.outcome:
            del self.outcome[ident]
            self.events += 1

    @invariant()
    def agrees(self) -> None:
        assert {i: o.status for i, o in self.store.outcomes(self.order).items()} == self.outcome
        counts = self.store.counts()
        assert counts["processing"] == len(self.owner)
        assert sum(counts.values()) == len(self.order)
        assert {s: counts[s] for s in set(self.outcome.values())} == {
            s: list(self.outcome.values()).count(s) for s in set(self.outcome.values())
        }
        chain = self.store.verify_events()
        assert (chain.intact, chain.events) == (True, self.events)


StoreMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestStore = StoreMachine.TestCase

WORDS = st.text(min_size=1, max_size=20)
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(seller=WORDS, number=WORDS, amount=AMOUNTS, noise=st.sampled_from([" ", ".", "-", "/", "\t", " & "]))
def test_an_identity_ignores_how_it_is_written(seller: str, number: str, amount: Decimal, noise: str) -> None:
    mine = fingerprint(seller, number, amount)
    padded = Decimal(f"{amount}000") if "." in str(amount) else amount
    assert fingerprint(f"{noise}{seller}{noise}", noise.join(number), padded) == mine
    assert fingerprint(seller.casefold(), number.casefold(), amount) == mine


@given(seller=WORDS, number=WORDS, amount=AMOUNTS, other=AMOUNTS)
def test_an_identity_tells_amounts_apart(seller: str, number: str, amount: Decimal, other: Decimal) -> None:
    mine = fingerprint(seller, number, amount)
    if mine is not None:
        assert (fingerprint(seller, number, other) == mine) == (amount == other)


TEXTS = st.text(max_size=30).filter(lambda text: "\0" not in text)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.dictionaries(TEXTS, st.none() | st.booleans() | NUMBERS | st.text(max_size=30))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=st.lists(st.tuples(TEXTS, JSON, TEXTS), min_size=1, max_size=5), where=st.data())
def test_any_log_comes_back_and_any_changed_character_is_seen(
    log: list[tuple[str, dict, str]], where: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with DocumentStore(f"sqlite:///{path}", Path(folder) / "files") as store:
            for kind, data, actor in log:
                store.append_event(None, kind, data, actor=actor)
            assert [(e.kind, e.data, e.actor) for e in store.events()] == log
            assert store.verify_events().intact
            sequence = where.draw(st.integers(1, len(log)))
            column = where.draw(st.sampled_from(["kind", "actor", "data"]))
            with sqlite3.connect(path) as connection:
                connection.execute("DROP TRIGGER events_no_update")
                connection.execute(f"UPDATE events SET {column} = {column} || 'x' WHERE sequence = ?", [sequence])
            connection.close()
            assert store.verify_events().broken_at == sequence
