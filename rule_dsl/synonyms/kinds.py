"""What each kind of name is called. The first word is used in messages, all before a quoted name."""

from collections.abc import Mapping

KIND_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "field": {"zh": ("字段",), "en": ("field",)},
    "form": {"zh": ("表单",), "en": ("form",)},
    "opt": {"zh": ("选项",), "en": ("option",)},
    "state": {"zh": ("状态",), "en": ("state",)},
    "role": {"zh": ("角色",), "en": ("role",)},
    "dept": {"zh": ("部门",), "en": ("department",)},
    "person": {"zh": ("人员",), "en": ("person",)},
    "msg": {"zh": ("消息",), "en": ("message",)},
    "doc": {"zh": ("文档", "单据"), "en": ("document",)},
    "param": {"zh": ("参数",), "en": ("parameter",)},
    "conn": {"zh": ("连接", "连接器"), "en": ("connector",)},
    "queue": {"zh": ("队列",), "en": ("queue",)},
    "flow": {"zh": ("流程",), "en": ("flow",)},
    "list": {"zh": ("列表",), "en": ("list",)},
    "channel": {"zh": ("渠道",), "en": ("channel",)},
    "act": {"zh": ("事件",), "en": ("event",)},
}
