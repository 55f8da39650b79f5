"""The service: a Django project, one app for each capability, with no rules of its own."""
