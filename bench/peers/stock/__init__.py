"""django-viewflow as its documentation shows it."""
