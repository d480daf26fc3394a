"""Messages: who is told what, through which channel, with what, and who gets a copy."""

from __future__ import annotations

from dataclasses import replace

from lark import Tree

from rule_dsl.check import free_words
from rule_dsl.check.actions import ACTIONS, CONTENT, content, listed, make, recipients
from rule_dsl.check.context import (
    Context,
    is_unknown,
)
from rule_dsl.check.names import node_of, thing
from rule_dsl.check.setting import SETTINGS
from rule_dsl.check.syntax import Part, find_word, span_of, trees, word_of, words
from rule_dsl.check.truth import predicate
from rule_dsl.check.values import duration
from rule_dsl.lexer.keywords import keywords
from rule_dsl.lexer.numerals import skip_space
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import NUMBER

WAYS = {
    "sms": ("短信", "手机短信", "sms", "text message"),
    "phone": ("电话", "语音", "phone", "phone call", "voice"),
    "email": ("邮件", "电子邮件", "email", "e-mail"),
    "dingtalk": ("钉钉", "dingtalk"),
    "feishu": ("飞书", "feishu", "lark"),
    "wecom": ("企业微信", "企微", "wecom"),
}
"""What the channel that a verb of telling names may be called."""
CC_INDEX = {"notify": 4, "alert": 2, "task": 3}
WITH_INDEX = {"notify": 3, "create": 2, "push_top": 4}
TO_INDEX = {"notify": 0, "task": 0, "push_top": 3}
SLOTS: dict[str, tuple[dict[str, int], str]] = {
    "with": (WITH_INDEX, "nothing_to_attach_to"),
    "to": (TO_INDEX, "no_recipient"),
    "via": ({"notify": 2}, "no_channel"),
    "due": ({"task": 2}, "no_due"),
}
"""Where an action keeps each part, and what is said where it keeps none."""


def _timer(c: Context, part: Tree[Word]) -> list[Node]:
    """A timer with its actions; one said behind them is counted from the trigger, too."""
    absent, acts = trees(part)
    found = predicate(c, absent)
    if found.head != "not_within":
        return [found]
    bound, act = found.args
    done = actions(c, acts)
    own = [each for each in done if each.head != "timer"]
    more = [each for each in done if each.head == "timer"]
    return [make("timer", (bound, act, *own), span_of(part)), *more]


def actions(c: Context, part: Part, done: list[Node] | None = None) -> list[Node]:
    """The actions of ``acts``/``body``, in order; suffixes attach to the action before them."""
    done = [] if done is None else done
    for child in trees(part):
        if child.data in ("acts", "body", "first_body"):
            actions(c, child, done)
        elif child.data in ("timer", "if_timer"):
            done.extend(_timer(c, child))
        else:
            perform(c, child, done)
    return done


def perform(c: Context, part: Tree[Word], done: list[Node]) -> None:
    """One action with its suffixes, added to those before it."""
    core, *suffixes = trees(part)
    name = str(core.data)
    if name == "assign" and suffixes and suffixes[0].data == "given":
        # assign job to checker: what stands first is the record itself
        thing(c, next(iter(trees(trees(core)[-1]))), ("form",))
        core, *suffixes = Tree("assign", suffixes[0].children, suffixes[0].meta), *suffixes[1:]
    if name == "cc_action":
        _copy(c, recipients(c, core.children[-1]), done, span_of(core))
    elif name in MESSAGES:
        done.append(MESSAGES[name](c, core, done))
    elif name in ("top", "push_top", "push_top_by"):
        done.append(_push_top(c, core))
    else:
        done.extend((SETTINGS.get(name) or ACTIONS[name])(c, core))
    for suffix in suffixes:
        _attach(c, suffix, done)
    if done and done[-1].head in ("notify", "push_top"):
        _check_recipients(c, done[-1])
    if name in ("notify", "notify_via"):
        _hint_words(c, done[-1])


def _notify(to: list[Node], what: Node | None, channel: Node | None, span: Span) -> Node:
    return make(
        "notify", (listed("to", to), what, channel, listed("with", []), listed("cc", [])), span
    )


def _send(c: Context, part: Tree[Word], _done: list[Node]) -> Node:
    parts = trees(part)
    channel: Node | None = None
    if part.data == "send_via":
        channel = _channel(c, parts.pop(0))
    to = recipients(c, parts[0])
    if part.data in ("send_by", "send_as"):
        channel = _channel(c, parts[1])
    if part.data == "send_as":
        return _notify(to, content(c, find_word(part, "TEXT")), channel, span_of(part))
    reader = trees(parts[0])[-1] if trees(parts[0]) else None
    sole = _sole_channel(c, parts[-1]) if channel is None and len(parts) > 1 else None
    if sole is not None:
        return _notify(to, None, sole, span_of(part))
    return _notify(to, content(c, parts[-1], reader), channel, span_of(part))


