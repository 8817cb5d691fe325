"""One module for each word a person types; it says what happens, cli.py what is printed."""
