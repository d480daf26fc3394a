"""The app a command names: a folder, or the key of a published one."""

from __future__ import annotations

from pathlib import Path

from runtime.catalog import catalog
from runtime.config import settings
from runtime.errors import Refusal
from runtime.installation import open_installation
from runtime.queries.specs import spec_of
from runtime.spec.app import AppSpec
from runtime.spec.load import load_app


def form_of(spec: AppSpec, form: str | None) -> str | None:
    """The form a command names, where it names one.

    Raises:
        Refusal: eval_no_form (422).
    """
    if form is not None and all(each.key != form for each in spec.forms):
        raise Refusal("eval_no_form", 422, form=form)
    return form


def load_spec(app: str) -> AppSpec:
    """The app in a folder, or the published one of that key.

    Raises:
        Refusal: not_found (404), or spec_refused where the folder's app has no right shape.
    """
    if Path(app).is_dir():
        spec, problems = load_app(app, catalog().blocks)
        if spec is None:
            raise Refusal("spec_refused", 422, count=len(problems))
        return spec
    installation = open_installation(settings())
    try:
        return spec_of(installation, app)
    finally:
        installation.engine.dispose()
