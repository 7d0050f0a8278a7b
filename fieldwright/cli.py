"""The command line: one function a command. Each says what it does; the work is in ``services``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from schemas import offline
from schemas.classes import SHIPPED
from schemas.errors import DocumentError, is_transient
from schemas.roles import ROLES

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
    quiet: Quiet = False,
) -> None:
    """Read fields from documents, without a store: files in, JSON lines out."""
    from fieldwright.extract import run

    run(paths, output, document_class=document_class, directory=directory, quiet=quiet)


@app.command()
def ingest(paths: Paths, document_class: Class = None, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Store documents for processing; what is stored already is recognized by its bytes."""
    from fieldwright.ingest import run

    run(paths, document_class=document_class, as_json=as_json, quiet=quiet)


@app.command()
def run(document_class: Class = None, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Process every waiting document with the Prefect flow, and show how each ended."""
    from fieldwright.run import run as run_waiting

    raise typer.Exit(run_waiting(document_class=document_class, as_json=as_json, quiet=quiet))


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
    """Build the search index anew from the store; searches go on meanwhile."""
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
    """Add a user; the password is asked for unless an option says where it comes from."""
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
) -> None:
    """Start a worker for the Prefect server at PREFECT_API_URL; slots of this machine's dead runs become free."""
    from fieldwright.worker import run

    run(pool=pool)


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
    quiet: Quiet = False,
) -> None:
    """Teach a class from examples: train, measure on documents kept aside, calibrate, describe, register."""
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


corrections = typer.Typer(
    help="What reviewers established, as data to teach and to calibrate with.", no_args_is_help=True
)
app.add_typer(corrections, name="corrections")


@corrections.command("export")
def export_corrections(
    data: Annotated[Path, typer.Option("--data", help="Folder to write documents/ and truth.jsonl to.", metavar="DIR")],
    document_class: Class = None,
    with_accepted: Annotated[
        bool, typer.Option("--with-accepted", help="Take sure values that nobody looked at as true as well.")
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
    help="Which checkpoint reads which class; list, choose and roll back.", invoke_without_command=True
)
app.add_typer(models, name="models")


@models.callback()
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List taught checkpoints; without any, the shipped model reads all of its classes."""
    from fieldwright.models import show

    if context.invoked_subcommand is None:
        show(as_json=as_json)


@models.command("use")
def use_model(
    document_class: Annotated[str, typer.Argument(metavar="CLASS")],
    version: Annotated[str, typer.Argument(help="A version, or shipped.", metavar="VERSION")],
) -> None:
    """Let a version read a class from now on; workers that run already go on with theirs until they restart."""
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
def roll_back_model(document_class: Annotated[str, typer.Argument(metavar="CLASS")]) -> None:
    """Go back to the version before the one in use, or to the shipped model."""
    from fieldwright.models import back

    back(document_class)


def main() -> None:
    """Runs the command line; errors of ours end it with one sentence and no traceback."""
    offline.settle()
    try:
        app(standalone_mode=True)
    except DocumentError as error:
        typer.secho(f"fieldwright: {error}", err=True, fg="red")
        sys.exit(UNAVAILABLE if is_transient(error) else WRONG_USAGE)
