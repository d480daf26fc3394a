"""An installation with the leave app and its people, for tests through the real commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from runtime.commands.decide import decide_task
from runtime.commands.move import Moved, move_record
from runtime.commands.publish import Author, publish_app
from runtime.commands.submit import submit_record
from runtime.config import Settings
from runtime.context import Context, reading, writing
from runtime.installation import Installation, open_installation
from runtime.queries.tasks import CaseView, TaskItem, case_history, case_of, my_task, my_tasks
from runtime.spec.app import ApprovalSpec, AppSpec
from runtime.spec.load import load_app
from runtime.store import deliveries, engine, migrations, people, records
from runtime.store.people import NewPerson

ROOT = Path(__file__).parents[2]
LONG = {"days": "5", "kind": "annual", "start": "2026-12-01", "end": "2026-12-05"}
SHORT = {**LONG, "days": "1", "end": "2026-12-01"}


@dataclass
class Office:
    """The installation, and its people's ids by login."""

    installation: Installation
    ids: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def as_(self, login: str, app: str = "leave") -> Iterator[Context]:
        with writing(self.installation, self.ids[login], app, "api") as ctx:
            yield ctx

    def hire(self, login: str, *roles: str, **facts: Any) -> str:
        with engine.writing(self.installation.engine) as connection:
            new = NewPerson(login=login, name=login.title(), **facts)
            person = people.create_person(connection, new, self.installation.ports.clock.now())
            people.set_roles(connection, person.id, "leave", roles)
        self.ids[login] = person.id
        return person.id

    def manages(self, boss: str, login: str) -> None:
        with engine.writing(self.installation.engine) as connection:
            people.update_person(connection, self.ids[login], {"manager": self.ids[boss]})

    def ask(self, login: str, values: dict[str, str] = LONG) -> tuple[str, Moved]:
        """File a leave request and submit it."""
        with self.as_(login) as ctx:
            record = submit_record(ctx, "request", {"name": self.ids[login], **values})
        with self.as_(login) as ctx:
            return record.id, move_record(ctx, "request", record.id, "submit")

    def todo(self, login: str) -> TaskItem:
        (found,) = my_tasks(self.installation, self.ids[login])
        assert my_task(self.installation, self.ids[login], found.id) == found
        return found

    def todos(self, login: str) -> list[str]:
        return [each.record for each in my_tasks(self.installation, self.ids[login])]

    def decide(self, login: str, decision: str = "approve", comment: str = "好") -> str:
        todo = self.todo(login)
        with self.as_(login) as ctx:
            return decide_task(ctx, todo.id, decision, comment, todo.record_hash).status

    def state(self, record: str) -> Any:
        with self.as_("admin") as ctx:
            found = records.fetch(ctx.connection, ctx.app.tables, ("request", record))
        assert found is not None
        return found.values["status"]

    def case(self, login: str, record: str) -> CaseView | None:
        with reading(self.installation, self.ids[login], "leave", "api") as ctx:
            return case_of(ctx, "request", record)

    def history(self, login: str, record: str) -> tuple[CaseView, ...]:
        with reading(self.installation, self.ids[login], "leave", "api") as ctx:
            return case_history(ctx, "request", record)

    def told(self) -> list[tuple[str, str]]:
        """Who is told what, by the outbox."""
        names = {key: login for login, key in self.ids.items()}
        with engine.writing(self.installation.engine) as connection:
            found = deliveries.claim(connection, self.installation.ports.clock.now(), 500)
        return [
            (names.get(person, person), each.payload["title"]["en"].split(":")[0])
            for each in found
            for person in each.payload["to"]
            if isinstance(person, str)
        ]


def leave_app(**changes: Any) -> AppSpec:
    """The leave app, its one approval changed."""
    spec, problems = load_app(ROOT / "apps" / "leave")
    assert spec is not None, problems
    chain: ApprovalSpec = spec.approvals[0]
    return replace(spec, approvals=(replace(chain, **changes),))


@contextmanager
def opened_office(url: str, folder: Path, spec: AppSpec | None = None) -> Iterator[Office]:
    """A fresh installation with the leave app, an employee, their manager, HR and the admin."""
    installation = open_installation(
        Settings(data_dir=folder, database_url=url, redis_url="unix:///nowhere")
    )
    migrations.upgrade(installation.engine)
    publish_app(installation, spec or leave_app(), Author("system"))
    office = Office(installation)
    office.hire("admin", administrator=True)
    office.hire("boss", "employee", "manager", "hr")
    office.hire("emp", "employee", manager=office.ids["boss"])
    office.hire("hr1", "hr")
    office.hire("hr2", "hr")
    yield office
    installation.engine.dispose()
