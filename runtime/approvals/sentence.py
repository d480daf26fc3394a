"""Reads the sentence of a step, in English or Chinese.

ask all of cfo, gm within 2 working days else remind
会签 角色:财务总监、角色:总经理，2 个工作日内，否则提醒
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from runtime.approvals.chain import Duration, Late, LateAction, Mode, Unit, Who, WhoKind

_KEY = r"([^\s,，、;；:：%]+)"
_SPACE = re.compile(r"\s*")
_COMMA = r"[,，、]"

_MODES: tuple[tuple[Mode, str], ...] = (
    ("each", r"one\s+from\s+each\s+of\b|部门会签|各出一人"),
    ("sequence", r"one\s+by\s+one\b|依次|逐级"),
    ("any", r"any\s+of\b|或签|任意一人"),
    ("all", r"all\s+of\b|会签|所有人"),
    ("ratio", r"(\d{1,4})\s*[%％](?:\s*of\b)?"),
    ("count", r"(\d{1,4})\s*(?:of\b|票|人)"),
)

_UNITS: dict[str, Unit] = {
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "分钟": "minute",
    "小时": "hour",
    "天": "day",
    "日": "day",
}

_PREFIXED: tuple[tuple[WhoKind, str], ...] = (
    ("role", r"(?:role|角色)\s*[:：]\s*"),
    ("user", r"(?:user|用户|人员)\s*[:：]\s*"),
    ("group", r"(?:group|用户组)\s*[:：]\s*"),
    ("field", r"(?:field|字段)\s*[:：]\s*"),
    ("expr", r"(?:expr|表达式)\s*[:：]\s*"),
)

_WORDS: tuple[tuple[WhoKind, str], ...] = (
    ("submitter_picks", r"submitter\s+picks\b|提交人自选"),
    ("previous_picks", r"previous\s+picks\b|上一步指定"),
    ("submitter", r"submitter\b|提交人"),
    ("followers", r"followers\b|关注人"),
    ("binding_owners", r"binding_owners\b"),
)

_RESERVED = frozenset({"within", "else", "ask", "tell", "when", "of", "and", "or"})


class SentenceWrong(ValueError):
    """The sentence cannot be read: ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a step's sentence says."""

    mode: Mode
    who: tuple[Who, ...]
    number: int | None = None
    within: Duration | None = None
    late: Late | None = None
    when: str | None = None


