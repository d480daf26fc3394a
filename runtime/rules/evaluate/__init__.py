"""The value of an expression over a record given as JSON, on every target the language has."""

from runtime.rules.evaluate.answer import Answer, value_json
from runtime.rules.evaluate.bench import Bench, open_bench
from runtime.rules.evaluate.ground import Expression, Ground, ground_of
from runtime.rules.evaluate.problem import Unfit, problem
from runtime.rules.evaluate.question import TARGETS, Question, Target, question_of, read_json
from runtime.rules.evaluate.reading import Case, read_case
from runtime.rules.evaluate.sql_text import sql_text

__all__ = [
    "TARGETS",
    "Answer",
    "Bench",
    "Case",
    "Expression",
    "Ground",
    "Question",
    "Target",
    "Unfit",
    "ground_of",
    "open_bench",
    "problem",
    "question_of",
    "read_case",
    "read_json",
    "sql_text",
    "value_json",
]
