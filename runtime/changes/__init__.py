"""What is done to records and cases, without rights or rules: prepared, stored, moved, ended."""
