"""Sentences about values and their types."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence, row

VALUES: Mapping[str, Mapping[str, Sentence]] = {
    "cannot_compare": row(
        "「{left}」是{left_type}，不能和{right_type}「{right}」比较。",
        "请换成{left_type}。",
        "“{left}” is {left_type} and cannot be compared with “{right}”, which is {right_type}.",
        "Compare it with {left_type}.",
    ),
    "cannot_calculate": row(
        "{left}和{right}之间不能用“{operator}”计算。",
        "请检查两边是不是写错了字段。",
        "“{operator}” cannot be used between {left} and {right}.",
        "Check that the right fields are used.",
    ),
    "money_times_money": row(
        "金额不能乘以金额。",
        "请让其中一个是数字或百分数。",
        "Money cannot be multiplied by money.",
        "One of the two must be a plain number or a percentage.",
    ),
    "not_a_number": row(
        "这里需要数字，而它是{name}。",
        "请换成数字字段。",
        "A number is needed here, but this is {name}.",
        "Use a field that holds a number.",
    ),
    "percent_or_number": row(
        "和百分数比较时写的是 {name}：是 {name} 还是 {name}%？",
        "如果是百分数，请写 {name}%。",
        "Compared with a percentage, is it {name} or {name}%?",
        "If a percentage is meant, write {name}%.",
    ),
    "fraction_is_percent": row(
        "{name} 在这里读作 {percent}。",
        "写成 {percent} 更清楚。",
        "{name} is read as {percent} here.",
        "Writing {percent} is clearer.",
    ),
    "needs_unit": row(
        "数字 {name} 后面少了时间单位。",
        "请写上 天、小时、分钟或工作日，例如 {name}天。",
        "The number {name} has no unit of time.",
        "Add days, hours, minutes or working days, for example {name} days.",
    ),
    "hours_against_date": row(
        "「{name}」是日期，没有钟点，请用天。",
        "把小时或分钟换成天，例如 2天。",
        "“{name}” is a date without a time of day; use days.",
        "Write days instead of hours or minutes, for example 2 days.",
    ),
    "months_not_exact": row(
        "月、季度和年的长短不一，不能用来比较时长。",
        "请换成天或周。",
        "Months, quarters and years differ in length and cannot measure a duration.",
        "Use days or weeks.",
    ),
    "unit_not_whole": row(
        "「{name}」没有确定的长度：月和工作日只能是整数。",
        "请换成更小的单位，例如半个月写成 15天，半个工作日写成 4个工作小时。",
        "“{name}” has no definite length: months and working days come in whole numbers.",
        "Use a smaller unit: 15 days for half a month, 4 working hours for half a working day.",
    ),
    "until_needs_date": row(
        "“距离”和“临近”后面要跟日期，而「{name}」是{found}。",
        "请换成一个日期字段。",
        "“time to” and “is within” need a date, but “{name}” is {found}.",
        "Use a date field.",
    ),
    "range_or_minus": row(
        "“{low}-{high}”是从 {low} 到 {high}，还是 {low} 减 {high}？",
        "如果是范围，请写：介于{low}至{high}；如果是减法，请加括号：({low}-{high})。",
        "Does “{low}-{high}” mean from {low} to {high}, or {low} minus {high}?",
        "For a range write: between {low} and {high}; for a difference use brackets: ({low}-{high}).",
    ),
    "date_and_length": row(
        "「{name}」是日期，「{length}」是时长，不知道是还有多久，还是过了多久。",
        "请写成：距离{name}≤{length}，或 {name}临近{length}，或 {name}逾期{length}以上。",
        "“{name}” is a date and “{length}” a length of time: still to go, or gone by?",
        "Write: time to {name} <= {length}, or {name} is within {length}, or {name} is overdue by {length}.",
    ),
    "period_needs_date": row(
        "只有日期才能说在哪一天、哪一周，而「{name}」是{found}。",
        "请换成一个日期字段。",
        "Only a date can lie on some day or in some week, but “{name}” is {found}.",
        "Use a date field.",
    ),
    "held_needs_duration": row(
        "“持续”后面要写时长。",
        "例如：持续超过48小时。",
        "“held for” needs a duration.",
        "For example: held for over 48 hours.",
    ),
    "trend_needs_series": row(
        "这里看不出每天的数值。",
        "请写本表单的一个数字字段，或关联记录的一个字段，例如：收款单的金额合计连续5天上扬。",
        "This gives no value for each day.",
        "Name a number field of this form, or one of linked records: sum of payment's amount for 5 days rising.",
    ),
    "trend_in_days": row(
        "趋势按天比较，这里要写整天数。",
        "例如：连续5天上扬。",
        "A trend compares days, so whole days are needed here.",
        "For example: for 5 days rising.",
    ),
    "trend_needs_number": row(
        "“连续…上扬”只能用于数字，而这里是{found}。",
        "请换成数字字段。",
        "Only a number can rise or fall, but this is {found}.",
        "Use a field that holds a number.",
    ),
    "contains_needs_text": row(
        "“包含”只能用于文本或多选，而这里是{found}。",
        "如果要比较，请用 = 或 属于。",
        "Only text and multiple choices contain something, but this is {found}.",
        "Use = or “in” to compare.",
    ),
    "not_ordered": row(
        "{found}没有大小之分，不能用 < 或 >。",
        "请用 = 或 ≠。",
        "There is no order between values of this kind ({found}); < and > make no sense.",
        "Use = or !=.",
    ),
    "options_not_ordered": row(
        "「{name}」的选项没有先后，不能用 < 或 >。",
        "请用 = 或 属于，或在字段上声明选项有序。",
        "The options of “{name}” have no order; < and > make no sense.",
        "Use = or “in”, or declare the options ordered.",
    ),
    "other_choice": row(
        "这是另一个字段的选项，不能和「{left}」比较。",
        "请换成「{left}」自己的选项。",
        "This option belongs to another field and cannot be compared with “{left}”.",
        "Use one of the options of “{left}”.",
    ),
    "tick_never_empty": row(
        "「{name}」是勾选项，不会为空，只有“是”和“否”。",
        "请写成 {name}=否。",
        "“{name}” is a tick: it is never empty, only yes or no.",
        "Write {name} = no.",
    ),
    "no_such_date": row(
        "日历上没有「{name}」。",
        "请检查年月日和时间。",
        "“{name}” is not in the calendar.",
        "Check the day, the month and the time.",
    ),
    "no_such_time": row(
        "一天里没有「{name}」这个时间。",
        "请写 0:00 到 23:59 之间的时间。",
        "There is no time of day “{name}”.",
        "Write a time from 0:00 to 23:59.",
    ),
    "no_such_day": row(
        "一个月里没有 {name} 日。",
        "请写 1 日到 31 日，或最后一天。",
        "No month has a day {name}.",
        "Write a day from 1 to 31, or the last day.",
    ),
    "no_such_interval": row(
        "不能写「{name}」：间隔只能是整分钟或整小时。",
        "例如 每15分钟、每2小时；更长的请写 每天、每周或每月。",
        "“{name}” cannot be: an interval is whole minutes or hours.",
        "For example every 15 minutes or every 2 hours; for longer ones write daily, weekly or monthly.",
    ),
    "no_such_weekday": row(
        "一周里没有「{name}」。",
        "请写周一到周日。",
        "There is no day of the week “{name}”.",
        "Write Monday to Sunday.",
    ),
    "bounds_disagree": row(
        "「{first}」和「{second}」方向相反。",
        "请只留一个。",
        "“{first}” and “{second}” point in opposite directions.",
        "Keep only one of them.",
    ),
    "argument_too_few": row(
        "函数 {function} 至少要 {least} 个参数，现在只有 {given} 个。",
        "请看函数说明，补上缺少的参数。",
        "{function} needs more arguments: at least {least}, and it has {given}.",
        "See the description of the function.",
    ),
    "argument_too_many": row(
        "函数 {function} 的参数太多，写了 {given} 个。",
        "请看函数说明，删掉多余的参数。",
        "{function} has too many arguments: {given} are given.",
        "See the description of the function.",
    ),
    "argument_wrong_kind": row(
        "函数 {function} 在这里需要{wanted}，写的是{found}。",
        "请换成{wanted}。",
        "{function} needs {wanted} here, not {found}.",
        "Use {wanted}.",
    ),
    "argument_mixed": row(
        "函数 {function} 的几个结果类型不同：这里是{found}，前面是{wanted}。",
        "请让它们都是{wanted}。",
        "The results of {function} have different types: this is {found}, before it was {wanted}.",
        "Make them all {wanted}.",
    ),
    "many_values": row(
        "这里会读到好几行的值，不能直接使用。",
        "请用 SUM、MAX 等函数先汇总。",
        "This reads the values of several lines at once.",
        "Put it in SUM, MAX or another function over lines.",
    ),
    "owner_too_far": row(
        "这里只能用「{form}」自己的关联，不能再经过别的记录。",
        "请在「{form}」上加一个直接的关联字段。",
        "Only a link of “{form}” itself can be used here, not one reached through other records.",
        "Give “{form}” a link field of its own.",
    ),
    "several_lists": row(
        "一次汇总里写了两个不同的明细，它们的行对不上。",
        "请分别汇总，例如 SUM(…) + SUM(…)。",
        "One total reads two different lists, whose rows do not belong together.",
        "Add them up one by one, for example SUM(…) + SUM(…).",
    ),
    "gather_inside": row(
        "逐行计算时，里面不能再汇总，也不能再查别的记录。",
        "请把里面的汇总先存成一个计算字段，再用它。",
        "What is calculated row by row cannot contain a total or a question about other records.",
        "Keep the inner total in a computed field, and use that field.",
    ),
    "aggregate_needs_field": row(
        "要写明汇总哪个字段。",
        "例如：近30天交货的延迟平均。",
        "Say which field to aggregate.",
        "For example: average of delivery's delay in last 30 days.",
    ),
    "cannot_set": row(
        "「{name}」是{wanted}，不能改成{found}。",
        "请写一个{wanted}。",
        "“{name}” is {wanted} and cannot be set to {found}.",
        "Give {wanted}.",
    ),
    "cannot_step": row(
        "「{name}」是{found}，不能提升或下调。",
        "只有数字、日期和有序的选项可以。",
        "“{name}” is {found} and cannot be raised or lowered.",
        "Only numbers, dates and ordered choices can.",
    ),
    "not_writable": row(
        "「{name}」由系统算出，不能直接改。",
        "请改它依据的字段。",
        "“{name}” is computed and cannot be set.",
        "Set the fields it is computed from.",
    ),
}
