"""From a syntax tree to the typed tree: names are resolved, types are checked, meaning is fixed."""
