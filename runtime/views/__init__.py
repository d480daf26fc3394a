"""View types, one file each; :mod:`runtime.views.base` says what they are made of."""
