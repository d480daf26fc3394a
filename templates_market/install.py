"""Installing a template: its app is published, staffed and filled with sample records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runtime.commands.publish import Author, publish_app
from runtime.commands.security_log import log_security_now
from runtime.commands.staff import Login, staff_app
from runtime.context import SYSTEM, writing
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.queries.apps import apps
from runtime.scenarios.seeds import seed_records
from templates_market.bundle import Bundle, read_zip, reading_of
from templates_market.gallery import bundle_of

Tell = Callable[[str], None]
"""Hears how far an installation is: checked, published, staffed, seeded."""


@dataclass(frozen=True, slots=True)
class Installed:
    """An app that came from a template, the logins made for it, and its sample records."""

    app: str
    revision: int
    logins: tuple[Login, ...] = ()
    records: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a template is to be installed: with samples or without, by whom, and who hears of it."""

    sample: bool = True
    author: str = SYSTEM
    tell: Tell = lambda _: None


def find(what: str) -> Bundle:
    """The bundle of a template by its key, or in the file of that name.

    Raises:
        Refusal: no_such_template (404), or what is wrong with the file.
    """
    path = Path(what)
    if path.suffix == ".zip":
        if not path.is_file():
            raise Refusal("no_template_file", 404, name=what)
        return read_zip(path.read_bytes())
    return bundle_of(what)


def install(installation: Installation, what: str | Bundle, wish: Wish | None = None) -> Installed:
    """Install a template as a new app. Logins are only made together with sample records.

    Raises:
        Refusal: no_such_template (404), app_exists (409), BundleRefused, seed_refused.
    """
    wanted = wish or Wish()
    bundle = find(what) if isinstance(what, str) else what
    read = reading_of(bundle)
    spec = read.spec
    if any(each.key == spec.key for each in apps(installation)):
        raise Refusal("app_exists", 409, app=spec.key)
    wanted.tell("checked")
    note = f"{bundle.template.key} {bundle.template.version} sha256:{bundle.digest}"
    published = publish_app(installation, read, Author(wanted.author, note))
    log_security_now(installation, "template_installed", app=spec.key, digest=bundle.digest[:16])
    wanted.tell("published")
    if not wanted.sample:
        return Installed(spec.key, published.revision)
    logins = staff_app(installation, spec, bundle.template.people)
    wanted.tell("staffed")
    with writing(installation, SYSTEM, spec.key, "seed") as ctx:
        seeded = seed_records(ctx, spec.seeds)
    wanted.tell("seeded")
    return Installed(spec.key, published.revision, logins, seeded.count)
