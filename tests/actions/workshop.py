"""The app that the samples of actions are read over: a form with a state, tags and what actions name."""

from __future__ import annotations

from runtime.actions.base import ActionType, Sample
from runtime.catalog import catalog
from runtime.spec.app import AppSpec
from tests.house import app_of

APP = """
key: shop
label: {zh: 小店, en: shop}
main: job
roles:
  - {key: boss, label: {zh: 老板, en: boss}}
queues:
  - {key: pool, label: {zh: 待办池, en: pool}, roles: [boss]}
messages:
  - {key: reminder, label: {zh: 提醒, en: reminder}}
"""
JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}}
  - {key: count, type: integer, label: {zh: 数量, en: count}}
  - {key: grade, type: text, label: {zh: 等级, en: grade}}
  - key: rank
    type: choice
    ordered: true
    label: {zh: 等次, en: rank}
    options:
      - {key: low, label: {zh: 低, en: low}}
      - {key: high, label: {zh: 高, en: high}}
  - {key: marks, type: tags, label: {zh: 标签, en: tags}}
  - {key: status, type: state, label: {zh: 状态, en: status}}
permissions:
  - {role: boss, can: [create, read, update, delete]}
"""
BILL = """
key: bill
label: {zh: 账单, en: bill}
title: note
fields:
  - {key: note, type: text, label: {zh: 备注, en: note}}
  - {key: job, type: link, form: job, label: {zh: 所属活儿, en: job}}
permissions:
  - {role: boss, can: [create, read, update, delete]}
"""
LIFE = """
key: job_life
form: job
label: {zh: 活儿过程, en: job lifecycle}
initial: open
states:
  - key: open
    label: {zh: 进行中, en: open}
    owner: boss
    moves:
      - {key: finish, label: {zh: 完成, en: finish}, to: done, who: [owner]}
  - {key: done, label: {zh: 已完成, en: done}, final: true}
"""
RUSH = """
key: rush
form: job
label: {zh: 加急审批, en: rush approval}
steps:
  - {key: boss, label: {zh: 老板审批, en: boss}, ask: role:boss}
"""


def samples() -> dict[str, tuple[ActionType[object], Sample]]:
    """Every sample of every action, by the key of the rule that holds it."""
    return {
        f"{action.key}_{number}": (action, sample)
        for action in catalog().actions.values()
        for number, sample in enumerate(action.samples, 1)
    }


def workshop() -> AppSpec:
    """The app, with a rule for each sample: it acts on a new job that is called as the rule."""
    rules = {
        f"rules__{key}": f"key: {key}\nform: job\nlabel: {{zh: {key}, en: {key}}}\non: true\n---\n"
        f"当新建活儿时，若名称=“{key}”，则{sample.text}\n"
        for key, (_, sample) in samples().items()
    }
    return app_of(
        app=APP,
        forms__job=JOB,
        forms__bill=BILL,
        lifecycles__job_life=LIFE,
        approvals__rush=RUSH,
        **rules,
    )
