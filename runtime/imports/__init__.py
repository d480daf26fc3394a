"""Tables of records coming in: checked whole first, stored when that is confirmed."""
