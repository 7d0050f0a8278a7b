import os
import subprocess

import pytest

from schemas.outcome import Outcome
from store import leases
from store.leases import is_dead, this_process
from store.store import DocumentStore
from tests.builders import document_id
from tests.unit.store.test_documents import add

ME = this_process()
ELSEWHERE = "other-host/0000/1:17:12345"


def name_of(process: subprocess.Popen) -> str:
    """The name under which another process of this host would hold leases."""
    return f"{ME.rsplit(':', 2)[0]}:{process.pid}:{leases._start_time(process.pid)}"


def dead_process() -> str:
    with subprocess.Popen(["sleep", "60"]) as process:
        name = name_of(process)
        process.kill()
    return name


def test_a_process_has_one_name_that_names_host_pid_and_start() -> None:
    assert this_process() == ME
    assert ME.rsplit(":", 2)[1] == str(os.getpid())


def test_who_is_dead() -> None:
    host, pid, start = ME.rsplit(":", 2)
    assert not is_dead(ME)
    assert is_dead(f"{host}:{pid}:{int(start) - 1}")  # the pid was given to another process since
    assert is_dead(f"{host}:4194304:1")  # beyond the largest pid
    assert is_dead(dead_process())
    for unknown in (f"x{host}:4194304:1", ELSEWHERE, "someone", "", "a:b:c", f"{host}:x:1"):
        assert not is_dead(unknown)


def test_a_killed_child_that_no_one_waited_for_is_dead() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        name = name_of(child)
        assert not is_dead(name)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and still in the table of processes
        assert is_dead(name)


def test_documents_are_claimed_once_oldest_first(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(5)]
    assert store.waiting(3) == ids[:3]
    assert store.claim(2, owner=ME, lease_s=60) == ids[:2]
    assert store.waiting(10) == ids[2:]
    assert store.claim(10, owner=ME, lease_s=60) == ids[2:]
    assert store.claim(10, owner=ELSEWHERE, lease_s=60) == []


def test_only_documents_of_a_class_are_claimed(store: DocumentStore) -> None:
    invoice = add(store, b"1", document_class="invoice")
    unknown, claim = add(store, b"2"), add(store, b"3", document_class="claim")
    assert store.waiting(10, "claim") == [claim]
    assert store.claim(10, owner=ME, lease_s=60, document_class="claim") == [claim]
    assert store.claim(10, owner=ME, lease_s=60, document_class="receipt") == []
    assert store.claim(10, owner=ME, lease_s=60) == [invoice, unknown]


def test_what_has_ended_is_not_claimed(store: DocumentStore) -> None:
    ident = add(store, b"1")
    store.finish(Outcome(document_id=ident, status="rejected"))
    assert store.claim(10, owner=ME, lease_s=60) == []


def test_a_lease_that_ran_out_is_taken_over_and_the_takeover_is_an_event(store: DocumentStore) -> None:
    ident = add(store, b"1")
    assert store.claim(1, owner=ELSEWHERE, lease_s=0) == [ident]
    assert store.waiting(1) == [ident]
    assert store.claim(1, owner=ME, lease_s=60) == [ident]
    event = store.events(ident)[-1]
    assert (event.kind, event.actor, event.data) == ("taken_over", ME, {"from": ELSEWHERE})
    assert store.renew([ident], ELSEWHERE, 60) == []


@pytest.mark.parametrize(
    ("owner", "taken"),
    [("dead", True), (ELSEWHERE, False), (ME, False), ("someone", False)],
    ids=["dead", "elsewhere", "this process", "someone"],  # two processes of pytest must name the test alike
)
def test_only_a_dead_process_of_this_host_loses_its_lease_at_once(
    store: DocumentStore, owner: str, taken: bool
) -> None:
    ident = add(store, b"1")
    assert store.claim(1, owner=dead_process() if owner == "dead" else owner, lease_s=3600) == [ident]
    assert store.claim(1, owner="next", lease_s=60) == ([ident] if taken else [])


def test_renewing_extends_only_what_is_held(store: DocumentStore) -> None:
    mine, theirs, free = (add(store, bytes([i])) for i in range(3))
    assert store.claim(1, owner=ME, lease_s=0) == [mine]
    assert store.renew([mine], ME, 60) == [mine]
    assert store.claim(1, owner=ELSEWHERE, lease_s=60) == [theirs]
    assert store.renew([free, theirs, mine, document_id("never added")], ME, 60) == [mine]
    assert store.waiting(10) == [free]


def test_released_documents_wait_again_in_their_old_place(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(3)]
    store.claim(3, owner=ME, lease_s=60)
    store.release(ids[:2], ELSEWHERE)
    assert store.waiting(10) == []
    store.release(ids[:2], ME)
    assert store.waiting(10) == ids[:2]
    assert store.attempts(ids) == {ids[0]: 0, ids[1]: 0, ids[2]: 1}


