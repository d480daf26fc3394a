"""Sentences about what rules and formulas do to each other."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence, row

TOGETHER: Mapping[str, Mapping[str, Sentence]] = {
    "rules_conflict": row(
        "两条规则会把「{field}」改成不同的值：「{first}」改为{first_value}，「{second}」改为{second_value}；例如：{record}。",
        "请让两个条件不重叠，或只留一条规则。",
        "Two rules set “{field}” to different values: “{first}” to {first_value}, “{second}” to {second_value}; for example: {record}.",
        "Make their conditions exclude each other, or keep one of the rules.",
    ),
    "rules_in_a_circle": row(
        "这些规则互相触发：{path}。",
        "一次保存里每条规则对一条记录只执行一次，结果取决于谁先执行；请让其中一条不再改另一条所看的字段。",
        "These rules set each other off: {path}.",
        "In one save each rule runs once for a record, so the result depends on which runs first; let one of them no longer change what the next one reads.",
    ),
    "rule_runs_itself": row(
        "这条规则改了它自己所看的字段，改完条件仍然成立：{path}。",
        "请让它改完后条件不再成立，或去掉这个动作。",
        "This rule changes what it reads itself, and what it waits for still holds then: {path}.",
        "Let its condition be false afterwards, or drop the action.",
    ),
    "formula_circle": row(
        "这些公式互相依赖，算不出来：{path}。",
        "请让其中一个公式不再用到下一个字段。",
        "These formulas need each other and cannot be computed: {path}.",
        "Let one of them no longer use the next field.",
    ),
}
