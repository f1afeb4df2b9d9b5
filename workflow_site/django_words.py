"""Django's own sentences that people meet here: named, so that our catalogues say them with the right letters.

Django's Uzbek has quotation marks in place of oʻ and gʻ, and lacks some of these.
"""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    gettext_noop("%s KB"),
    gettext_noop("%s MB"),
)
