"""Backups: everything an installation holds in one file, and an installation made from one again.

`archive` is the file as data, `sealed` its encryption, `portable` how values travel; `write`,
`verify` and `restore` are what is done with it.
"""
