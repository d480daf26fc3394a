"""Cases: running approvals as rows, their hash-chained history, and everybody's to-dos."""

from runtime.store.cases.content import (
    record_hash,
)
from runtime.store.cases.history import (
    HistoryEvent,
    Stamp,
    broken_at,
    history,
)
from runtime.store.cases.inbox import (
    InboxRow,
    inbox,
    inbox_row,
    is_asked,
    open_count,
    open_of,
    pending_count,
    unattended,
)
from runtime.store.cases.rows import (
    active,
    app_of_task,
    case_of_task,
    delegate_of,
    get,
    insert,
    load,
    lock,
    of_record,
)
from runtime.store.cases.write import (
    note,
    write,
)

__all__ = [
    "HistoryEvent",
    "InboxRow",
    "Stamp",
    "active",
    "app_of_task",
    "broken_at",
    "case_of_task",
    "delegate_of",
    "get",
    "history",
    "inbox",
    "inbox_row",
    "insert",
    "is_asked",
    "load",
    "lock",
    "note",
    "of_record",
    "open_count",
    "open_of",
    "pending_count",
    "record_hash",
    "unattended",
    "write",
]
