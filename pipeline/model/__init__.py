"""The frozen values that travel through the program; they know nothing of how they are made."""
