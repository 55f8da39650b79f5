"""The pages: fetch, check, call one action, respond."""
