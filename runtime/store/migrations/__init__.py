"""The migrations of the product's own tables. (An app's tables are made at publish.)

They run from code, in one write transaction, on both databases.
"""

from runtime.store.migrations.run import (
    check as check,
)
from runtime.store.migrations.run import (
    knows as knows,
)
from runtime.store.migrations.run import (
    pending as pending,
)
from runtime.store.migrations.run import (
    revision as revision,
)
from runtime.store.migrations.run import (
    upgrade as upgrade,
)
