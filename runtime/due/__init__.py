"""What the clock brings: rules whose time has come, messages that wait."""
