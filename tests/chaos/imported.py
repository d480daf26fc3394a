"""What gunicorn reads as its configuration: nothing, but now its parent has everything imported.

A worker that takes a dead one's place then costs a fork, not the imports.
"""

import builder.web.pages  # noqa: F401
import runtime.app  # noqa: F401
import templates_market.web.pages  # noqa: F401
from runtime.catalog import catalog

catalog()
