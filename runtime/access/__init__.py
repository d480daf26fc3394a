"""Rights: who may do what with which records and fields. Pure; one place decides."""
