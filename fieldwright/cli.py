"""The command line: one function a command, described by its docstring; the work is in ``services``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from schemas import offline
from schemas.classes import SHIPPED
from schemas.errors import DocumentError, is_transient
from schemas.roles import ROLES
from schemas.tiers import TIERS

WRONG_USAGE = 2
"""Exit code for arguments, settings or an installation that are wrong; the same as typer's own."""

UNAVAILABLE = 3
"""Exit code when something that may be back later did not answer."""

app = typer.Typer(
    name="fieldwright",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="""Turns scanned and digital invoices, claims and receipts into typed fields with evidence, and into redacted,
    searchable text.

    [bold]Try it:[/bold]  fieldwright extract samples/documents --output fields.jsonl

    [bold]Day to day:[/bold]  ingest PATH..., run, list, show DOCUMENT, search 'seller:acme amount:>100'

    Everything is set by FIELDWRIGHT_* variables; without any, documents, database and index lie in ./data and no
    server is needed. Fieldwright never talks to the internet.""",
)


def _print_version(wanted: bool) -> None:
    """Prints the version and ends the program."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"fieldwright {version('fieldwright')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options of the program itself; the help text of the program is at `app`."""


Class = Annotated[
    str | None,
    typer.Option(
        "--document-class",
        "-c",
        help=f"Class of the documents, if you know it: {', '.join(SHIPPED.names)}, or one that was taught.",
        metavar="NAME",
    ),
]
Paths = Annotated[list[str], typer.Argument(help="Files, folders, globs or fsspec URLs (s3://...).", metavar="PATH...")]
TierName = Annotated[
    str | None,
    typer.Option(
        "--tier",
        help=f"How much work their reading is: {', '.join(TIERS)}; without it, what settings state.",
        metavar="TIER",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no table.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command()
def extract(
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Where to write: one JSON object a line, one line a document.", metavar="FILE.jsonl"
        ),
    ],
    document_class: Class = None,
    directory: Annotated[
        Path | None,
        typer.Option("--directory", help="Who is known: names, addresses, numbers of suppliers.", metavar="FILE.csv"),
    ] = None,
    tier: TierName = None,
    quiet: Quiet = False,
) -> None:
    """Read fields from documents, without a store: files in, JSON lines out."""
    from fieldwright.extract import run

    run(paths, output, document_class=document_class, directory=directory, tier=tier, quiet=quiet)


@app.command()
def ingest(
    paths: Paths, document_class: Class = None, tier: TierName = None, as_json: AsJson = False, quiet: Quiet = False
) -> None:
    """Store documents for processing; what is stored already is recognized by its bytes."""
    from fieldwright.ingest import run

    run(paths, document_class=document_class, tier=tier, as_json=as_json, quiet=quiet)


@app.command()
def listen(
    once: Annotated[bool, typer.Option("--once", help="Look once, then end: for a schedule of your own.")] = False,
) -> None:
    """Store what arrives in the mailbox and the queue of notifications, and start its processing; until Ctrl-C."""
    from fieldwright.listen import run

    run(once=once)


