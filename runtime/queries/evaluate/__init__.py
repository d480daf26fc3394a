"""The value of an expression over a record given as JSON, on every target the language has."""

from runtime.queries.evaluate.answer import Answer, value_json
from runtime.queries.evaluate.bench import Bench, open_bench
from runtime.queries.evaluate.ground import Expression, Ground, ground_of
from runtime.queries.evaluate.problem import Unfit, problem
from runtime.queries.evaluate.question import TARGETS, Question, Target, question_of, read_json
from runtime.queries.evaluate.reading import Case, read_case
from runtime.queries.evaluate.sql_text import sql_text

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
