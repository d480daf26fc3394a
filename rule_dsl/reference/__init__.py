"""The reference for authors, made from the grammar's constructs and the function data.

``page``   one page as Markdown, in one language; ``names`` which pages there are.
``write``  the pages as files, as they stand in ``docs/reference/language``.
"""

from rule_dsl.reference.base import Lang
from rule_dsl.reference.pages import NoSuchPage, contents, names, page
from rule_dsl.reference.write import documents, write

__all__ = ["Lang", "NoSuchPage", "contents", "documents", "names", "page", "write"]
