"""Users, what proves who they are, and what they may take with them."""