class _Reader:
    """A text and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._skip()

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def take(self, pattern: str) -> re.Match[str] | None:
        """What the pattern matches here, or None; spaces after it are skipped."""
        found = re.compile(pattern, re.IGNORECASE).match(self.text, self.at)
        if found:
            self.at = found.end()
            self._skip()
        return found

    @property
    def rest(self) -> str:
        return self.text[self.at :]


def parse_step(text: str, *, tell: bool = False) -> Sentence:
    """The sentence of a step. Raises :class:`SentenceWrong`."""
    when, text = _split_when(text.strip())
    reader = _Reader(text)
    if reader.take(r"tell\b|告知|抄送"):
        tell = True
    else:
        reader.take(r"ask\b|请")
    sentence = Sentence("tell", _list(reader), when=when) if tell else _ask(reader, when)
    if reader.rest:
        raise SentenceWrong("approval_sentence_rest", text=text, rest=reader.rest)
    return sentence


def parse_who(text: str) -> tuple[Who, ...]:
    """A list of WHO without a mode, as ``admins:`` has it. Raises :class:`SentenceWrong`."""
    reader = _Reader(text.strip())
    found = _list(reader)
    if reader.rest:
        raise SentenceWrong("approval_sentence_rest", text=text, rest=reader.rest)
    return found


def parse_duration(text: str) -> Duration:
    """A duration alone, as ``due:`` has it. Raises :class:`SentenceWrong`."""
    reader = _Reader(text.strip())
    found = _duration(reader)
    if found is None or reader.rest:
        raise SentenceWrong("approval_duration", text=text)
    return found


def _split_when(text: str) -> tuple[str | None, str]:
    found = re.match(r"when\s+(.+?)\s+((?:ask|tell)\s.+)", text, re.IGNORECASE | re.DOTALL)
    return (found[1], found[2]) if found else (None, text)


def _ask(reader: _Reader, when: str | None) -> Sentence:
    mode, number, in_line = _mode(reader)
    who = _list(reader, in_line=in_line)
    if mode is None and len(who) > 1:
        raise SentenceWrong("approval_how_many", text=reader.text)
    within = late = None
    if (within := _within(reader)) is not None and reader.take(rf"{_COMMA}?\s*(?:else\b|否则)"):
        late = _late(reader)
    return Sentence(mode or "any", who, number, within, late, when)


def _mode(reader: _Reader) -> tuple[Mode | None, int | None, bool]:
    for mode, pattern in _MODES:
        if found := reader.take(pattern):
            reader.take(r"[:：]")
            number = int(found[1]) if mode in {"ratio", "count"} else None
            return mode, number, found[0] == "逐级"
    return None, None, False


def _list(reader: _Reader, *, in_line: bool = False) -> tuple[Who, ...]:
    found = [_who(reader, in_line=in_line)]
    while _more(reader):
        found.append(_who(reader, in_line=in_line))
    return tuple(found)


def _more(reader: _Reader) -> bool:
    before = reader.at
    if not reader.take(_COMMA):
        return False
    ahead = reader.at
    if _within(reader) is not None:
        reader.at = before
        return False
    reader.at = ahead
    return True


def _who(reader: _Reader, *, in_line: bool = False) -> Who:
    who = _managers(reader, in_line=in_line) or _head(reader) or _manager(reader)
    who = who or _word(reader) or _prefixed(reader)
    if who is not None:
        return who
    if (found := reader.take(_KEY)) and found[1].lower() not in _RESERVED:
        return _scoped(reader, Who("role", found[1]))
    raise SentenceWrong("approval_who_missing", text=reader.text)


def _managers(reader: _Reader, *, in_line: bool) -> Who | None:
    line = r"managers\s+of\s+submitter\b|managers\b|提交人的?各级主管|各级主管"
    if not reader.take(line) and not (in_line and reader.take(r"提交人的?主管|主管")):
        return None
    up_to = _who(reader) if reader.take(r"up\s+to\b|直到") else None
    found = reader.take(r"at\s+most\s+(\d{1,3})\b|最多\s*(\d{1,3})\s*级")
    at_most = int(found[1] or found[2]) if found else None
    return Who("managers", of="submitter", up_to=up_to, at_most=at_most)


def _manager(reader: _Reader) -> Who | None:
    if found := reader.take(r"manager\b(?:\s+of\s+(submitter|assignee)\b)?"):
        return Who("manager", of=(found[1] or "submitter").lower())
    if found := reader.take(r"(提交人|办理人)?的?(?:直属)?主管"):
        return Who("manager", of="assignee" if found[1] == "办理人" else "submitter")
    return None


def _word(reader: _Reader) -> Who | None:
    for kind, pattern in _WORDS:
        if reader.take(pattern):
            if kind == "submitter_picks" and reader.take(r"from\b"):
                _list(reader)
            return Who(kind)
    return None


def _prefixed(reader: _Reader) -> Who | None:
    return next((_named(reader, kind) for kind, say in _PREFIXED if reader.take(say)), None)


def _named(reader: _Reader, kind: WhoKind) -> Who:
    found = reader.take(_KEY)
    if not found:
        raise SentenceWrong("approval_who_missing", text=reader.text)
    who = Who(kind, found[1])
    return _scoped(reader, who) if kind == "role" else who


def _scoped(reader: _Reader, who: Who) -> Who:
    found = reader.take(rf"in\s+{_KEY}")
    return Who("role", who.key, within=found[1]) if found else who


def _head(reader: _Reader) -> Who | None:
    if reader.take(r"head\s+of\s+submitter\b|提交人的?部门负责人"):
        return Who("head", of="submitter")
    if found := reader.take(rf"head\s+of\s+(?:dept|department)\s*[:：]\s*{_KEY}"):
        return Who("head", found[1])
    if found := reader.take(r"部门\s*[:：]\s*([^\s,，、]+?)\s*的?(?:负责人|主管)"):
        return Who("head", found[1])
    return None


def _within(reader: _Reader) -> Duration | None:
    before = reader.at
    if reader.take(r"within\b"):
        found = _duration(reader)
        if found is None:
            raise SentenceWrong("approval_duration", text=reader.rest)
        return found
    reader.take(_COMMA)
    reader.take(r"在|限时")
    found = _duration(reader)
    if found is not None and reader.take(r"以?内"):
        return found
    reader.at = before
    return None


def _duration(reader: _Reader) -> Duration | None:
    found = reader.take(r"(\d{1,5})\s+(working\s+)?(minute|hour|day)s?\b")
    found = found or reader.take(r"(\d{1,5})\s*个?\s*(工作)?(分钟|小时|天|日)")
    if not found:
        return None
    return Duration(int(found[1]), _UNITS[found[3].lower()], working=bool(found[2]))


_LATE: tuple[tuple[LateAction, str, str], ...] = (
    ("remind", r"remind\b|提醒", ""),
    ("share", r"share\s+with\b|上报给?", "who"),
    ("transfer", r"transfer\s+to\b|转交给?", "who"),
    ("approve", r"approve\b|(?:自动)?通过", ""),
    ("reject", r"reject\b|(?:自动)?拒绝", ""),
    ("return", r"return\s+to\b|退回到?", "step"),
    ("incident", r"incident\b|记?异常", ""),
)


def _late(reader: _Reader) -> Late:
    for action, pattern, wants in _LATE:
        if reader.take(pattern):
            who = _who(reader) if wants == "who" else None
            step = reader.take(_KEY) if wants == "step" else None
            if wants == "step" and step is None:
                break
            return Late(action, who, step[1] if step else None)
    raise SentenceWrong("approval_late", text=reader.rest)
