"""Functions on texts. An empty text is None or ''; what would grow beyond bounds is empty."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from rule_dsl.functions.casing import CASED, TO_LOWER, TO_UPPER
from rule_dsl.values import FAR, fit, number_text, round_places, whole

Number = Decimal | None
Text = str | None

LONGEST_TEXT = 32767
BLANKS = " \t\n\r\u00a0\u3000"
NUMBER_FORM = re.compile(r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)?)((?:\.\d*)?)(%?)", re.ASCII)
FORMAT_FORM = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%)?")
WIDE_TO_NARROW = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NARROW_TO_WIDE = {0x20: "\u3000"} | {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def kept(text: str) -> Text:
    """A text as a value: '' is empty, and so is one beyond the greatest length."""
    return text if 0 < len(text) <= LONGEST_TEXT else None


def text_of(value: object) -> Text:
    """A value as it is joined to texts."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None


def len_(text: Text) -> Decimal:
    return Decimal(len(text or ""))


def left(text: Text, count: Number = Decimal(1)) -> Text:
    if not text or count is None or whole(count) <= 0:
        return None
    return text[: whole(count)]


def right(text: Text, count: Number = Decimal(1)) -> Text:
    if not text or count is None or whole(count) <= 0:
        return None
    return text[-whole(count) :]


def mid(text: Text, start: Number, count: Number) -> Text:
    if not text or start is None or count is None or whole(start) < 1 or whole(count) <= 0:
        return None
    begin = whole(start) - 1
    return text[begin : begin + whole(count)] or None


def upper(text: Text) -> Text:
    return text.translate(TO_UPPER) if text else None


def lower(text: Text) -> Text:
    return text.translate(TO_LOWER) if text else None


def proper(text: Text) -> Text:
    if not text:
        return None
    inside = False
    letters = []
    for letter in text:
        letters.append(letter.translate(TO_LOWER if inside else TO_UPPER))
        inside = letter in CASED
    return "".join(letters)


def trim(text: Text) -> Text:
    if not text:
        return None
    return re.sub(f"[{BLANKS}]+", " ", text).strip(" ") or None


def clean(text: Text) -> Text:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text) or None if text else None


def concat(*texts: Text) -> Text:
    return kept("".join(text for text in texts if text))


def textjoin(separator: Text, *texts: Text) -> Text:
    return kept((separator or "").join(text for text in texts if text))


def rept(text: Text, count: Number) -> Text:
    if not text or count is None or whole(count) <= 0:
        return None
    return None if len(text) * whole(count) > LONGEST_TEXT else text * whole(count)


def replace(text: Text, start: Number, count: Number, new: Text) -> Text:
    if start is None or count is None or whole(start) < 1 or whole(count) < 0:
        return None
    begin = whole(start) - 1
    old = text or ""
    return kept(old[:begin] + (new or "") + old[begin + whole(count) :])


def substitute(text: Text, old: Text, new: Text, nth: Number = Decimal(0)) -> Text:
    if not text or nth is None:
        return None
    if not old:
        return text
    if whole(nth) <= 0:
        return kept(text.replace(old, new or "")) if nth == 0 else None
    parts = text.split(old)
    if whole(nth) >= len(parts):
        return text
    at = whole(nth)
    return kept(old.join(parts[:at]) + (new or "") + old.join(parts[at:]))


def _position(part: Text, text: Text, start: Number) -> Number:
    if not part or not text or start is None or whole(start) < 1:
        return None
    found = text.find(part, whole(start) - 1)
    return None if found < 0 else Decimal(found + 1)


def find(part: Text, text: Text, start: Number = Decimal(1)) -> Number:
    return _position(part, text, start)


def search(part: Text, text: Text, start: Number = Decimal(1)) -> Number:
    return _position(lower(part), lower(text), start)


def occurs(part: Text, text: Text) -> Decimal:
    return Decimal(text.count(part)) if text and part else Decimal(0)


def exact(text: Text, other: Text) -> bool:
    return (text or None) == (other or None)


def startswith(text: Text, part: Text) -> bool:
    return bool(text and part) and (text or "").startswith(part or "")


def endswith(text: Text, part: Text) -> bool:
    return bool(text and part) and (text or "").endswith(part or "")


def textbefore(text: Text, part: Text) -> Text:
    return text.split(part, 1)[0] or None if text and part and part in text else None


def textafter(text: Text, part: Text) -> Text:
    return text.split(part, 1)[1] or None if text and part and part in text else None


