"""Celery tasks: thin shells around plain functions."""
