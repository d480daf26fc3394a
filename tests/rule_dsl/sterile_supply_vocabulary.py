"""Names of an instrument sterilisation department, read from its app folder as any app is."""

from __future__ import annotations

from pathlib import Path

from rule_dsl.vocabulary import Vocabulary
from runtime.catalog import catalog
from runtime.spec.load import load_app
from runtime.spec.vocabulary import vocabulary

FOLDER = Path(__file__).parent / "sterile_supply"


def read_vocabulary() -> Vocabulary:
    """The vocabulary as the product makes it: units of money, pinyin and all."""
    spec, _ = load_app(FOLDER, catalog().blocks)
    assert spec is not None
    return vocabulary(spec, catalog().fields)


STERILE = read_vocabulary()
