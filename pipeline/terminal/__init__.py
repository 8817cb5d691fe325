"""What the command line does behind each word: flags become requests, answers become text, files and exit codes."""
