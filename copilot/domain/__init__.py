"""Value objects: frozen, typed, without behaviour that touches the outside."""