def test_a_document_that_twice_outlived_its_worker_is_handed_out_alone(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(4)]
    for _ in range(2):
        assert store.claim(2, owner=ELSEWHERE, lease_s=0) == ids[:2]
    assert store.attempts(ids) == {ids[0]: 2, ids[1]: 2, ids[2]: 0, ids[3]: 0}
    assert store.claim(4, owner=ME, lease_s=60) == ids[2:]
    assert store.claim(4, owner=ME, lease_s=60) == ids[:1]
    assert store.claim(4, owner=ME, lease_s=60) == ids[1:2]


def test_a_document_that_kills_workers_is_not_put_into_a_batch_of_others(store: DocumentStore) -> None:
    healthy, killer, other = (add(store, bytes([i])) for i in range(3))
    store.claim(1, owner=ME, lease_s=60)
    for _ in range(2):
        assert store.claim(1, owner=ELSEWHERE, lease_s=0) == [killer]
    store.release([healthy], ME)
    assert store.claim(3, owner=ME, lease_s=60) == [healthy, other]
    assert store.claim(3, owner=ME, lease_s=60) == [killer]


def test_suspected_documents_take_turns(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(3)]
    for _ in range(2):
        assert store.claim(3, owner=ELSEWHERE, lease_s=0) == ids
    for expected in [*ids, *ids]:
        assert store.claim(3, owner=ELSEWHERE, lease_s=0) == [expected]


def killed(store: DocumentStore, stage: str | None = None, *, owner: str = ELSEWHERE) -> str:
    """Claims a document, begins a stage and dies."""
    [ident] = store.claim(1, owner=owner, lease_s=0)
    if stage is not None:
        store.alone(ident, stage)
    return ident


def test_processes_that_died_in_one_stage_on_one_suspected_document_are_failures(store: DocumentStore) -> None:
    ident = add(store, b"1")
    for _ in range(3):
        killed(store, "read")  # of the first two nothing is known: others were in the batch, or might have been
    assert store.failures([ident]) == {ident: 0}
    killed(store, "read")
    killed(store, "read")
    assert store.failures([ident]) == {ident: 2}
    killed(store, "fields")  # it came further: what ended it before was something else
    assert store.failures([ident]) == {ident: 0}
    killed(store, "fields")
    assert store.failures([ident]) == {ident: 1}


def test_a_process_that_died_before_any_stage_is_no_failure(store: DocumentStore) -> None:
    ident = add(store, b"1")
    for _ in range(8):
        killed(store)
    assert store.failures([ident]) == {ident: 0}


def test_a_machine_that_was_restarted_is_no_failure(store: DocumentStore) -> None:
    ident = add(store, b"1")
    name, boot, rest = ME.split("/", 2)
    before = f"{name}/{'0' * len(boot)}/{rest}"
    for _ in range(8):
        killed(store, "read", owner=before)
    assert store.failures([ident]) == {ident: 0}
    killed(store, "read", owner=dead_process())
    killed(store, "read", owner=dead_process())
    assert store.failures([ident]) == {ident: 1}


def test_a_document_that_was_given_back_did_not_end_its_process(store: DocumentStore) -> None:
    ident = add(store, b"1")
    for _ in range(3):
        killed(store, "read")
    store.release([ident], ELSEWHERE)
    killed(store)
    assert store.failures([ident]) == {ident: 0}
    store.release([ident], ELSEWHERE, failed=True)
    assert store.failures([ident]) == {ident: 1}


def test_a_reopened_document_starts_afresh(store: DocumentStore) -> None:
    ident = add(store, b"1")
    store.claim(1, owner=ME, lease_s=60)
    store.finish(Outcome(document_id=ident, status="accepted"))
    store.reopen(ident, "why")
    assert store.attempts([ident]) == {ident: 0}


def test_counts_tell_the_whole_store(store: DocumentStore) -> None:
    nothing = {"waiting": 0, "processing": 0, "accepted": 0, "needs_review": 0, "rejected": 0}
    assert store.counts() == nothing
    ids = [add(store, bytes([i])) for i in range(7)]
    store.finish(Outcome(document_id=ids[0], status="accepted"))
    store.finish(Outcome(document_id=ids[1], status="needs_review"))
    store.finish(Outcome(document_id=ids[2], status="rejected"))
    store.claim(1, owner=ME, lease_s=60)
    store.claim(1, owner=ELSEWHERE, lease_s=0)
    assert store.counts() == {"waiting": 3, "processing": 1, "accepted": 1, "needs_review": 1, "rejected": 1}


def test_documents_on_which_processing_stopped_are_listed(store: DocumentStore) -> None:
    fine, killed, failed = (add(store, bytes([i])) for i in range(3))
    for _ in range(2):
        store.claim(3, owner=dead_process(), lease_s=60)
    store.claim(3, owner=ME, lease_s=60)
    store.release([fine], ME)
    assert {d.id for d in store.documents("stopped")} == {fine, killed, failed}
    store.finish(Outcome(document_id=fine, status="accepted"))
    store.release([failed], ME, failed=True)
    assert {d.id for d in store.documents("stopped")} == {killed, failed}
    assert (store.count_documents("stopped"), store.count_documents("waiting"), store.count_documents()) == (2, 2, 3)
