"""A small app in memory, and ways to break it."""

from runtime.discovery import discover
from runtime.fields.base import FieldType
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.load import load_files
from runtime.spec.problems import Problem
from runtime.views.base import ViewType

BLOCKS = Blocks(
    fields=discover("runtime.fields", FieldType), views=discover("runtime.views", ViewType)
)

FILES = {
    "app.yaml": """\
key: lending
label: {zh: 借还, en: Lending}
main: loan
roles:
  - {key: clerk, label: {zh: 管理员, en: clerk}}
  - {key: reader, label: {zh: 读者, en: reader}}
departments:
  - {key: library, label: {zh: 图书馆, en: library}, manager: clerk}
params:
  - {key: long_days, label: {zh: 长借天数, en: long days}, type: integer, value: 30, unit: {zh: 天, en: days}}
messages:
  - {key: due_notice, label: {zh: 到期通知, en: due notice}, form: loan, body: {zh: "${书名} 到期了", en: "${book} is due"}}
events:
  - {key: lost, label: {zh: 丢失, en: lost}, form: loan}
queues:
  - {key: desk, label: {zh: 柜台, en: desk}, roles: [clerk]}
channels:
  - {key: sms, label: {zh: 短信, en: text message}}
documents:
  - {key: receipt, label: {zh: 回执, en: receipt}, form: loan}
menu:
  - {label: {zh: 借还, en: Lending}, items: [loans, loan]}
""",
    "forms/loan.yaml": """\
key: loan
label: {zh: 借书单, en: loan}
also: {zh: [借阅单]}
title: number
time: taken
fields:
  - {key: number, type: auto_number, label: {zh: 编号, en: number}, pattern: "L-{seq:4}"}
  - {key: state, type: state, label: {zh: 借书状态, en: loan state}}
  - {key: book, type: text, label: {zh: 书名, en: book}, also: {en: [title]}, required: true}
  - {key: taken, type: date, label: {zh: 借出日期, en: taken}, default: TODAY()}
  - key: kind
    type: choice
    label: {zh: 类别, en: kind}
    ordered: true
    options:
      - {key: short, label: {zh: 短借, en: short}}
      - {key: long, label: {zh: 长借, en: long}}
  - {key: copies, type: integer, label: {zh: 册数, en: copies}, min: "1", max: 99, unit: {zh: 册, en: copies}}
  - key: items
    type: lines
    label: {zh: 清单, en: items}
    fields:
      - {key: shelf, type: text, label: {zh: 书架, en: shelf}}
      - {key: weight, type: decimal, label: {zh: 重量, en: weight}, scale: 3, unit: kg}
validations:
  - {key: some, check: 册数 > 0, field: copies, message: {zh: 至少一册。, en: At least one.}}
permissions:
  - {role: clerk, can: [create, read, update, delete]}
  - {role: reader, can: [read], rows: 创建人 = 本人, fields: {copies: hidden, items.weight: hidden}}
""",
    "views/loans.yaml": """\
key: loans
type: list
form: loan
label: {zh: 借书列表, en: loans}
columns: [number, book, created_at]
filter: 册数 > 1
sort: [-taken]
""",
    "lifecycles/loan_life.yaml": """\
key: loan_life
form: loan
label: {zh: 借还过程, en: lending}
initial: out
common:
  - {key: lose, label: {zh: 报失, en: report lost}, to: gone, who: clerk}
states:
  - key: out
    label: {zh: 借出, en: on loan}
    owner: clerk
    moves:
      - {key: give_back, label: {zh: 归还, en: give back}, to: back, who: [owner], guard: 册数 > 0, approval: check_book}
  - {key: back, label: {zh: 已还, en: returned}, final: true}
  - {key: gone, label: {zh: 已失, en: gone}, final: true}
""",
    "approvals/check_book.yaml": """\
key: check_book
form: loan
label: {zh: 验书, en: book check}
steps:
  - role:clerk
  - {key: many, when: 册数 > 10, ask: manager of submitter, require: [copies]}
  - {tell: [submitter, "role:reader"]}
""",
    "rules/long_loan.rule": """\
key: long_loan
form: loan
label: {zh: 长借, en: long loan}
on: true
---
如果册数>10，则新增‘大宗’标签
""",
    "data/loan.csv": "book,taken,state\n斗拱,=TODAY()-3,out\n",
    "scenarios/walk.yaml": """\
key: walk
label: {zh: 一借一还, en: there and back}
steps:
  - {as: clerk_1, create: loan, values: {book: 斗拱, copies: 1}, save_as: it}
  - {as: clerk_1, move: give_back, record: it}
""",
}


def files(**changes: str) -> dict[str, bytes]:
    """The small app; ``forms__loan="…"`` replaces a file's text."""
    return encoded(FILES | {_path(name): text for name, text in changes.items()})


def edited(path: str, old: str, new: str) -> dict[str, bytes]:
    """The small app with one text in one file replaced by another."""
    assert old in FILES[path], f"{old!r} is not in {path}"
    return encoded(FILES | {path: FILES[path].replace(old, new, 1)})


def encoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def _path(name: str) -> str:
    folder, _, stem = name.partition("__")
    ending = {"rules": ".rule", "data": ".csv"}.get(folder, ".yaml")
    return f"{folder}/{stem}{ending}" if stem else f"{folder}.yaml"


def small() -> AppSpec:
    spec, problems = load_files(files(), BLOCKS)
    assert spec is not None, problems
    return spec


def problems_of(given: dict[str, bytes]) -> tuple[Problem, ...]:
    return load_files(given, BLOCKS)[1]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems if problem.severity == "error"]
