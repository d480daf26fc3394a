"""Words that tell a message without quotes from something else, in each language."""

CHINESE_UNSPOKEN: tuple[str, ...] = (
    *("如果", "若", "假如", "要是", "若是", "倘若", "只要", "凡是", "每当", "一旦", "除非"),
    *("否则", "不然", "反之", "那么", "那就", "且", "并且", "而且", "同时", "或", "或者", "或是"),
    *("大于", "小于", "多于", "少于", "高于", "低于", "超过", "不超过", "等于", "不等于", "不低于"),
    *("不高于", "不少于", "不多于", "不大于", "不小于", "晚于", "早于", "抄送", "设定", "让", "叫"),
    *("=", "≠", "<", ">", "≤", "≥"),
)
"""Words that no message without quotes may hold: what they begin would be swallowed."""
CHINESE_CHANNELS: tuple[str, ...] = (
    *("微信", "企业微信", "企微", "钉钉", "飞书", "短信", "邮件", "邮箱", "电话", "语音", "公众号"),
    *("弹窗", "站内信"),
)
"""Ways of sending, declared or not: 通知厂长飞书 asks for a channel."""
CHINESE_MESSAGE_NOUNS: tuple[str, ...] = (
    *(
        "通知",
        "提醒",
        "消息",
        "信息",
        "预警",
        "警报",
        "报警",
        "告警",
        "提示",
        "公告",
        "请求",
        "申请",
    ),
    *("要求", "报告", "简报", "日报", "周报", "月报", "清单", "名单", "列表", "卡片", "链接", "函"),
    *(
        "详情",
        "明细",
        "情况",
        "结果",
        "进度",
        "原因",
        "说明",
        "建议",
        "意见",
        "方案",
        "数据",
        "记录",
    ),
    *("单", "表", "书", "图"),
)
"""What a message that stands right behind its reader ends in: 通知仓管缺货情况."""

ENGLISH_UNSPOKEN_ROWS: frozenset[str] = frozenset(
    "WHEN IF UNLESS _THEN ELSE _TIMER _AND _OR _NOT OP EMPTY FILLED CONTAINS LACKS IN NOTIN BETWEEN "
    "CC TO GIVE FOR VIA ON BY MUST MUSTNOT".split()
)
ENGLISH_UNSPOKEN_WORDS: tuple[str, ...] = (
    "until",
    "before",
    "by",
    "because",
    "so that",
    "while",
    "as soon as",
)
"""Rows and words that no message without quotes may hold: what they begin would be swallowed."""
ENGLISH_CHANNELS: tuple[str, ...] = (
    *("email", "e-mail", "mail", "sms", "text message", "whatsapp", "wechat", "wecom", "slack"),
    *("teams", "telegram", "dingtalk", "feishu", "lark", "phone", "pager", "popup"),
)
"""Ways of sending, declared or not."""
ENGLISH_MESSAGE_NOUNS: tuple[str, ...] = (
    *("notice", "notification", "reminder", "alert", "alarm", "warning", "message", "report"),
    *("summary", "list", "update", "request", "details", "information", "card", "invitation"),
    *("advice", "result", "results", "digest", "overview"),
)
"""What a message that stands right behind its reader ends in: notify keeper low stock alert."""
