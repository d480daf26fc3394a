"""Approvals, pure: what a chain says, and what one command does to one case.

Nothing here knows a database, a clock or a web. ``advance`` gets the chain, a snapshot of the
case, a command, the time and answers about the record and the organisation, and returns what to
write.
"""
