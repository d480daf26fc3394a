"""What every test may use. The fixtures themselves are in tests/harness."""

pytest_plugins = [
    "tests.harness.rundir",
    "tests.harness.postgres",
    "tests.harness.migrated",
    "tests.harness.redis",
    "tests.harness.smtp",
    "tests.harness.sink",
    "tests.harness.browser",
]
