"""People who work here: their accounts, roles, grids and units; never their credentials."""
