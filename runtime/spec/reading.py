"""The one reading of an app: every problem of it and what its texts mean, found in one go."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.calendar_checks import check_calendar
from runtime.spec.check import check_chains, check_params, check_shape, check_types
from runtime.spec.dead_checks import check_dead
from runtime.spec.documents import Sources
from runtime.spec.expressions import check_expressions
from runtime.spec.findings import Findings
from runtime.spec.formula_checks import check_formulas
from runtime.spec.icons import check_icons
from runtime.spec.lifecycles import check_lifecycles
from runtime.spec.limits import PROBLEMS
from runtime.spec.meanings import Edition, trees_of
from runtime.spec.names import check_names
from runtime.spec.performable import check_performable
from runtime.spec.problems import Problem, errors, in_order
from runtime.spec.references import check_references
from runtime.spec.row_checks import check_rows
from runtime.spec.seed_checks import check_seeds
from runtime.spec.sight_checks import check_sight
from runtime.spec.texts import Texts
from runtime.spec.together import check_together
from runtime.spec.uses import check_uses
from runtime.spec.value_checks import check_defaults
from runtime.spec.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class AppReading:
    """An app as it was read: the edition that can be published, and what is wrong with it."""

    edition: Edition
    problems: tuple[Problem, ...] = ()

    @property
    def spec(self) -> AppSpec:
        """The app itself."""
        return self.edition.spec

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops a publication."""
        return errors(self.problems)


def read_app(spec: AppSpec, blocks: Blocks, sources: Sources | None = None) -> AppReading:
    """Read every text of an app once; every problem with it comes back at once.

    ``sources`` gives problems their places, for an app that came from files: there the schema has
    been met already. Without them the shape is checked here, and it alone where it is wrong.
    """
    findings = Findings(spec, blocks, sources or {})
    if sources is None:
        findings.problems += check_shape(spec, blocks)
        if findings.problems:
            return AppReading(Edition(spec), tuple(findings.problems))
    check_names(findings)
    check_types(findings)
    check_references(findings)
    check_icons(findings)
    check_uses(findings)
    check_calendar(findings)
    check_lifecycles(findings)
    check_chains(findings)
    check_params(findings)
    edition = Edition(spec)
    if blocks.fields:  # without field types nothing can be read
        texts = Texts(vocabulary(spec, blocks.fields))
        read = check_expressions(findings, texts)
        check_defaults(findings, texts.words, read)
        check_formulas(findings, texts.words, read)
        check_seeds(findings, texts)
        check_together(findings, texts.words, read)
        check_performable(findings, read)
        check_dead(findings, read)
        check_sight(findings, read)
        check_rows(findings, read)
        edition = Edition(spec, trees_of(texts))
    return AppReading(edition, in_order(findings.problems)[:PROBLEMS])
