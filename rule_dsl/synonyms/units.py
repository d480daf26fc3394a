"""Units of duration and the counters that may follow a count and mean nothing."""

from collections.abc import Mapping

UNITS: Mapping[str, tuple[str, ...]] = {
    "s": ("秒", "秒钟", "seconds", "second", "secs", "sec", "s"),
    "min": ("分钟", "分", "minutes", "minute", "mins", "min"),
    "h": ("小时", "个小时", "钟头", "个钟头", "hours", "hour", "hrs", "hr", "h"),
    "d": ("天", "日", "自然日", "个自然日", "days", "day", "d"),
    "w": ("周", "个星期", "星期", "个周", "礼拜", "weeks", "week", "w"),
    "mo": ("个月", "月", "months", "month"),
    "q": ("个季度", "季度", "quarters", "quarter"),
    "y": ("年", "years", "year"),
    "wd": ("个工作日", "工作日", "working days", "working day", "business days", "workdays"),
    "wh": (
        "个工作小时",
        "工作小时",
        "working hours",
        "working hour",
        "business hours",
    ),
}

SIZES: Mapping[str, tuple[str, int]] = {
    "s": ("seconds", 1),
    "min": ("seconds", 60),
    "h": ("seconds", 3_600),
    "d": ("seconds", 86_400),
    "w": ("seconds", 604_800),
    "mo": ("months", 1),
    "q": ("months", 3),
    "y": ("months", 12),
}
"""What a unit is measured in, and how much of it it is; units of one measure may be added up."""

COUNTERS: tuple[str, ...] = (*"次项单条笔台个件人箱家位页张份套批辆只组名分", "times", "items")

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "1": ("周一", "星期一", "monday", "mon"),
    "2": ("周二", "星期二", "tuesday", "tue"),
    "3": ("周三", "星期三", "wednesday", "wed"),
    "4": ("周四", "星期四", "thursday", "thu"),
    "5": ("周五", "星期五", "friday", "fri"),
    "6": ("周六", "星期六", "saturday", "sat"),
    "7": ("周日", "周天", "星期日", "星期天", "sunday", "sun"),
}
