"""The environment of the tests: the variables an installation sets by hand."""

import base64

TEST_ENVIRONMENT = {
    "SECRET_KEY": "for tests only: " + "0123456789abcdef" * 3,
    "HASH_KEY": "for tests only, phones: " + "0123456789abcdef",
    "FIELD_KEYS": base64.b64encode(bytes(range(32))).decode(),
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "INSECURE_COOKIES": "1",
    "LOG_LEVEL": "ERROR",
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    # A thread of the live server lets go of the database with each answer.
    "CONN_MAX_AGE": "0",
    # On a slow machine a statement may take longer than an installation allows it.
    "STATEMENT_TIMEOUT_MS": "900000",
}
