"""Chat models: made, paid for, counted, and never asked twice for what is known."""
