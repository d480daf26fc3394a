"""People, their roles in apps, and the departments they belong to."""

from runtime.store.people.departments import (
    Department as Department,
)
from runtime.store.people.departments import (
    bind_department as bind_department,
)
from runtime.store.people.departments import (
    bound_departments as bound_departments,
)
from runtime.store.people.departments import (
    create_department as create_department,
)
from runtime.store.people.departments import (
    department as department,
)
from runtime.store.people.departments import (
    department_names as department_names,
)
from runtime.store.people.departments import (
    departments as departments,
)
from runtime.store.people.departments import (
    find_department as find_department,
)
from runtime.store.people.departments import (
    manager_of as manager_of,
)
from runtime.store.people.departments import (
    update_department as update_department,
)
from runtime.store.people.persons import (
    Credentials as Credentials,
)
from runtime.store.people.persons import (
    NewPerson as NewPerson,
)
from runtime.store.people.persons import (
    Person as Person,
)
from runtime.store.people.persons import (
    add_role as add_role,
)
from runtime.store.people.persons import (
    create_person as create_person,
)
from runtime.store.people.persons import (
    credentials as credentials,
)
from runtime.store.people.persons import (
    disable_person as disable_person,
)
from runtime.store.people.persons import (
    enable_person as enable_person,
)
from runtime.store.people.persons import (
    find_person as find_person,
)
from runtime.store.people.persons import (
    memberships_of as memberships_of,
)
from runtime.store.people.persons import (
    names_of as names_of,
)
from runtime.store.people.persons import (
    people as people,
)
from runtime.store.people.persons import (
    people_with_role as people_with_role,
)
from runtime.store.people.persons import (
    person as person,
)
from runtime.store.people.persons import (
    person_by_login as person_by_login,
)
from runtime.store.people.persons import (
    pinyin as pinyin,
)
from runtime.store.people.persons import (
    plain_login as plain_login,
)
from runtime.store.people.persons import (
    renew_digest as renew_digest,
)
from runtime.store.people.persons import (
    roles_of as roles_of,
)
from runtime.store.people.persons import (
    search_people as search_people,
)
from runtime.store.people.persons import (
    set_password as set_password,
)
from runtime.store.people.persons import (
    set_roles as set_roles,
)
from runtime.store.people.persons import (
    update_person as update_person,
)
