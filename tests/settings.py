"""The product's settings, with what a test must not pay for or leave behind."""

from tests.services import HOME, SQLITE
from workflow_site.settings import *  # noqa: F403 - all of them, and then these
from workflow_site.settings import BASE_DIR, DATABASES, INSTALLED_APPS, STORAGES, TEMPLATES

# A slow hash protects real passwords and would only cost each test a quarter of a second an account.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# A kept connection would hold on to the database of the test before.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if SQLITE:
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
# Movements that only the tests know: see tests/third, tests/commissioned and tests/paying.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.third", "tests.commissioned", "tests.paying"]
OWN = [BASE_DIR / "tests" / name / "templates" for name in ("third", "commissioned", "paying")]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], *OWN]}]