def _filling(missing: int, fill: str) -> str:
    return (fill * (missing // len(fill) + 1))[:missing]


def padleft(text: Text, count: Number, fill: Text = " ") -> Text:
    if count is None or not fill or whole(count) > LONGEST_TEXT:
        return None
    old = text or ""
    return kept(_filling(max(whole(count) - len(old), 0), fill) + old)


def padright(text: Text, count: Number, fill: Text = " ") -> Text:
    if count is None or not fill or whole(count) > LONGEST_TEXT:
        return None
    old = text or ""
    return kept(old + _filling(max(whole(count) - len(old), 0), fill))


def reverse(text: Text) -> Text:
    return text[::-1] if text else None


def mask(text: Text, head: Number, tail: Number) -> Text:
    if not text or head is None or tail is None or whole(head) < 0 or whole(tail) < 0:
        return None
    hidden = len(text) - whole(head) - whole(tail)
    if hidden <= 0:
        return text
    return text[: whole(head)] + "*" * hidden + text[whole(head) + hidden :]


def unichar(code: Number) -> Text:
    if code is None or not 0 < whole(code) < 0x110000 or 0xD800 <= whole(code) < 0xE000:
        return None
    return chr(whole(code))


def unicode(text: Text) -> Number:
    return Decimal(ord(text[0])) if text else None


def halfwidth(text: Text) -> Text:
    return text.translate(WIDE_TO_NARROW) if text else None


def fullwidth(text: Text) -> Text:
    return text.translate(NARROW_TO_WIDE) if text else None


def bytes_(text: Text) -> Decimal:
    return Decimal(len((text or "").encode()))


def value(text: Text) -> Number:
    form = NUMBER_FORM.fullmatch((text or "").strip(BLANKS))
    if form is None:
        return None
    sign, before, after, percent = form.groups()
    digits = before.replace(",", "")
    if not (digits + after.strip(".")) or len(digits + after) > 39:
        return None
    number = Decimal(f"{sign}{digits or '0'}{after.rstrip('.')}")
    return fit(FAR.scaleb(number, -2) if percent else number)


def isnumeric(text: Text) -> bool:
    return value(text) is not None


def _grouped(digits: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)


def _spelled(number: Decimal, places: int, width: int, grouped: bool) -> str:
    """A number with fixed places, at least ``width`` digits before the point."""
    rounded = round_places(number, places)
    before, _, after = format(rounded.copy_abs(), "f").partition(".")
    places = max(places, 0)
    before = before.rjust(width, "0")
    sign = "-" if rounded < 0 else ""
    tail = "." + after.ljust(places, "0")[:places] if places else ""
    return sign + (_grouped(before) if grouped else before) + tail


def fixed(number: Number, places: Number = Decimal(2)) -> Text:
    if number is None or places is None or not -20 <= whole(places) <= 20:
        return None
    return _spelled(number, whole(places), 1, grouped=True)


def text(value: Decimal | date | None, form: Text = "") -> Text:
    if value is None or form is None:
        return None
    if not form:
        return text_of(value)
    return _number_form(value, form) if isinstance(value, Decimal) else _time_form(value, form)


def _number_form(number: Decimal, form: str) -> Text:
    parts = FORMAT_FORM.fullmatch(form)
    if parts is None or len(form) > 40:
        return None
    group, before, after, percent = parts.groups()
    shown = fit(FAR.scaleb(number, 2)) if percent else number
    if shown is None:
        return None
    return _spelled(shown, len(after or ""), len(before), bool(group)) + (percent or "")


def _time_form(value: date, form: str) -> Text:
    clock = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    parts = (
        ("yyyy", f"{clock.year:04}"),
        ("mm", f"{clock.month:02}"),
        ("dd", f"{clock.day:02}"),
        ("hh", f"{clock.hour:02}"),
        ("mi", f"{clock.minute:02}"),
        ("ss", f"{clock.second:02}"),
    )
    for token, shown in parts:
        form = form.replace(token, shown)
    return kept(form)


FIGURES = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿")


def _section(number: int) -> str:
    """Four figures in words, with one 零 for each inner run of zeros."""
    words = ""
    pending = False
    for place in (3, 2, 1, 0):
        figure = number // 10**place % 10
        if figure:
            words += ("零" if pending else "") + FIGURES[figure] + UNITS[place]
            pending = False
        elif words:
            pending = True
    return words


def rmb(amount: Number) -> Text:
    if amount is None:
        return None
    cents = FAR.scaleb(round_places(amount, 2).copy_abs(), 2)
    if cents >= 10**14:
        return None
    yuan, rest = divmod(int(cents), 100)
    words = ""
    for place in (2, 1, 0):
        section = yuan // 10 ** (4 * place) % 10000
        if section:
            gap = bool(words) and (section < 1000 or yuan // 10 ** (4 * place + 4) % 10000 == 0)
            words += ("零" if gap else "") + _section(section) + SECTIONS[place]
    if words or not rest:
        words = (words or "零") + "元"
    return ("负" if amount < 0 and cents else "") + words + _cents_words(rest, bool(yuan))


def _cents_words(rest: int, after_yuan: bool) -> str:
    if not rest:
        return "整"
    tenths, hundredths = divmod(rest, 10)
    words = FIGURES[tenths] + "角" if tenths else ("零" if after_yuan else "")
    return words + (FIGURES[hundredths] + "分" if hundredths else "整")