def _channel(c: Context, part: Part) -> Node:
    return thing(c, part, ("channel",))


def _send_what(c: Context, part: Tree[Word], _done: list[Node]) -> Node:
    channel = _sole_channel(c, part.children[-1])
    if channel is not None:
        return _notify([], None, channel, span_of(part))
    return _notify([], content(c, part.children[-1]), None, span_of(part))


def _sole_channel(c: Context, part: Part) -> Node | None:
    """发送短信给…: what is named is the channel alone."""
    found = word_of(part)
    if found.kind == "NAME" and len(found.value) == 1:
        kinds = {e.kind for e in found.value[0].entities if e.kind != "field"}
        if kinds == {"channel"}:
            return _channel(c, part)
    return None


def _send_to(c: Context, part: Tree[Word], done: list[Node]) -> Node:
    """推送至…: what was just raised, sent or made, unless a text is given."""
    to = recipients(c, next(ch for ch in part.children if isinstance(ch, Tree)))
    last = part.children[-1]
    if isinstance(last, Word) and last.kind == "TEXT":
        return _notify(to, content(c, last), None, span_of(part))
    return _notify(to, _said_before(done), None, span_of(part))


def _send_it_to(c: Context, part: Tree[Word], _done: list[Node]) -> Node:
    """把催办通知发给班长."""
    to = recipients(c, trees(part)[-1])
    what = next(ch for ch in part.children if not isinstance(ch, Word) or ch.kind == "TEXT")
    return _notify(to, content(c, what), None, span_of(part))


def _said_before(done: list[Node]) -> Node | None:
    for action in reversed(done):
        if action.head in ("alert", "notify"):
            what = action.args[1]
            return what if isinstance(what, Node) else None
        if action.head == "generate" and isinstance(action.args[0], Node):
            return action.args[0]
    return None


def _tell(c: Context, part: Tree[Word], _done: list[Node]) -> Node:
    parts = trees(part)
    channel = _channel(c, parts.pop(0)) if part.data == "notify_via" else _spoken_channel(c, part)
    what = _said(c, parts[1], trees(parts[0])[-1]) if len(parts) > 1 else None
    return _notify(recipients(c, parts[0]), what, channel, span_of(part))


def _spoken_channel(c: Context, part: Tree[Word]) -> Node | None:
    """短信通知, text: the verb names the way, and the app must have it."""
    verb = next((word for word in words(part) if word.kind == "NOTIFY" and word.value), None)
    if verb is None:
        return None
    span = Span(verb.start, verb.end)
    for spelling in WAYS[str(verb.value)]:
        for entity in c.lexicon.named(spelling):
            if entity.kind == "channel":
                return node_of(c, entity, span)
    return c.refuse("no_such_way", span, name=verb.text)


def _said(c: Context, part: Part, reader: Part) -> Node:
    """What somebody is told: no second action that has lost its comma."""
    word, span = word_of(part), span_of(part)
    if word.kind == "FREE" and _is_order(c, fold(c.text[word.start :])):
        action = c.text[word.start :].strip(" ,.;，。；")
        joint = "，" if "一" <= action[0] <= "鿿" else ", "
        return c.refuse("missing_separator", span, (f"{joint}{word.text}",), action=action)
    if word.kind == "FREE":
        return free_words.message(c, part, span_of(reader), told=True)
    return content(c, part)


def _is_order(c: Context, text: str) -> bool:
    """通知班长, escalate to manager: a verb of telling, and who is told."""
    for end, found in keywords().match(text, 0):
        if any(kind in ("NOTIFY", "ESCALATE", "TO") for kind, _ in found):
            told = c.lexicon.names.match(text, skip_space(text, end))
            if any(e.kind in ("role", "dept", "person") for _, some in told for e in some):
                return True
    return False


def _escalate(c: Context, part: Tree[Word], _done: list[Node]) -> Node:
    to = recipients(c, part.children[-1])
    return make("escalate", tuple(to), span_of(part))


def _push_top(c: Context, part: Tree[Word]) -> Node:
    parts = trees(part)
    count = next(ch for ch in part.children if isinstance(ch, Word) and ch.kind == "TOP")
    to: list[Node] = []
    if part.data != "top":
        to = recipients(c, parts.pop(0))
    if part.data == "push_top_by":
        parts.pop(0)
    source = thing(c, parts[0], ("list", "form"))
    form = _form_of(c, source)
    if form is None:
        return source
    with c.inside(form):
        by = thing(c, parts[1], ("field",))
    number = Node("number", (str(count.value),), NUMBER)
    found = (number, source, by, listed("to", to), listed("with", []))
    return make("push_top", found, span_of(part))


