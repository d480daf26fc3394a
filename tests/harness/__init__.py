"""Real servers for tests: PostgreSQL, Redis, SMTP, an HTTP sink, Chromium.

Each is started when the first test asks for it, lives in the run's own folder under the system's
temporary folder, and is gone, folder included, when the run ends.
"""
