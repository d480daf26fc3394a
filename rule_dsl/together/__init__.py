"""Rules and formulas beside each other: conflicts with a sample record, cycles with their path.

``World``           an app as far as conditions see it: its vocabulary, parameters, zone, calendar.
``RuleText``        a rule of it: key, labels, form, tree.
``told``            what its rules do to each other, as problems placed in them.
``formula_cycles``  the formulas that need each other.
``witness``         a sample record that conditions are true of.
"""

from rule_dsl.together.formulas import formula_cycles
from rule_dsl.together.samples import World
from rule_dsl.together.tell import told
from rule_dsl.together.witness import Witness, witness
from rule_dsl.together.writers import RuleText

__all__ = ["RuleText", "Witness", "World", "formula_cycles", "told", "witness"]
