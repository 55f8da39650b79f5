"""The Django project: settings, addresses, the base page and what every app leans on."""