def _form_of(c: Context, source: Node) -> str | None:
    if is_unknown(source):
        return None
    key = str(source.args[0])
    if source.head == "form":
        return key
    for name in c.vocabulary.names:
        if name.kind == "list" and name.key == key:
            return name.form or c.subject
    return None


def _attach(c: Context, suffix: Tree[Word], done: list[Node]) -> None:
    name = str(suffix.data)
    span = span_of(suffix)
    last = suffix.children[-1]
    if name == "copied":
        _copy(c, recipients(c, last), done, span)
        return
    if not done:
        return
    action = done[-1]
    if is_unknown(action):
        return
    if name == "with_items":
        part = next(ch for ch in suffix.children if isinstance(ch, Tree))
        done[-1] = _with(c, action, part, span)
    elif name in ("given", "given_for"):
        done[-1] = _give(c, action, last, name, span)
    elif name == "via":
        done[-1] = _via(c, action, last, span)
    elif name == "on_target":
        done[-1] = _on(c, action, last, span)
    elif name == "due":
        bound = duration(c, find_word(suffix, "DUR"))
        done[-1] = _put(c, action, "due", bound, span)


def _copy(c: Context, to: list[Node], done: list[Node], span: Span) -> None:
    for index in range(len(done) - 1, -1, -1):
        action = done[index]
        if action.head in CC_INDEX:
            at = CC_INDEX[action.head]
            before = action.child(at)
            done[index] = _replaced(action, at, replace(before, args=(*before.args, *to)))
            return
        if action.head == "generate":
            done[index] = replace(action, args=(*action.args[:1], listed("cc", to)))
            return
    c.refuse("copy_of_what", span)


def _replaced(action: Node, index: int, new: Node) -> Node:
    return replace(action, args=(*action.args[:index], new, *action.args[index + 1 :]))


def _put(c: Context, action: Node, slot: str, new: Node, span: Span) -> Node:
    """Put a part where an action keeps it; refuse where it keeps none."""
    index, code = SLOTS[slot]
    if action.head not in index:
        c.refuse(code, span)
        return action
    return _replaced(action, index[action.head], new)


def _with(c: Context, action: Node, part: Tree[Word], span: Span) -> Node:
    form = None
    if action.head == "push_top" and isinstance(action.args[1], Node):
        form = _form_of(c, action.args[1])
    elif action.head == "create" and isinstance(action.args[0], Node):
        form = None
    with c.inside(form or c.form.key):
        items = [_item(c, item) for item in part.children]
    return _put(c, action, "with", listed("with", items), span)


def _item(c: Context, part: Part) -> Node:
    found = word_of(part)
    if found.kind == "NAME" and any(e.kind == "doc" for e in found.value[0].entities):
        return thing(c, part, ("doc",))
    if found.kind == "NAME":
        return thing(c, part, ("field", *CONTENT))
    return content(c, part)


def _give(c: Context, action: Node, part: Part, name: str, span: Span) -> Node:
    if action.head in TO_INDEX:
        if action.child(TO_INDEX[action.head]).args:
            c.refuse("recipients_twice", span)
            return action
        return _put(c, action, "to", listed("to", recipients(c, part)), span)
    if action.head == "create":
        return _replaced(action, 1, listed("for", recipients(c, part)))
    if action.head == "call" and name == "given_for":
        asked = [thing(c, item, ("field", "param", "form", "doc")) for item in trees(part)]
        return _replaced(action, 1, listed("for", asked))
    c.refuse("no_recipient", span)
    return action


def _hint_words(c: Context, action: Node) -> None:
    """通知销售助理 where nobody is called that: 助理 is words for 销售, and the author hears so."""
    what = action.args[1]
    if isinstance(what, Node) and what.head == "text" and what.span is not None:
        text = str(what.args[0])
        if c.text[what.span.start : what.span.end] == text:
            c.suggest("words_to_send", what.span, text=text)


def _via(c: Context, action: Node, part: Part, span: Span) -> Node:
    return _put(c, action, "via", _channel(c, part), span)


def _on(c: Context, action: Node, part: Part, span: Span) -> Node:
    if action.head == "notify":
        return _via(c, action, part, span)
    if action.head not in ("tag", "untag"):
        c.refuse("no_target", span)
        return action
    target = thing(c, part, ("field", "form"))
    if target.head == "form" and target.args[0] == c.subject:
        return action
    return _replaced(action, 1, target)


def _check_recipients(c: Context, action: Node) -> None:
    to = action.args[TO_INDEX[action.head]]
    if isinstance(to, Node) and not to.args and action.span is not None:
        c.refuse("nobody_to_tell", action.span)


MESSAGES = {
    "send": _send,
    "send_by": _send,
    "send_via": _send,
    "send_as": _send,
    "send_what": _send_what,
    "send_to": _send_to,
    "send_it_to": _send_it_to,
    "notify": _tell,
    "notify_via": _tell,
    "escalate": _escalate,
}