@app.command("upload-url")
def upload_url(
    document_class: Class = None,
    max_bytes: Annotated[
        int | None, typer.Option("--max-bytes", min=1, help="The largest file; at most the limit of all files.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0, help="How long it is valid; 15 unless set otherwise.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a signed URL to which somebody without an account uploads one document, by PUT."""
    from fieldwright.listen import print_upload_url

    print_upload_url(document_class=document_class, max_bytes=max_bytes, minutes=minutes, as_json=as_json)


@app.command()
def run(document_class: Class = None, tier: TierName = None, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Process every waiting document with the Prefect flow, and show how each ended."""
    from fieldwright.run import run as run_waiting

    raise typer.Exit(run_waiting(document_class=document_class, tier=tier, as_json=as_json, quiet=quiet))


@app.command("list")
def list_documents(
    status: Annotated[
        str | None,
        typer.Option("--status", help="waiting, stopped or an outcome.", metavar="STATUS"),
    ] = None,
    document_class: Class = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Documents to show.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List documents, newest first: class, status, main fields with confidence, and why one needs a person."""
    from fieldwright.list import run

    run(status=status, document_class=document_class, limit=limit, as_json=as_json)


@app.command()
def failed(
    reason: Annotated[
        str | None, typer.Option("--reason", help="Only those rejected for this code.", metavar="CODE")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Documents to show.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List rejected documents with their reasons, and how many have which."""
    from fieldwright.failed import show

    show(reason=reason, limit=limit, as_json=as_json)


sources = typer.Typer(
    name="sources",
    no_args_is_help=True,
    help="""Show what each source sends, and hold one whose documents do harm.

    A source is a folder of an inbox (/data/inbox/app/), a bucket (s3://scans/), a user (upload:ann) or a sender of mail
    (mail:ann@example.org). FIELDWRIGHT_FLOW__SOURCE_LIMITS sets how many documents a minute each may send.""",
)
app.add_typer(sources)

SourceName = Annotated[str, typer.Argument(help="How the source begins.", metavar="SOURCE")]


@sources.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources of the last day and those that are held, with their limits."""
    from fieldwright.sources import list_sources as run

    run(as_json=as_json)


@sources.command("hold")
def hold_source(
    source: SourceName,
    why: Annotated[str, typer.Option("--why", help="What senders are told.", metavar="TEXT")] = "an operator holds it",
) -> None:
    """Let nothing in from a source: inboxes and mailboxes keep its documents, the API answers 429."""
    from fieldwright.sources import hold

    hold(source, why)


@sources.command("release")
def release_source(source: SourceName) -> None:
    """Let a source that is held in again."""
    from fieldwright.sources import release

    release(source)


archive = typer.Typer(
    name="archive",
    no_args_is_help=True,
    help="""Process an archive: very many files on a share or in a bucket, by workers that may be interrupted.

    plan walks the files and forecasts hours and cost. run works on shards; start it on as many machines as you like.
    status shows what is done and what remains. raise has valuable drafts read again. See docs/archives.md.""",
)
app.add_typer(archive)

ManifestFile = Annotated[Path, typer.Argument(help="What archive plan wrote.", metavar="MANIFEST.jsonl")]
ArchiveTier = Annotated[
    str, typer.Option("--tier", help=f"How much work their reading is: {', '.join(TIERS)}.", metavar="TIER")
]


@archive.command("plan")
def plan_archive(
    paths: Paths,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The manifest: one JSON object a file.", metavar="MANIFEST.jsonl")
    ],
    shard_pages: Annotated[int, typer.Option("--shard-pages", min=1, help="Pages of a shard.")] = 1000,
    tier: ArchiveTier = "draft",
    workers: Annotated[int, typer.Option("--workers", min=1, help="Workers that the forecast is for.")] = 1,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Open no file: pages follow from bytes; quick, with a wider range.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Walk files without storing them: write the manifest, name unusable files, forecast pages, hours and cost.

    Local files are opened, so that their pages are counted. Files behind URLs are judged by name and size. Hours and
    cost are ranges, from what this deployment measured at the tier, or from a benchmark that is named.
    """
    from fieldwright.archive import plan

    plan(
        paths,
        output,
        shard_pages=shard_pages,
        tier=tier,
        workers=workers,
        look_inside=not estimate,
        as_json=as_json,
        quiet=quiet,
    )


@archive.command("run")
def run_archive(
    manifest: ManifestFile,
    tier: ArchiveTier = "draft",
    document_class: Class = None,
    shards: Annotated[
        str | None, typer.Option("--shards", help="Only every N-th shard, from the K-th on.", metavar="K/N")
    ] = None,
    worker: Annotated[str | None, typer.Option("--worker", help="The name that status shows.", metavar="NAME")] = None,
    most_pages: Annotated[
        int | None, typer.Option("--most-pages", min=1, help="End after the batch that reaches so many pages.")
    ] = None,
    look_rate: Annotated[
        float | None,
        typer.Option("--look-rate", min=0, max=1, help="Share of accepted documents that gets a second look."),
    ] = None,
    accept_missing: Annotated[
        bool, typer.Option("--accept-missing", help="Count files that are gone as failed, even where all are.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for shards of other workers, and take over those that end.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Work on shards until none is free: store, process, index. Several workers share one store.

    SIGTERM lets the batch finish and gives the shard back. A killed worker's shard goes on where it was: on the same
    machine at once, elsewhere when its lease ends (FIELDWRIGHT_LEASE_S).
    """
    from fieldwright.archive import run

    raise typer.Exit(
        run(
            manifest,
            tier=tier,
            document_class=document_class,
            shards=shards,
            worker=worker,
            most_pages=most_pages,
            look_rate=look_rate,
            accept_missing=accept_missing,
            wait=wait,
            as_json=as_json,
            quiet=quiet,
        )
    )


@archive.command("status")
def show_archive(manifest: ManifestFile, as_json: AsJson = False) -> None:
    """Show shards, documents, pages an hour, what remains as a range, cost, second looks, and files that failed."""
    from fieldwright.archive import show_status

    show_status(manifest, as_json=as_json)


@archive.command("raise")
def raise_archive_tier(
    manifest: ManifestFile,
    where: Annotated[
        list[str],
        typer.Option(
            "--where",
            help="needs_review, class=NAME or amount>NUMBER; commas mean all, a repeated option means any.",
            metavar="CONDITION",
        ),
    ],
    tier: Annotated[
        str, typer.Option("--tier", help=f"The higher tier: {', '.join(TIERS[1:])}.", metavar="TIER")
    ] = "premium",
    most_pages: Annotated[
        int | None, typer.Option("--most-pages", min=1, help="Pages that are read again at most.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have drafts that are worth it read again at a higher tier by the next run, the largest amounts first."""
    from fieldwright.archive import raise_tiers

    raise_tiers(manifest, tier=tier, where=where, most_pages=most_pages, as_json=as_json)


@app.command()
def requeue(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Beginnings of ids, or file names.", metavar="DOCUMENT...")
    ] = None,
    all_reason: Annotated[
        str | None, typer.Option("--all-reason", help="All that were rejected for this code.", metavar="CODE")
    ] = None,
) -> None:
    """Have rejected documents processed again, once the cause is mended."""
    from fieldwright.failed import again

    again(documents or [], reason=all_reason)


@app.command()
def reprocess(
    tier: Annotated[
        str,
        typer.Option("--tier", help=f"The higher tier: {', '.join(TIERS[1:])}.", metavar="TIER"),
    ],
    documents: Annotated[
        list[str] | None, typer.Argument(help="Beginnings of ids, or file names.", metavar="DOCUMENT...")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="All with this status, as fieldwright list.", metavar="STATUS")
    ] = None,
    document_class: Class = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Also those that a person reviewed; the answers stay.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have documents read again at a higher tier, such as drafts; history and answers of people stay."""
    from fieldwright.reprocess import run

    run(
        documents or [],
        tier=tier,
        status=status,
        document_class=document_class,
        with_reviewed=reviewed,
        as_json=as_json,
    )


@app.command()
def show(
    document: Annotated[
        str, typer.Argument(help="The beginning of a document's id, or its file name.", metavar="DOCUMENT")
    ],
    overlay: Annotated[
        Path | None, typer.Option("--overlay", help="Draw words, fields and confidence on a page.", metavar="FILE.png")
    ] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="The page to draw.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Show the fields of a document with their evidence, its outcome and its history."""
    from fieldwright.show import run

    run(document, overlay=overlay, page=page, as_json=as_json)


@app.command()
def export(
    document: Annotated[
        str, typer.Argument(help="The beginning of a document's id, or its file name.", metavar="DOCUMENT")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write.", metavar="FILE")],
    form: Annotated[
        str, typer.Option("--format", "-f", help="pdf (searchable), hocr, alto or json.", metavar="FORMAT")
    ] = "pdf",
    redacted: Annotated[
        bool, typer.Option("--redacted", help="Without personal data, neither in the text nor in the picture.")
    ] = False,
) -> None:
    """Write a processed document as searchable PDF, hOCR, ALTO or JSON, whole or redacted."""
    from fieldwright.export import run

    run(document, form=form, output=output, redacted=redacted)


@app.command()
def search(
    query: Annotated[
        list[str],
        typer.Argument(
            help='Words, "phrases", class:invoice, seller:acme, amount:100..500, date:2024-01, -word.', metavar="QUERY"
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="Hits to show.")] = 10,
    sort: Annotated[str, typer.Option("--sort", help="relevance, date, amount or received.")] = "relevance",
    as_json: AsJson = False,
) -> None:
    """Find documents; letters and digits that scanners confuse are found all the same."""
    from fieldwright.search import run

    run(query, limit=limit, sort=sort, as_json=as_json)


@app.command()
def reindex(quiet: Quiet = False) -> None:
    """Rebuild the search index from the store; searches keep working."""
    from fieldwright.reindex import run

    run(quiet=quiet)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check what is installed, which engine, device and servers will be used, and say what to fix."""
    from fieldwright.doctor import run

    raise typer.Exit(run(as_json=as_json))


@app.command()
def portal(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.")] = 8000,
) -> None:
    """Start the web pages and the HTTP API: search, documents, review, upload; until Ctrl-C."""
    from fieldwright.portal import run

    run(host=host, port=port)


users = typer.Typer(name="user", no_args_is_help=True, help="Manage who may sign in to the portal.")
app.add_typer(users)

Name = Annotated[str, typer.Argument(help="The user's name.", metavar="NAME")]
RoleName = Annotated[str, typer.Option("--role", "-r", help=f"{', '.join(ROLES)}.", metavar="ROLE")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and show it once.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@users.command("add")
def add_user(
    name: Name,
    role: RoleName = "viewer",
    generate: Generate = False,
    password_stdin: FromStdin = False,
    link: Annotated[bool, typer.Option("--link", help="No password: print a link that signs them in once.")] = False,
) -> None:
    """Add a user; prompts for the password unless an option gives its source."""
    from fieldwright.user import add

    add(name, role=role, generate=generate, from_stdin=password_stdin, link=link)


@users.command("list")
def list_users(as_json: AsJson = False) -> None:
    """List users with their role and last sign-in."""
    from fieldwright.user import list_users as run

    run(as_json=as_json)


@users.command("disable")
def disable_user(name: Name) -> None:
    """Lock a user out at once, with every session and API token."""
    from fieldwright.user import set_disabled

    set_disabled(name, True)


@users.command("enable")
def enable_user(name: Name) -> None:
    """Let a user in again."""
    from fieldwright.user import set_disabled

    set_disabled(name, False)


@users.command("role")
def change_role(name: Name, role: Annotated[str, typer.Argument(help=f"{', '.join(ROLES)}.", metavar="ROLE")]) -> None:
    """Give a user another role."""
    from fieldwright.user import set_role

    set_role(name, role)


@users.command("password")
def change_password(name: Name, generate: Generate = False, password_stdin: FromStdin = False) -> None:
    """Set a user's password and sign them out everywhere."""
    from fieldwright.user import set_password

    set_password(name, generate=generate, from_stdin=password_stdin)


@users.command("link")
def make_link(name: Name) -> None:
    """Print a link that signs a user in once, within a day: for a first visit or a forgotten password."""
    from fieldwright.user import link

    link(name)


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", help="Port of the Prefect server and UI.")] = 4200,
    portal_port: Annotated[int, typer.Option("--portal-port", help="Port of the portal.")] = 8000,
) -> None:
    """Start the portal, a Prefect server, a worker and the scheduled deployments on this machine, until Ctrl-C."""
    from fieldwright.serve import run

    run(port=port, portal_port=portal_port)


@app.command()
def worker(
    pool: Annotated[str, typer.Option("--pool", help="Work pool to take runs from.", metavar="NAME")] = "fieldwright",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Runs at the same time; as many as come.")] = None,
    with_healthcheck: Annotated[
        bool, typer.Option("--with-healthcheck", help="Answer probes at port 8080, /health.")
    ] = False,
) -> None:
    """Start a worker for the Prefect server at PREFECT_API_URL; slots of this machine's dead runs become free."""
    from fieldwright.worker import run

    run(pool=pool, limit=limit, with_healthcheck=with_healthcheck)


@app.command()
def gameday(
    drills: Annotated[
        list[str] | None, typer.Argument(help="Names of drills; all without any.", metavar="DRILL...")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the drills and play none.")] = False,
    output: Annotated[
        Path | None, typer.Option("--json", help="Also write what was seen as JSON.", metavar="FILE")
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--home", help="Keep the drills' systems in this empty folder.", metavar="DIR")
    ] = None,
) -> None:
    """Break systems made for it, and check that each fault is detected, alerted, mitigated and recovered.

    Each drill makes its fault in a folder of its own, with invented documents: your documents and models stay as they
    are. The stages, figures and alert rules are the real ones; waiting times are skipped. The exit code is 1 where a
    drill was not detected, alerted, mitigated or recovered. It is 2 where promtool, which evaluates alerts, is missing.
    """
    from fieldwright import gameday as game

    if show:
        game.show()
        return
    raise typer.Exit(game.run(drills or [], output=output, home=home))


@app.command()
def metrics(
    port: Annotated[int | None, typer.Option("--port", help="Serve them on this port until Ctrl-C.")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    push: Annotated[
        str | None, typer.Option("--push", help="Send them to this Pushgateway instead.", metavar="URL")
    ] = None,
) -> None:
    """Print the twelve figures of operations as Prometheus reads them; the portal serves the same at /metrics."""
    from fieldwright.metrics import run

    run(port=port, host=host, gateway=push)


@app.command()
def drift(
    days: Annotated[float, typer.Option("--days", min=0.01, help="The last days.")] = 7.0,
    reference_days: Annotated[
        float, typer.Option("--reference-days", min=0.01, help="The days before them that they are compared with.")
    ] = 28.0,
    everything: Annotated[bool, typer.Option("--all", help="Also what did not drift.")] = False,
    versions: Annotated[bool, typer.Option("--versions", help="Also each tier and model by itself.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what drifted: documents, confidences, corrections; and new templates with the samples to label first."""
    from fieldwright.drift import show

    show(days=days, reference_days=reference_days, everything=everything, versions=versions, as_json=as_json)


@app.command()
def train(
    document_class: Annotated[str, typer.Argument(help="The class to teach.", metavar="CLASS")],
    data: Annotated[
        list[Path],
        typer.Option(
            "--data", help="Folder with documents/ and truth.jsonl; may be given several times.", metavar="DIR"
        ),
    ],
    class_file: Annotated[
        Path | None, typer.Option("--class-file", help="Describes a class that is new.", metavar="CLASS.toml")
    ] = None,
    minutes: Annotated[float, typer.Option("--minutes", min=0.01, help="How long to train.")] = 15.0,
    windows: Annotated[
        int | None,
        typer.Option("--windows", min=1, help="In place of minutes: pages to train on, the same everywhere."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Models folder to register it in; else the one set.", metavar="DIR")
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--start", help="Checkpoint to start from; else the shipped one.", metavar="DIR")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the order of examples and their augmentation.")] = 13,
    check: Annotated[
        bool, typer.Option("--check", help="Only check class file, truth and documents; train nothing.")
    ] = False,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Leave the model in use as it is: a person chooses the new one.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Teach a class from examples: train, measure on held-out documents, calibrate, describe, register."""
    from fieldwright.train import run

    run(
        document_class,
        data,
        class_file=class_file,
        minutes=minutes,
        windows=windows,
        output=output,
        start=start,
        seed=seed,
        check=check,
        candidate=candidate,
        quiet=quiet,
    )


@app.command()
def evaluate(
    data: Annotated[Path, typer.Option("--data", help="Folder with documents/ and truth.jsonl.", metavar="DIR/SET")],
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", help="Field model to score; else those in use.", metavar="DIR")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also documents that models may have learned from.")
    ] = False,
    classify: Annotated[
        bool, typer.Option("--classify", help="Ignore the given class: the classifier determines it.")
    ] = False,
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=1, help="Documents to read.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong; prints text of documents.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Score field models on documents with truth, by the product's own path, and say why errors happened."""
    from fieldwright.evaluate import run

    run(
        data, checkpoint=checkpoint, everything=everything, classify=classify, limit=limit, errors=errors,
        as_json=as_json, quiet=quiet,
    )  # fmt: skip


directory = typer.Typer(name="directory", no_args_is_help=True, help="Who is who: suppliers, buyers, payers.")
app.add_typer(directory)

Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="Entries to show.")]


@directory.command("import")
def import_directory(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with name and any of role, spelling, address, vat_id, tax_id, registration_number, iban, phone,"
            " email, domain, currency.",
            metavar="FILE.csv",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add organizations; rows of one name are one entry, and what is known stays."""
    from fieldwright.directory import import_file

    import_file(file, dry_run=dry_run, as_json=as_json)


@directory.command("export")
def export_directory(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; else standard output.", metavar="FILE.csv")
    ] = None,
) -> None:
    """Write the whole directory as a file that import takes."""
    from fieldwright.directory import export_file

    export_file(output)


@directory.command("list")
def list_directory(limit: Limit = 50, as_json: AsJson = False) -> None:
    """List entries by name."""
    from fieldwright.directory import show

    show("", limit=limit, as_json=as_json)


@directory.command("search")
def search_directory(
    text: Annotated[str, typer.Argument(help="Part of a name, an address or an identifier.", metavar="TEXT")],
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Find entries by a part of what they are known by."""
    from fieldwright.directory import show

    show(text, limit=limit, as_json=as_json)


@directory.command("remove")
def remove_from_directory(
    entry: Annotated[int, typer.Argument(help="The entry's number, as list shows it.", metavar="NUMBER")],
    value: Annotated[
        str | None, typer.Option("--value", help="Remove only this spelling, address or identifier.", metavar="TEXT")
    ] = None,
) -> None:
    """Remove an entry, or one wrong value of it."""
    from fieldwright.directory import remove

    remove(entry, value)


layouts = typer.Typer(name="layouts", no_args_is_help=True, help="What reviews taught of layouts.")
app.add_typer(layouts)

LayoutNumber = Annotated[int, typer.Argument(help="The layout's number, as list shows it.", metavar="NUMBER")]


@layouts.command("list")
def list_layouts(document_class: Class = None, as_json: AsJson = False) -> None:
    """List the layouts that reviewed documents taught."""
    from fieldwright.layouts import show_all

    show_all(document_class, as_json=as_json)


@layouts.command("show")
def show_layout(layout: LayoutNumber, as_json: AsJson = False) -> None:
    """Show where a layout has its values, and which documents taught it."""
    from fieldwright.layouts import show

    show(layout, as_json=as_json)


@layouts.command("forget")
def forget_layout(layout: LayoutNumber) -> None:
    """Forget a layout that a wrong correction taught; later documents are read without it."""
    from fieldwright.layouts import forget

    forget(layout)


corrections = typer.Typer(
    help="What reviewers established, as data to teach and to calibrate with.", no_args_is_help=True
)
app.add_typer(corrections, name="corrections")


@corrections.command("export")
def export_corrections(
    data: Annotated[Path, typer.Option("--data", help="Folder to write documents/ and truth.jsonl to.", metavar="DIR")],
    document_class: Class = None,
    with_accepted: Annotated[
        bool, typer.Option("--with-accepted", help="Also take sure values that nobody reviewed as true.")
    ] = False,
) -> None:
    """Write reviewed documents with their true values, for `fieldwright train CLASS --data DIR`."""
    from fieldwright.corrections import export

    export(data, document_class=document_class, with_accepted=with_accepted)


@app.command()
def promise(as_json: AsJson = False) -> None:
    """Show what is promised of accepted documents, by class, and what evidence is missing."""
    from fieldwright.promise import show

    show(as_json=as_json)


slo = typer.Typer(help="Service level objectives: how they stand, and alert rules.", invoke_without_command=True)
app.add_typer(slo, name="slo")


@slo.callback()
def show_objectives(context: typer.Context, as_json: AsJson = False) -> None:
    """Show how much of each error budget is used up."""
    from fieldwright.slo import show

    if context.invoked_subcommand is None:
        show(as_json=as_json)


@slo.command("rules")
def alert_rules(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; else standard output.", metavar="FILE.yaml")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check that the file is current.")] = False,
) -> None:
    """Make Prometheus alert rules of the objectives: several windows, burn rates, runbooks."""
    from fieldwright.slo import rules

    rules(output=output, check=check)


classes = typer.Typer(
    help="Which document classes there are; remove and rename taught ones.", invoke_without_command=True
)
app.add_typer(classes, name="classes")


@classes.callback()
def list_classes(context: typer.Context, as_json: AsJson = False) -> None:
    """List the document classes: those of the program, and those that were taught."""
    from fieldwright.classes import show

    if context.invoked_subcommand is None:
        show(as_json=as_json)


@classes.command("remove")
def remove_class(
    document_class: Annotated[str, typer.Argument(metavar="CLASS")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove what was taught of a class, with all versions."""
    from fieldwright.classes import remove

    remove(document_class, yes=yes)


@classes.command("rename")
def rename_class(
    old: Annotated[str, typer.Argument(metavar="CLASS")], new: Annotated[str, typer.Argument(metavar="NAME")]
) -> None:
    """Give a taught class another name."""
    from fieldwright.classes import rename

    rename(old, new)


models = typer.Typer(
    help="Which checkpoint reads which class; releases of the field model: try, compare, roll back, recall.",
    invoke_without_command=True,
)
app.add_typer(models, name="models")


@models.callback()
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List taught checkpoints; without any, the shipped model reads all of its classes."""
    from fieldwright.models import show

    if context.invoked_subcommand is None:
        show(as_json=as_json)


Version = Annotated[str, typer.Argument(help="A release, as list shows it.", metavar="VERSION")]


@models.command("list")
def list_releases(as_json: AsJson = False) -> None:
    """List releases of the field model with their status, and the taught checkpoints."""
    from fieldwright.releases import show_all

    show_all(as_json=as_json)


@models.command("show")
def show_release(version: Version, as_json: AsJson = False) -> None:
    """Show a release: digests of weights and data, metrics, status."""
    from fieldwright.releases import show_one

    show_one(version, as_json=as_json)


@models.command("add")
def add_release(
    path: Annotated[Path, typer.Argument(help="Folder of the checkpoint; it reads the same classes.", metavar="PATH")],
    name: Annotated[str, typer.Option("--name", help="What its version begins with.", metavar="NAME")],
) -> None:
    """Add a checkpoint as a candidate; it reads nothing until it is deployed."""
    from fieldwright.releases import add

    add(path, name)


@models.command("deploy")
def deploy_release(
    version: Version,
    canary: Annotated[
        float | None, typer.Option("--canary", min=0, max=100, help="Percent of the documents that it reads.")
    ] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="It reads every document beside the current model; nobody sees it.")
    ] = False,
) -> None:
    """Try a release: as canary on a share of the documents (5 %), or as shadow; running workers follow at once."""
    from fieldwright.releases import deploy

    deploy(version, canary=canary, shadow=shadow)


@models.command("promote")
def promote_release(
    version: Annotated[str, typer.Argument(help="A release, or shipped.", metavar="VERSION")],
) -> None:
    """Let a release read every document from now on; the one before is retired."""
    from fieldwright.releases import promote

    promote(version)


@models.command("compare")
def compare_releases(
    version: Annotated[str | None, typer.Argument(help="A release; else the one on trial.", metavar="VERSION")] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Labeled set that both versions read now.", metavar="DIR/SET")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare a release with the current model by class, language, source and quality, with intervals."""
    from fieldwright.trials import compare

    compare(version, data=data, as_json=as_json)


@models.command("check")
def check_release(as_json: AsJson = False) -> None:
    """Look at the release on trial, and roll it back where a slice is worse; serve does so by schedule."""
    from fieldwright.trials import check

    check(as_json=as_json)


@models.command("failures")
def list_failures(
    version: Version,
    reopen: Annotated[bool, typer.Option("--reopen", help="Put them into the review queue again.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the labeled documents that a release was rolled back for."""
    from fieldwright.trials import failures

    failures(version, reopen=reopen, as_json=as_json)


@models.command("recall")
def recall_release(
    version: Version,
    reprocess: Annotated[bool, typer.Option("--reprocess", help="The current model reads them again.")] = False,
    review: Annotated[bool, typer.Option("--review", help="A person looks at them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take back what a release read: count it, read it again, or send it to review."""
    from fieldwright.trials import recall

    if reprocess and review:
        raise typer.BadParameter("choose --reprocess or --review")
    recall(version, "reprocess" if reprocess else "review" if review else "count", as_json=as_json)


@models.command("use")
def use_model(
    document_class: Annotated[str, typer.Argument(metavar="CLASS")],
    version: Annotated[str, typer.Argument(help="A version, or shipped.", metavar="VERSION")],
) -> None:
    """Let a version read a class from now on; workers that run already continue theirs until they restart."""
    from fieldwright.models import choose

    choose(document_class, version)


@models.command("remove")
def remove_version(
    document_class: Annotated[str, typer.Argument(metavar="CLASS")],
    version: Annotated[str, typer.Argument(metavar="VERSION")],
) -> None:
    """Remove a version that is not in use, or one whose training was stopped."""
    from fieldwright.models import remove

    remove(document_class, version)


@models.command("rollback")
def roll_back_model(
    name: Annotated[str, typer.Argument(help="A taught class, or a release.", metavar="CLASS|VERSION")],
) -> None:
    """Go back to a class's version before the one in use, or take a release out of use."""
    from fieldwright import models, releases

    if releases.is_release(name):
        releases.back(name)
    else:
        models.back(name)


def main() -> None:
    """Runs the command line; errors of ours end it with one sentence and no traceback."""
    offline.settle()
    try:
        app(standalone_mode=True)
    except DocumentError as error:
        typer.secho(f"fieldwright: {error}", err=True, fg="red")
        sys.exit(UNAVAILABLE if is_transient(error) else WRONG_USAGE)
