"""Cases: running approvals as rows, their hash-chained history, and everybody's to-dos."""

from runtime.store.cases.content import (
    record_hash as record_hash,
)
from runtime.store.cases.history import (
    HistoryEvent as HistoryEvent,
)
from runtime.store.cases.history import (
    Stamp as Stamp,
)
from runtime.store.cases.history import (
    broken_at as broken_at,
)
from runtime.store.cases.history import (
    history as history,
)
from runtime.store.cases.inbox import (
    InboxRow as InboxRow,
)
from runtime.store.cases.inbox import (
    inbox as inbox,
)
from runtime.store.cases.inbox import (
    inbox_row as inbox_row,
)
from runtime.store.cases.inbox import (
    open_count as open_count,
)
from runtime.store.cases.incidents import (
    open_incident as open_incident,
)
from runtime.store.cases.incidents import (
    resolve_incidents as resolve_incidents,
)
from runtime.store.cases.rows import (
    active as active,
)
from runtime.store.cases.rows import (
    app_of_task as app_of_task,
)
from runtime.store.cases.rows import (
    case_of_task as case_of_task,
)
from runtime.store.cases.rows import (
    delegate_of as delegate_of,
)
from runtime.store.cases.rows import (
    get as get,
)
from runtime.store.cases.rows import (
    insert as insert,
)
from runtime.store.cases.rows import (
    load as load,
)
from runtime.store.cases.rows import (
    lock as lock,
)
from runtime.store.cases.rows import (
    of_record as of_record,
)
from runtime.store.cases.write import (
    note as note,
)
from runtime.store.cases.write import (
    write as write,
)
