"""Colloquial English: what admins say for the words of the language. Data, not grammar."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "if": ("if", "when", "whenever", "once", "in case", "as soon as", "as long as", "provided", "provided that", "after", "on", "upon", "where", "every time", "each time", "should"),
    "else": ("otherwise", "or else", "else", "if not then"),
    "unless": ("unless",),
    "except": ("except", "except for", "other than", "apart from", "excluding", "everything except", "anything except"),
    "and": ("and", "but", "&", "plus", "as well as", "+"),
    "or": ("or",),
    "nor": ("nor", "neither"),
    "before": ("before", "ahead of", "prior to"),
    "within": ("within", "less than", "is due within", "under"),
    "last": ("in the last", "in last", "within the last", "over the last", "in the past", "within the past", "over the past", "during the last", "the last", "last", "past"),
    "any": ("any of the", "any", "any one of the", "some", "at least one of the", "at least one"),
    "all": ("all", "all of the", "every", "each", "each of the"),
    # comparison
    "op:>": (">", "more than", "over", "above", "greater than", "exceeds", "exceed", "goes over", "go over", "higher than", "rises above", "exceeding", "goes above", "bigger than", "larger than", "later than", "longer than", "past", "gets over", "passes", "in excess of"),
    "op:>=": (">=", "at least", "no less than", "reaches", "reach", "not less than", "reached", "hits", "hit", "minimum of"),
    "op:<": ("<", "less than", "below", "under", "fewer than", "drops below", "falls below", "drops under", "lower than", "smaller than", "earlier than", "falls under", "goes below", "beneath"),
    "op:<=": ("<=", "at most", "no more than", "not more than", "up to", "not over", "not above"),
    "op:=": ("=", "is", "are", "equals", "equal to",),
    "op:in": ("in", "by an", "by a", "still", "by", "of"),
    "op:!=": ("!=", "is not", "isn't", "are not", "aren't", "not equal to", "<>", "not in", "isn't in", "other than", "nor in", "neither in", "nor", "neither"),
    "post:>=": ("or more", "or above", "or longer", "and above", "or higher", "and up", "or over", "and more", "plus"),
    "post:<=": ("or less", "or fewer", "or below", "and below", "or lower", "or under"),
    "between": ("between", "from", "in the range"),
    "range": ("and", "to", "-", "~", "through"),
    "outside": ("outside", "out of", "not between", "outside of"),
    "press": ("hits", "presses", "clicks", "hit", "press", "pressed", "pushes", "clicks on", "taps"),
    "not": ("not", "no", "nobody", "nobody has", "no one", "no one has", "without", "isn't", "hasn't", "haven't", "hasn't been", "haven't been", "wasn't", "aren't", "still not", "still hasn't", "still isn't", "never", "doesn't", "didn't", "does not", "did not", "has not", "have not", "is not", "are not", "with no", "there is no", "there's no", "zero", "none", "non", "has no"),
    "empty": ("is missing", "missing", "blank", "is blank", "is empty", "empty", "not filled", "not filled in", "has no", "isn't filled in", "is not filled in", "without", "without a", "no", "lacking"),
    "filled": ("filled in", "is filled in", "filled", "filled out", "provided", "present"),
    "overdue": ("has passed", "past", "is past", "overdue", "is overdue", "passed", "has passed by", "after the"),
    "ago": ("ago",),
    # events
    "created": ("new", "created", "create", "is created", "comes in", "opened", "added", "arrives", "a new", "is added", "newly created", "is opened", "gets created", "create a"),
    "submitted": ("submit", "submitted", "submits", "submission", "submitting", "is submitted", "on submit", "after submission", "gets submitted"),
    "changed": ("changes", "changed", "change", "edited", "modified", "gets changed", "altered", "updated", "moves", "moved", "is changed", "gets edited", "gets modified", "is edited", "is modified", "has changed", "someone changes", "somebody changes", "gets updated"),
    "changedto": ("changes to", "becomes", "changed to", "turns to", "turns", "is set to", "moves to", "goes to", "is changed to", "switches to", "become"),
    "update": ("update", "updating", "updated"),
    # actions
    "notify": ("notify", "notified", "tell", "told", "inform", "informed", "let", "know", "ping", "remind", "reminded", "alert", "alerted", "warn", "send", "sent", "email", "call", "heads up", "give", "message", "contact", "radio", "notification", "nudge", "push", "be told", "ask", "gets", "get", "receives", "receive", "goes to", "must be told"),
    "phone": ("phone", "call", "ring", "give a call", "make a phone call"),
    "text": ("text",),
    "assign": ("assign", "assigned", "reassign", "reassigned", "hand over", "hand it over", "give", "given", "pass", "route", "goes to", "go to", "hand", "give it", "pass it", "hand off", "belongs to", "allocate"),
    "escalate": ("escalate", "escalated", "escalates", "raise to", "raise it to"),
    "set": ("set", "sets", "change", "becomes", "mark", "mark as", "put", "get", "gets", "make", "flag as", "mark it as", "put it", "turn"),
    "setto": ("to", "as", "at", "priority"),
    "tag": ("tag", "tagged", "label", "gets tagged", "get tagged", "tagged as", "mark", "flag"),
    "require": ("require", "requires", "required", "mandatory", "must be filled", "must be filled in", "is required", "is mandatory", "must have", "needs", "need", "demand", "are required", "has to be filled in", "must be provided"),
    "must": ("must", "must be", "has to be", "have to be", "needs to be", "should be", "must have been"),
    "block": ("can't", "cannot", "can not", "don't let", "don't allow", "not allowed", "block", "never", "must not", "may not", "prevent", "forbid", "don't", "do not", "do not allow", "do not let", "can't be", "is not allowed", "no", "not permitted", "stop", "refuse", "let nobody", "disallow"),
    "start": ("trigger", "triggers", "start", "starts", "goes through", "go through", "goes thru", "go thru", "needs", "need", "launch", "kick off", "initiate", "begin", "has to go through", "must go through", "requires", "run"),
    "call": ("call", "invoke", "query"),
    "generate": ("generate", "make", "produce", "create", "print", "issue", "make a", "draw up"),
    "make": ("create", "make", "open", "add", "raise", "set up"),
    "task": ("task", "to-do", "todo", "a task"),
    "addto": ("put", "goes into", "go into", "go to", "goes to", "add", "added to", "put it in", "add to", "move to", "moved to"),
    "recalc": ("recompute", "recalculate", "recalc", "recomputed", "recalculated", "work out again"),
    "clear": ("clear", "empty", "wipe"),
    "cc": ("cc", "copy", "copying", "in copy", "cc'ing", "cc to"),
    "top": ("top",),
    "by": ("by", "ordered by", "sorted by", "ranked by"),
    "yes": ("yes", "true"),
    "no": ("no", "false"),
    # what is vague is asked
    "vaguelong": ("for a long time", "too long", "forever", "for ages", "ages", "a long time", "a while", "for long", "long time", "for too long", "for a while", "takes too long", "takes forever", "delayed for a long time"),
    "vaguesoon": ("soon", "shortly before", "coming up soon", "is coming up soon", "is near", "near", "ends soon", "is due soon", "due soon", "shortly", "is close", "close to", "approaching", "is approaching", "coming up", "nearly due", "about to expire", "expires soon"),
    "vague:>": ("too high", "very high", "high", "large", "big", "a lot", "too many", "too much", "too large", "huge", "expensive", "too big", "many", "a lot of", "very large", "too hot", "excessive"),
    "vague:<": ("too low", "very low", "low", "too small", "too few", "tiny", "too slow", "small", "too little", "few", "very small"),
}  # fmt: skip

FILLER: tuple[str, ...] = tuple(
    """the a an please is are be been being was were will would shall has have had do does did so just that which who then also it its it's
    they their them this these those one to of for in by at with gets get getting got someone somebody anyone anybody there any need
    needs should must as well kindly via through on both either immediately automatically straight away right now can could you us we i
    him her his then again let's make sure ensure going be done still already up out only status state type kind record records from goes go
    hey thanks thank want wants like always whose has been to be with a thru been as soon if people all such your our my
    and an anything anyone everything everyone cases case ago 's ' s level too exit late class""".split()
)
"""Words that add nothing to a sentence whose other words are all used."""
