"""The product's settings as production has them, and beside it the peers' own tables."""

from workflow_site.settings import *  # noqa: F403 - all of them, and then these
from workflow_site.settings import AUTHENTICATION_BACKENDS, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.peers.lean", "bench.peers.stock"]
# Stock viewflow asks Django's own permissions; Harakat's policy never does.
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"]
# Hundreds of accounts are opened before anything is measured.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
