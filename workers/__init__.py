"""Celery: the instance, what happens around each task, and how a worker process lives and ends."""
