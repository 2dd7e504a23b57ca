"""The domain of the job application copilot. Knows neither Flask nor Celery."""
