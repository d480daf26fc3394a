"""A revision compiled: tables, programs, rights and rules, made once and then only read.

Nothing is parsed while a request is served: every expression of a form is a program here.
"""

from runtime.compiled.app import CompiledApp
from runtime.compiled.buttons import Button
from runtime.compiled.compile import compile_app, states_of
from runtime.compiled.field import CompiledField, Condition, Dependent
from runtime.compiled.form import CompiledForm, CompiledLifecycle, CompiledMove, CompiledRule

__all__ = [
    "Button",
    "CompiledApp",
    "CompiledField",
    "CompiledForm",
    "CompiledLifecycle",
    "CompiledMove",
    "CompiledRule",
    "Condition",
    "Dependent",
    "compile_app",
    "states_of",
]
