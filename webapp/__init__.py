"""The HTTP API. It accepts, shows and changes rows; the work is done by workers."""
